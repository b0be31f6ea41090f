import { describe, test } from "bun:test";
import assert from "node:assert/strict";
import { BotError } from "#core/lib/bot-error.ts";
import { isUnsent } from "#core/lib/is-unsent.ts";
import {
  type AiFailureKind,
  aiFailureKinds,
  type Transcriber,
} from "#core/model/ports/ai-provider.ts";
import { inPieces, startWireServer, type WireReply, type WireServer } from "./wire-server.ts";
import type { WireRefusal } from "./wire-vendor.ts";

/** A transcriber under test, with the server that stands for its vendor. */
export interface TranscriberSubject {
  readonly title: string;
  create(serverUrl: string): Transcriber;
  /** The vendor's answer, with its own word for how long the sound was. */
  heard(text: string, seconds: number): WireReply;
  /** Undefined: the vendor never refuses like this. */
  refusal(kind: WireRefusal | "too_large"): WireReply | undefined;
}

interface Ears {
  readonly subject: TranscriberSubject;
  readonly server: WireServer;
  readonly transcriber: Transcriber;
}

/** One promise of a transcriber towards its vendor's server; it throws when the promise is broken. */
export interface TranscriberCheck {
  readonly name: string;
  run(ears: Ears): Promise<void>;
}

/** How long one check may take: real sockets on a busy machine. */
const deadlineMs = 10_000;
const never = new AbortController().signal;
const sound = new TextEncoder().encode("OggS-a-voice-note");
const voice = { bytes: sound, mime: "audio/ogg; codecs=opus", language: "id-ID" };
const page = inPieces("<html><body>Sign in to the network</body></html>", 64);

/** What the host relies on: the kind decides on another try, an alarm and what it cost. */
const kinds: Readonly<Record<WireRefusal | "too_large", readonly AiFailureKind[]>> = {
  key_wrong: ["auth"],
  not_allowed: ["permission"],
  no_such_model: ["model_missing"],
  too_fast: ["rate_limit"],
  too_fast_wait_2s: ["rate_limit"],
  no_money: ["quota"],
  broken: ["server"],
  overloaded: ["overloaded"],
  gateway_page: ["server", "overloaded", "timeout"],
  too_large: ["bad_request", "context_length"],
};

const answerChecks: readonly TranscriberCheck[] = [
  {
    name: "the sound goes as it is, and comes back as words with its length",
    async run({ server, subject, transcriber }) {
      server.answer(subject.heard("dua kopi – ☕", 3.5));
      const heard = await transcriber.transcribe(voice, never);
      assert.deepEqual(heard, { text: "dua kopi – ☕", seconds: 3.5 });
      const [request, ...more] = server.requests;
      assert.deepEqual(more, [], "it is asked once");
      assert.ok(
        request !== undefined && request.body.includes("OggS-a-voice-note"),
        "all of it goes",
      );
      assert.ok(request.body.includes(transcriber.model), "the model is named");
    },
  },
  {
    name: "silence is no words and no failure",
    async run({ server, subject, transcriber }) {
      server.answer(subject.heard("", 1));
      assert.equal((await transcriber.transcribe(voice, never)).text, "");
    },
  },
];

