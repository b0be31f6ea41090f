import assert from "node:assert/strict";
import type { AiEvent, AiFailureKind } from "#core/model/ports/ai-provider.ts";
import {
  checkDone,
  question,
  readAll,
  textOf,
  type WireCheck,
  type WireWorld,
} from "./provider-wire-checks.ts";
import { inPieces, type WireReply } from "./wire-server.ts";
import { type WireRefusal, wireRefusals } from "./wire-vendor.ts";

/** What the host relies on: the kind decides on another try, another provider and an alarm. */
const kindsOfRefusals: Readonly<Record<WireRefusal, readonly AiFailureKind[]>> = {
  key_wrong: ["auth"],
  not_allowed: ["permission"],
  no_such_model: ["model_missing"],
  too_fast: ["rate_limit"],
  too_fast_wait_2s: ["rate_limit"],
  no_money: ["quota"],
  broken: ["server"],
  overloaded: ["overloaded"],
  gateway_page: ["server", "overloaded", "timeout"],
};

const page = inPieces("<html><body>Sign in to the network</body></html>", 64);

/** What a provider makes of trouble: it never throws, never hangs, never takes a half for a whole. */
export const wireFaultChecks: readonly WireCheck[] = [
  {
    name: "an answer that breaks off in good order is a failure",
    run: async (world) => {
      const events = await world.ask(world.vendor.cut(["Kopi ", "tub"]));
      assert.equal(checkDone(events, "error").error?.kind, "protocol");
    },
  },
  {
    name: "a connection that is torn down in the middle is a failure",
    run: async (world) => {
      const whole = world.vendor.text(["Kopi ", "tubruk"]);
      const events = await world.ask({ ...whole, pieces: [...whole.pieces.slice(0, 2), "reset"] });
      const { error } = checkDone(events, "error");
      assert.ok(error?.kind === "unreachable" || error?.kind === "protocol", `${error?.kind}`);
      assert.ok(error.isUnsent !== true, "the vendor has seen the question");
    },
  },
  {
    name: "a connection that is torn down before anything is a failure",
    run: async (world) => {
      const whole = world.vendor.text(["Kopi"]);
      const events = await world.ask({ ...whole, pieces: ["reset"], isSilent: true });
      const { error } = checkDone(events, "error");
      assert.equal(error?.kind, "unreachable");
      assert.ok(error.isUnsent !== true, "the vendor may have read the question, and charge it");
    },
  },
  {
    name: "a server that is not there is unreachable",
    run: async (world) => {
      await world.server.close();
      const events = await readAll(world.provider.stream(question(), new AbortController().signal));
      const { error } = checkDone(events, "error");
      assert.equal(error?.kind, "unreachable");
      assert.equal(error.isUnsent, true, "who never saw the question charges nothing");
    },
  },
  {
    name: "a page where an answer belongs is not understood",
    run: async (world) => {
      const headers = { "content-type": "text/html" };
      const events = await world.ask({ status: 200, headers, pieces: page });
      assert.equal(checkDone(events, "error").error?.kind, "protocol");
    },
  },
  {
    name: "what is no JSON is not understood",
    run: async (world) => {
      const events = await world.ask(world.vendor.garbled());
      assert.equal(checkDone(events, "error").error?.kind, "protocol");
    },
  },
  ...refusalChecks(),
  {
    name: "an abort before the headers ends it, and the connection closes",
    run: async (world) => {
      const whole = world.vendor.text(["Kopi"]);
      await abortAfter(world, { ...whole, pieces: ["wait"], isSilent: true }, () => true);
    },
  },
  {
    name: "an abort in the middle ends it, and the connection closes",
    run: async (world) => {
      const whole = world.vendor.text(["Kopi ", "tubruk"]);
      // All but the end: what it says so far must have come.
      const pieces = [...whole.pieces.slice(0, -1), "wait"] as const;
      await abortAfter(world, { ...whole, pieces }, (seen) => seen !== "");
    },
  },
  {
    name: "heartbeats before the first word are no word: the host's patience ends, and the connection closes",
    run: (world) => waitInVain(world, []),
  },
  {
    name: "heartbeats between two words are no word: the host's patience ends, and the connection closes",
    run: (world) => waitInVain(world, ["Kopi ", "tubruk"]),
  },
  {
    name: "a reader who leaves early closes the connection",
    run: async (world) => {
      const whole = world.vendor.text(["Kopi ", "tubruk"]);
      world.server.answer({ ...whole, pieces: [...whole.pieces.slice(0, -1), "wait"] });
      const stream = world.provider.stream(question(), new AbortController().signal);
      for await (const event of stream)
        if (event.kind === "text" || event.kind === "replace") break;
      await world.server.abandoned(1);
    },
  },
  {
    name: "nothing is asked twice by itself",
    applies: ({ vendor }) => vendor.refusal("overloaded") !== undefined,
    run: async (world) => {
      const refused = world.vendor.refusal("overloaded");
      if (refused !== undefined) await world.ask(refused);
      assert.equal(world.server.requests.filter(({ method }) => method === "POST").length, 1);
    },
  },
];

