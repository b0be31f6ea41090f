import type { Json } from "#core/lib/json.ts";
import { isObject } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { isList } from "./is-list.ts";
import type { Sample } from "./sample.ts";

/** The words that webhooks are written in: names of fields, and texts that stand in them. */
export interface Vocabulary {
  readonly keys: readonly string[];
  readonly texts: readonly string[];
}

export function readVocabulary(samples: readonly Sample[]): Vocabulary {
  const keys = new Set<string>();
  const texts = new Set<string>();
  const walk = (value: Json): void => {
    if (typeof value === "string") texts.add(value);
    if (isList(value)) value.forEach(walk);
    if (!isObject(value)) return;
    for (const [key, item] of Object.entries(value)) {
      keys.add(key);
      walk(item);
    }
  };
  for (const { webhook } of samples) walk(webhook);
  return { keys: [...keys].toSorted(), texts: [...texts].toSorted() };
}