const faultChecks: readonly TranscriberCheck[] = [
  {
    name: "a page where words belong is not understood",
    run: (ears) =>
      fails(ears, { status: 200, headers: { "content-type": "text/html" }, pieces: page }, [
        "protocol",
      ]),
  },
  {
    name: "JSON without words is not understood",
    run: (ears) => fails(ears, json('{"status":"done"}'), ["protocol"]),
  },
  {
    name: "what is no JSON is not understood",
    run: (ears) => fails(ears, json('{"text":"du'), ["protocol"]),
  },
  {
    name: "an answer without end is not read to its end",
    run: async (ears) => {
      const { headers } = json("");
      const much = new Uint8Array(1_048_576).fill(0x61);
      const endless = Array.from({ length: 64 }, () => much);
      const pieces = [new TextEncoder().encode('{"text":"'), ...endless, "wait"] as const;
      await fails(ears, { status: 200, headers, pieces }, ["protocol"]);
      await ears.server.abandoned(1);
    },
  },
  {
    name: "a connection that is torn down may have been heard",
    run: async (ears) => {
      const reply = {
        ...ears.subject.heard("kopi", 1),
        pieces: ["reset"],
        isSilent: true,
      } as const;
      const error = await failsWith(ears, reply, ["unreachable"]);
      assert.ok(!isUnsent(error), "the vendor may charge it");
    },
  },
  {
    name: "a server that is not there has heard nothing",
    run: async (ears) => {
      await ears.server.close();
      const error = await rejection(ears.transcriber, never);
      assert.equal(kindOf(error), "unreachable");
      assert.ok(isUnsent(error), "who never heard it charges nothing");
    },
  },
  {
    name: "an abort ends it, and the connection closes",
    run: async (ears) => {
      ears.server.answer({ ...ears.subject.heard("kopi", 1), pieces: ["wait"], isSilent: true });
      const stop = new AbortController();
      const asking = rejection(ears.transcriber, stop.signal);
      while (ears.server.requests.length === 0) {
        await new Promise<void>((resolve) => void setImmediate(resolve));
      }
      stop.abort();
      assert.ok((await asking) instanceof BotError);
      await ears.server.abandoned(1);
    },
  },
  ...refusalChecks(),
];

/** Every promise of a transcriber towards its vendor's server. */
export const transcriberChecks: readonly TranscriberCheck[] = [...answerChecks, ...faultChecks];

/** Runs one check in a world of its own; throws if the promise is broken, or nothing happens for `timeoutMs`. */
export async function runTranscriberCheck(
  check: TranscriberCheck,
  subject: TranscriberSubject,
  timeoutMs = deadlineMs,
): Promise<void> {
  const server = await startWireServer();
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("it never ends")), timeoutMs);
  try {
    const transcriber = subject.create(server.url);
    await Promise.race([check.run({ subject, server, transcriber }), late.promise]);
  } finally {
    clearTimeout(timer);
    await server.close();
  }
}

/** Registers every check as a test, over real HTTP. Call it at the top of a `*.test.ts`. */
export function transcriberWireConformance(subject: TranscriberSubject): void {
  describe(`${subject.title} and its vendor's server:`, () => {
    for (const check of transcriberChecks) {
      test(check.name, () => runTranscriberCheck(check, subject), 2 * deadlineMs);
    }
  });
}

function refusalChecks(): readonly TranscriberCheck[] {
  const names: readonly (WireRefusal | "too_large")[] = [
    "key_wrong",
    "not_allowed",
    "no_such_model",
    "too_fast",
    "too_fast_wait_2s",
    "no_money",
    "broken",
    "overloaded",
    "gateway_page",
    "too_large",
  ];
  return names.map((name) => ({
    name: `${name} is told as ${kinds[name].join(" or ")}, and asked once`,
    async run(ears) {
      const reply = ears.subject.refusal(name);
      if (reply === undefined) return;
      const error = await failsWith(ears, reply, kinds[name]);
      assert.ok(!isUnsent(error), "the server has answered");
      assert.equal(ears.server.requests.length, 1);
    },
  }));
}

function json(text: string): WireReply {
  const headers = { "content-type": "application/json" };
  return { status: 200, headers, pieces: inPieces(text, 64) };
}

/** The same where the error itself says no more. */
async function fails(
  ears: Ears,
  reply: WireReply,
  wanted: readonly AiFailureKind[],
): Promise<void> {
  await failsWith(ears, reply, wanted);
}

async function failsWith(
  { server, transcriber }: Ears,
  reply: WireReply,
  wanted: readonly AiFailureKind[],
): Promise<unknown> {
  server.answer(reply);
  const error = await rejection(transcriber, never);
  const kind = kindOf(error);
  assert.ok(kind !== undefined && wanted.includes(kind), `${kind}: ${String(error)}`);
  return error;
}

async function rejection(transcriber: Transcriber, signal: AbortSignal): Promise<unknown> {
  try {
    await transcriber.transcribe(voice, signal);
  } catch (error) {
    return error;
  }
  throw new Error("it was heard");
}

function kindOf(error: unknown): AiFailureKind | undefined {
  const code = error instanceof BotError ? String(error.code) : "";
  return aiFailureKinds.find((kind) => code === `AI_${kind.toUpperCase()}`);
}
