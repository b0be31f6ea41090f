import { expect, test } from "bun:test";
import { caseHeader } from "./channel-watch.ts";
import { drawSeed } from "./options.ts";
import type { Pipeline } from "./pipeline/open-pipeline.ts";
import { type FuzzResult, runFuzz } from "./run-fuzz.ts";
import { signRight } from "./sign-body.ts";

const timeoutMs = 300_000;
/** Enough for every kind of body in one look at the store. */
const faultyBodies = 512;

function fuzz(options: {
  readonly bodies: number;
  readonly seed: number;
  readonly patienceMs: number;
  readonly tamper?: (pipeline: Pipeline) => Pipeline;
}): Promise<FuzzResult> {
  const { bodies, seed, ...rest } = options;
  const contracts = process.env["SAPA_CONTRACTS"];
  const quiet = { tell: () => undefined, onBatch: () => undefined };
  return runFuzz({ ...rest, ...quiet, options: { bodies, seed, from: 0 }, contracts });
}

test(
  "broken webhooks that nobody has seen before harm nothing, and good ones are answered",
  async () => {
    const seed = drawSeed();
    console.log(`fuzz seed ${seed}: bun run fuzz:webhook -n 3000 --seed ${seed}`);
    const { problem, tally, probes } = await fuzz({ bodies: 3_000, seed, patienceMs: 60_000 });
    expect(problem).toBeUndefined();
    expect(tally.bodies).toBe(3_000);
    expect([...tally.answers.keys()].filter((status) => ![200, 401, 413].includes(status))).toEqual(
      [],
    );
    expect(tally.answers.get(401)).toBeGreaterThan(300);
    expect(tally.stored).toBeGreaterThan(1_000);
    expect(tally.unparsed).toBeGreaterThan(100);
    expect(tally.sent).toBeGreaterThan(500);
    expect(probes).toBe(12);
  },
  timeoutMs,
);

interface Posted {
  readonly url: string;
  readonly headers: Headers;
  readonly body: Uint8Array;
  readonly text: string;
}
type Pass = (posted: Posted) => Promise<Response>;
type Handler = (posted: Posted, pass: Pass) => Promise<Response>;

/** A faulty HTTP face in front of the bot. */
function behind(handle: Handler): (pipeline: Pipeline) => Pipeline {
  return (pipeline) => {
    const pass: Pass = async ({ url, headers, body }) =>
      pipeline.http.fetch(new Request(url, { method: "POST", headers, body }));
    const fetch = async (request: Request) => {
      const { url, headers } = request;
      const body = await request.bytes();
      return handle({ url, headers, body, text: new TextDecoder().decode(body) }, pass);
    };
    return { ...pipeline, http: { fetch } };
  };
}

/** The same as Meta would have signed it. */
function signAnew(posted: Posted): Posted {
  const headers = new Headers(posted.headers);
  for (const [name, value] of signRight(posted.body)) headers.set(name, value);
  return { ...posted, headers };
}

function isSigned({ headers, body }: Posted): boolean {
  return [...signRight(body)].every(([name, value]) => headers.get(name) === value);
}

/** As one that nobody counts. */
function unnamed(posted: Posted): Posted {
  const headers = new Headers(posted.headers);
  headers.delete(caseHeader);
  return { ...posted, headers };
}

/** A good message as one that nobody answers. */
function silence(posted: Posted): Posted {
  const text = posted.text.replace(
    /"text":\{"body":"probe[^}]*\}/,
    '"reaction":{"message_id":"w"}',
  );
  const body = new TextEncoder().encode(text.replace('"type":"text"', '"type":"reaction"'));
  const headers = new Headers(posted.headers);
  headers.set("content-length", String(body.length));
  return signAnew({ ...posted, headers, body });
}

/** Refuses as it should, and takes what comes again. */
function keepSecond(): Handler {
  const refused = new Set<string | null>();
  return async (posted, pass) => {
    const response = await pass(posted);
    const name = posted.headers.get(caseHeader);
    if (response.status !== 401) return response;
    if (refused.has(name)) await pass(signAnew(unnamed(posted)));
    refused.add(name);
    return response;
  };
}

const faults: readonly (readonly [string, Handler, string])[] = [
  [
    "a handler that chokes on one kind of message",
    async (posted, pass) =>
      posted.text.includes("reaction") ? new Response("", { status: 500 }) : pass(posted),
    "it was answered 500",
  ],
  [
    "a handler that throws",
    async (posted, pass) => {
      if (posted.text.includes("\ufffd")) throw new Error("no UTF-8");
      return pass(posted);
    },
    "the handler threw: no UTF-8",
  ],
  [
    "a handler that hangs",
    (posted, pass) => (posted.text === "" ? new Promise(() => undefined) : pass(posted)),
    "there was no answer",
  ],
  [
    "a handler that takes what is not signed",
    (posted, pass) => pass(signAnew(posted)),
    "not signed was answered 200",
  ],
  [
    "a store that keeps what was refused",
    async (posted, pass) => {
      const response = await pass(posted);
      if (response.status === 401) await pass(signAnew(unnamed(posted)));
      return response;
    },
    "events had to be stored",
  ],
  ["a store that keeps what is refused a second time", keepSecond(), "refused bodies left rows"],
  [
    "a handler that acknowledges and forgets",
    async (posted, pass) =>
      posted.text.includes("image") && isSigned(posted) ? new Response("") : pass(posted),
    "acknowledged and never read",
  ],
  [
    "a bot that answers nobody any more",
    (posted, pass) => pass(posted.text.includes('"probe ') ? silence(posted) : posted),
    "well-formed messages were not answered",
  ],
];

test.each(faults)(
  "a run that does not notice %s would be worth nothing",
  async (_, handle, what) => {
    const tamper = behind(handle);
    const { problem } = await fuzz({ bodies: faultyBodies, seed: 1, patienceMs: 8_000, tamper });
    expect(problem?.what).toContain(what);
  },
  timeoutMs,
);
