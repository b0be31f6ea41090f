import type { UserAct } from "#core/flow/read-test/flow-test.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { readMediaType } from "#core/lib/media-type/read-media-type.ts";
import type { NetworkAct, ShownMessage } from "#core/model/ports/simulator.ts";
import { sampleFiles } from "./sample-files.ts";

/** The bytes of a file beside the test, or undefined if it is not there. */
export type ReadTestFile = (name: string) => Uint8Array | undefined;

/**
 * What the person of a test does, as the network knows it: names of files become their bytes, and a
 * quoted text the message that has it. Throws `FLOW_TEST_FILE_MISSING` and `FLOW_TEST_NO_QUOTE`.
 */
export function toNetworkAct(
  act: UserAct,
  shown: readonly ShownMessage[],
  readFile: ReadTestFile,
): NetworkAct {
  if (act.kind === "media") return mediaAct(act, readFile);
  if (act.kind !== "text") return act;
  const { text, quotes, forwarded, ad } = act;
  return {
    kind: "text",
    text,
    ...(quotes === undefined ? {} : { replyTo: findQuoted(quotes, shown).vendorId }),
    ...(forwarded === undefined ? {} : { forwarded }),
    ...(ad === undefined ? {} : { ad }),
  };
}

function mediaAct(
  { media, file, caption, filename, voice }: Extract<UserAct, { readonly kind: "media" }>,
  readFile: ReadTestFile,
): NetworkAct {
  const content = file === undefined ? sampleFiles[media] : readFile(file);
  if (content === undefined) {
    throw new BotError("FLOW_TEST_FILE_MISSING", `there is no file ${file}`, {
      hint: "Put it beside the test, or write `sample`.",
    });
  }
  const name = media === "document" ? (filename ?? file ?? "sample.pdf") : filename;
  return {
    kind: "media",
    media,
    // What the phone says of a voice note is always the same.
    mime: voice === true ? "audio/ogg; codecs=opus" : readMediaType(content).mime,
    content,
    ...(caption === undefined ? {} : { caption }),
    ...(name === undefined ? {} : { filename: name }),
    ...(voice === undefined ? {} : { voice }),
  };
}

function findQuoted(quotes: string, shown: readonly ShownMessage[]): ShownMessage {
  const found =
    quotes === "last" ? shown.at(-1) : shown.findLast(({ text }) => text.includes(quotes));
  if (found !== undefined) return found;
  throw new BotError("FLOW_TEST_NO_QUOTE", `the bot has said nothing with "${quotes}" in it`, {
    hint: "Write `last`, or a part of the text of a message of the bot's.",
  });
}
