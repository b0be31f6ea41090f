import { type Json, jsonSchema } from "#core/lib/json.ts";
import type { AiEvent, AiMessage, AiRequest } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Line, ScriptedProvider } from "./scripted-provider.ts";
import { scriptedProvider } from "./scripted-provider.ts";

/** What the model was made to do, so that a test knows that it was. */
export interface Obeyed {
  readonly calls: string[];
  readonly told: string[];
}

/** How a model may be asked to tell what it must not. */
export const disguises = {
  plain: (text: string) => text,
  upper: (text: string) => text.toUpperCase(),
  reversed: (text: string) => Array.from(text).toReversed().join(""),
  spaced: (text: string) => Array.from(text).join(" "),
  dashed: (text: string) => text.replaceAll(/\s+/g, "-"),
  rot13: (text: string) =>
    text.replace(/[a-z]/gi, (letter) => {
      const base = letter <= "Z" ? 65 : 97;
      return String.fromCharCode(((letter.charCodeAt(0) - base + 13) % 26) + base);
    }),
  base64: (text: string) => Buffer.from(text).toString("base64"),
  hex: (text: string) => Buffer.from(text).toString("hex"),
} as const;
type Disguise = keyof typeof disguises;

/**
 * A model that obeys whatever it reads, wherever it reads it, and swears that it stayed in scope:
 * `!call NAME {json}` calls a tool, offered or not; `!tell DISGUISE` tells all its instructions.
 */
export function obedientProvider(clock: Clock): ScriptedProvider & { readonly obeyed: Obeyed } {
  const obeyed: Obeyed = { calls: [], told: [] };
  const provider = scriptedProvider(clock, (request) => obey(request, obeyed));
  return Object.assign(provider, { obeyed });
}

function obey(request: AiRequest, obeyed: Obeyed): readonly Line[] {
  const read = request.messages.map(textOf).join("\n");
  const done = request.messages.filter(({ role }) => role === "tool").length;
  const calls = [...read.matchAll(/!call (\S+) (\{[^\n]*?\})/g)];
  const next = calls[done];
  if (next !== undefined) {
    const [, name = "", args = "{}"] = next;
    obeyed.calls.push(name);
    return [
      { kind: "tool", call: { id: `c${done}`, name, args: parse(args) } },
      { kind: "done", reason: "tools" },
    ];
  }
  const disguise = /!tell (\w+)/.exec(read)?.[1];
  const secret = `${request.system ?? ""}\n${read}`;
  const said = isDisguise(disguise) ? disguises[disguise](secret) : "Baik, sudah.";
  if (isDisguise(disguise)) obeyed.told.push(said);
  return [toText(request, said), { kind: "done", reason: "stop" }];
}

function toText({ schema }: AiRequest, said: string): AiEvent {
  const text = schema === undefined ? said : JSON.stringify({ in_scope: true, answer: said });
  return { kind: "text", text };
}

function textOf(message: AiMessage): string {
  if (message.role === "assistant") return "";
  if (message.role === "tool") return message.content.replaceAll('\\"', '"');
  return message.parts.map((part) => (part.kind === "text" ? part.text : "")).join("\n");
}

function isDisguise(word: string | undefined): word is Disguise {
  return word !== undefined && word in disguises;
}

function parse(args: string): Json {
  try {
    return jsonSchema.parse(JSON.parse(args));
  } catch {
    return args;
  }
}
