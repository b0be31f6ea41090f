import { describe, expect, test } from "bun:test";
import type { Transcriber } from "sapa/plugin";
import {
  runTranscriberCheck,
  type TranscriberSubject,
  transcriberChecks,
  transcriberWireConformance,
} from "sapa/plugin/testing";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { json, refuse } from "./testing/wire.ts";

function create(url: string): Transcriber {
  const { transcriber } = createTestedProvider({
    base_url: `${url}/v1`,
    transcription_model: "whisper-large-v3",
  });
  if (transcriber === undefined) throw new Error("nobody listens");
  return transcriber;
}

const tooLarge = json(413, {
  error: { message: "Maximum content size limit exceeded", type: "invalid_request_error" },
});

const openai: TranscriberSubject = {
  title: "ai-openai, listening",
  create,
  heard: (text, seconds) => json(200, { text, usage: { type: "duration", seconds } }),
  refusal: (kind) => (kind === "too_large" ? tooLarge : refuse(kind)),
};

transcriberWireConformance(openai);
transcriberWireConformance({
  ...openai,
  title: "ai-openai, listening as servers of others answer",
  heard: (text, duration) => json(200, { task: "transcribe", text, duration, segments: [] }),
});

/** Ways to listen badly, each with a check that must see it. */
const faults: Readonly<Record<string, readonly [string, (good: Transcriber) => Transcriber]>> = {
  "sends another sound": [
    "the sound goes as it is, and comes back as words with its length",
    (good) => ({
      ...good,
      transcribe: (voice, signal) => good.transcribe({ ...voice, bytes: Uint8Array.of(1) }, signal),
    }),
  ],
  "makes a failure of silence": [
    "silence is no words and no failure",
    (good) => ({
      ...good,
      async transcribe(voice, signal) {
        const heard = await good.transcribe(voice, signal);
        if (heard.text === "") throw new Error("nothing");
        return heard;
      },
    }),
  ],
  "makes silence of a failure": [
    "a page where words belong is not understood",
    (good) => ({
      ...good,
      transcribe: (voice, signal) => good.transcribe(voice, signal).catch(() => ({ text: "" })),
    }),
  ],
  "hides why it failed": [
    "a server that is not there has heard nothing",
    (good) => ({
      ...good,
      transcribe: (voice, signal) =>
        good.transcribe(voice, signal).catch((error: unknown) => {
          throw new Error(String(error));
        }),
    }),
  ],
  "does not stop": [
    "an abort ends it, and the connection closes",
    (good) => ({
      ...good,
      transcribe: (voice) => good.transcribe(voice, new AbortController().signal),
    }),
  ],
  "asks twice": [
    "overloaded is told as overloaded, and asked once",
    (good) => ({
      ...good,
      transcribe: (voice, signal) =>
        good.transcribe(voice, signal).catch(() => good.transcribe(voice, signal)),
    }),
  ],
};

describe("the suite goes red for ears that", () => {
  test.each(Object.keys(faults))("%s", async (fault) => {
    const [name = "", spoil = (good: Transcriber) => good] = faults[fault] ?? [];
    const check = transcriberChecks.find((item) => item.name === name);
    if (check === undefined) throw new Error(`no check is called "${name}"`);
    const subject = { ...openai, create: (url: string) => spoil(create(url)) };
    const colour = await runTranscriberCheck(check, subject, 1_500).then(
      () => "green",
      () => "red",
    );
    expect(colour).toBe("red");
  });
});
