import type { Json } from "#core/lib/json.ts";
import { hostileNumber, hostileText, hostileValue } from "./hostile-values.ts";
import type { Tools } from "./tools.ts";

/** A text, number, flag or nothing, changed into a near or a wrong one. */
export function changeScalar(value: Json, tools: Tools): Json {
  const { random, vocabulary, pool } = tools;
  switch (random.below(7)) {
    case 0:
      return hostileValue(random);
    case 1:
      return random.pick(pool);
    case 2:
      return random.pick(vocabulary.texts);
    case 3:
      return swapType(value);
    case 4:
      return [value];
    case 5:
      return typeof value === "number" ? hostileNumber(random) : hostileText(random);
    default:
      return typeof value === "string" ? changeText(value, tools) : hostileValue(random);
  }
}

/** The same in another type, as vendors do it between two versions. */
function swapType(value: Json): Json {
  if (typeof value === "string") {
    const number = Number(value);
    return Number.isFinite(number) ? number : value === "true";
  }
  return typeof value === "number" || typeof value === "boolean" ? String(value) : "null";
}

function changeText(text: string, { random }: Tools): string {
  const at = random.below(text.length + 1);
  switch (random.below(6)) {
    case 0:
      return text.slice(0, at);
    case 1:
      return `${text.slice(0, at)}${hostileText(random)}${text.slice(at)}`;
    case 2:
      return text + text;
    case 3:
      return text.toUpperCase();
    case 4:
      return text.slice(0, at) + text.slice(at + 1);
    default:
      return ` ${text}\n`;
  }
}