function refusalChecks(): readonly WireCheck[] {
  return wireRefusals.map((name) => {
    const kinds = kindsOfRefusals[name];
    return {
      name: `${name} is told as ${kinds.join(" or ")}`,
      applies: ({ vendor }) => vendor.refusal(name) !== undefined,
      run: async (world) => {
        const reply = world.vendor.refusal(name);
        if (reply === undefined) return;
        const { error } = checkDone(await world.ask(reply), "error");
        assert.ok(error !== undefined && kinds.includes(error.kind), error?.message ?? "no error");
        assert.equal(error.status, reply.status);
        if (name === "too_fast_wait_2s") assert.equal(error.retryAfterMs, 2_000);
        assert.ok(!error.message.includes("Ada kopi"), "a message never holds what was asked");
      },
    };
  });
}

/** Aborts when the server has the question and enough has been read. */
async function abortAfter(
  { server, provider }: WireWorld,
  reply: WireReply,
  isEnough: (text: string) => boolean,
): Promise<void> {
  const stop = new AbortController();
  server.answer(reply);
  const events = [];
  const asked = untilAsked(server.requests);
  if (isEnough("")) void asked.then(() => stop.abort());
  for await (const event of provider.stream(question(), stop.signal)) {
    events.push(event);
    if (event.kind !== "done" && isEnough(textOf(events))) stop.abort();
  }
  checkDone(events, "aborted");
  await server.abandoned(1);
}

/** Turns of the event loop in which nothing may be told. */
const silentTurns = 100;

/**
 * Hears some words and then heartbeats alone. The host counts the time between events and calls the
 * question off; an event that says nothing would let it wait for ever.
 */
async function waitInVain(
  { server, provider, vendor }: WireWorld,
  words: readonly string[],
): Promise<void> {
  const begun = vendor.cut(words);
  const said = words.length === 0 ? [] : begun.pieces;
  server.answer({ ...begun, pieces: [...said, ...vendor.heartbeats(), "wait"] });
  const stop = new AbortController();
  const events: AiEvent[] = [];
  const reading = (async () => {
    for await (const event of provider.stream(question(), stop.signal)) events.push(event);
  })();
  await server.rested(1);
  while (textOf(events) !== words.join("")) await turn();
  const told = events.length;
  for (let count = 0; count < silentTurns; count += 1) await turn();
  assert.equal(events.length, told, "nothing is told while nothing is said");
  if (words.length === 0) assert.equal(told, 0, "a heartbeat is no word");
  stop.abort();
  await reading;
  checkDone(events, "aborted");
  await server.abandoned(1);
}

function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve));
}

async function untilAsked(requests: readonly unknown[]): Promise<void> {
  while (requests.length === 0) await turn();
}
