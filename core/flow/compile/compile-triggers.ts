import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { NameTypes } from "#core/flow/expression/name-types.ts";
import { compilePattern } from "#core/flow/expression/pattern.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import type { ExpressionInput } from "#core/flow/schema/expression-schema.ts";
import {
  bareTriggers,
  type TriggerInput,
  triggerSchema,
} from "#core/flow/schema/trigger-schema.ts";
import { parseCron } from "#core/lib/cron.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import { messageTypes } from "./message-types.ts";
import { placeExpression } from "./place-expression.ts";
import type { Placed } from "./placed.ts";
import { asList } from "./raw.ts";
import type { Report } from "./report.ts";
import type { Trigger, TriggerMatch } from "./trigger.ts";
import { emojiKey, globPieces, wordKey } from "./word-key.ts";

/** Compiles the triggers that have the right form, one for each word; the reader told of the rest. */
export function compileTriggers(
  value: unknown,
  names: NameTypes,
  source: YamlSource,
  report: Report,
): readonly Trigger[] {
  return asList(value).flatMap((raw, index) => {
    const parsed = parseOnce(triggerSchema, raw);
    return parsed.success
      ? compileTrigger(parsed.data, ["triggers", index], names, source, report)
      : [];
  });
}

interface Found {
  readonly name: string;
  readonly match: TriggerMatch;
  readonly path: YamlPath;
}

function compileTrigger(
  input: TriggerInput,
  path: YamlPath,
  names: NameTypes,
  source: YamlSource,
  report: Report,
): readonly Trigger[] {
  if (typeof input === "string") return [bareTrigger(input, source, path)];
  const condition = (key: string, text: ExpressionInput): Placed<Expression> => {
    const wanted = { kinds: ["boolean"] } as const;
    return placeExpression([...path, key], text, wanted, withPart(names, input), source, report);
  };
  const when = input.when === undefined ? undefined : condition("when", input.when);
  const found =
    "schedule" in input
      ? scheduleMatch(
          input.schedule,
          [...path, "schedule"],
          condition("audience", input.audience),
          report,
        )
      : findMatches(input, path, report);
  return found.map((found) => ({
    name: found.name,
    match: found.match,
    when,
    channel: input.channel,
    at: source.at(found.path),
  }));
}

function bareTrigger(name: (typeof bareTriggers)[number], source: YamlSource, path: YamlPath) {
  const match = bareMatch(name);
  return { name, match, when: undefined, channel: undefined, at: source.at(path) };
}

function bareMatch(name: (typeof bareTriggers)[number]): TriggerMatch {
  return name === "reaction" ? { kind: name, emoji: undefined } : { kind: name };
}

/** In the condition of a trigger for a cart there is a cart, and so on. */
function withPart(names: NameTypes, input: object): NameTypes {
  const part = (["order", "form", "ad", "reaction"] as const).find((key) => key in input);
  const message = names["message"];
  if (part === undefined || message?.kind !== "object") return names;
  return {
    ...names,
    message: { ...message, fields: { ...message.fields, [part]: messageTypes[part] } },
  };
}

function scheduleMatch(
  schedule: string,
  path: YamlPath,
  audience: Placed<Expression>,
  report: Report,
): readonly Found[] {
  const cron = parseCron(schedule);
  if (cron.kind === "ok") {
    const match = { kind: "schedule", schedule, cron: cron.value, audience } as const;
    return [{ name: `schedule: ${schedule}`, match, path }];
  }
  report({ code: "FLOW_SCHEDULE_INVALID", path, message: cron.message });
  return [];
}

type Heard = Exclude<Exclude<TriggerInput, string>, { schedule: unknown }>;

function findMatches(input: Heard, path: YamlPath, report: Report): readonly Found[] {
  if ("message" in input) return messageMatches(input.message, [...path, "message"], report);
  if ("choice" in input) {
    return wordList(input.choice, [...path, "choice"]).map(({ word, at }) => ({
      name: `choice: ${word}`,
      match: { kind: "choice", choice: word },
      path: at,
    }));
  }
  if ("status" in input) {
    return wordList(input.status, [...path, "status"]).map(({ word, at }) => ({
      name: `status: ${word}`,
      match: { kind: "status", status: word },
      path: at,
    }));
  }
  if ("event" in input) {
    return wordList(input.event, [...path, "event"]).map(({ word, at }) => ({
      name: `event: ${word}`,
      match: { kind: "event", event: word },
      path: at,
    }));
  }
  if ("intent" in input) {
    return wordList(input.intent, [...path, "intent"]).map(({ word, at }) => ({
      name: `intent: ${word}`,
      match: { kind: "intent", intent: word },
      path: at,
    }));
  }
  if ("reaction" in input) return reactionMatches(input.reaction, [...path, "reaction"]);
  const kind = bareTriggers.find((name) => name in input) ?? "fallback";
  return [{ name: kind, match: bareMatch(kind), path }];
}

function reactionMatches(
  reaction: Extract<TriggerInput, { reaction: unknown }>["reaction"],
  path: YamlPath,
): readonly Found[] {
  if (typeof reaction !== "string" && !Array.isArray(reaction)) {
    return [{ name: "reaction", match: bareMatch("reaction"), path }];
  }
  return wordList(reaction, path).map(({ word, at }) => ({
    name: `reaction: ${word}`,
    match: { kind: "reaction", emoji: emojiKey(word) },
    path: at,
  }));
}

function messageMatches(
  message: Extract<TriggerInput, { message: unknown }>["message"],
  path: YamlPath,
  report: Report,
): readonly Found[] {
  if (message === "any") return [{ name: "message: any", match: { kind: "any" }, path }];
  if (typeof message === "string" || Array.isArray(message)) {
    return wordList(message, path).map(({ word, at }) => ({
      name: `message: ${word}`,
      match: wordMatch(word),
      path: at,
    }));
  }
  if ("kind" in message) {
    const match = { kind: "message_kind", messageKind: message.kind } as const;
    return [{ name: `message: ${message.kind}`, match, path }];
  }
  const at = [...path, "matches"];
  // By itself first, so that what is wrong is told of what the author wrote.
  const alone = compilePattern(message.matches);
  const pattern = alone.ok ? compilePattern(`(?i)${message.matches}`) : alone;
  if (pattern.ok) {
    const match = { kind: "pattern", matches: pattern.matches } as const;
    return [{ name: `message: /${message.matches}/`, match, path: at }];
  }
  report({ code: "FLOW_PATTERN_INVALID", path: at, message: pattern.message });
  return [];
}

function wordList<Word extends string>(
  words: Word | readonly Word[],
  path: YamlPath,
): readonly { readonly word: Word; readonly at: YamlPath }[] {
  if (typeof words === "string") return [{ word: words, at: path }];
  return words.map((word, index) => ({ word, at: [...path, index] }));
}

function wordMatch(word: string): TriggerMatch {
  return word.includes("*")
    ? { kind: "glob", pieces: globPieces(word) }
    : { kind: "word", word: wordKey(word) };
}
