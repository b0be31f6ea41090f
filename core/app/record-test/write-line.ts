import { describeParts } from "#core/app/flow-test/describe-parts.ts";
import type { Json } from "#core/lib/json.ts";
import type { MessageOut, Option } from "#core/model/message-out.ts";

const fileKinds = ["image", "video", "audio", "document", "sticker"];
/** What a line says only where it is what the test is about. */
const leftOut = new Set(["label", "language"]);

/** What the bot sent, as a `bot:` step names it. */
export function writeLine(message: MessageOut): Json {
  if (message.kind === "template") {
    const { name, body } = message;
    return { template: name, ...(body === undefined ? {} : { values: Object.values(body) }) };
  }
  const text = textOf(message);
  const options = optionsOf(message).map(({ title }) => title);
  const parts = Object.entries(describeParts(message, () => undefined)).flatMap(([key, value]) => {
    if (leftOut.has(key)) return [];
    const isWhichever = key === "reply" || (fileKinds.includes(key) && !isLink(value));
    return [[key, isWhichever ? true : value] as const];
  });
  if (parts.length === 0 && options.length === 0) return text ?? { count: 1 };
  return {
    ...(text === undefined ? {} : { text }),
    ...(options.length === 0 ? {} : { options }),
    ...Object.fromEntries(parts),
  };
}

function textOf(message: MessageOut): string | undefined {
  if (message.kind === "media") return message.caption;
  return "text" in message ? message.text : undefined;
}

function optionsOf(message: MessageOut): readonly Option[] {
  if (message.kind === "buttons") return message.options;
  return message.kind === "list" ? message.sections.flatMap(({ rows }) => rows) : [];
}

function isLink(value: Json): boolean {
  return typeof value === "string" && value.startsWith("https://");
}
