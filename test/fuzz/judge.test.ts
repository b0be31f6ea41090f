import { expect, test } from "bun:test";
import type { WebhookReading } from "#core/model/ports/channel.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { judge, maxReadMs, type Outcome } from "./judge.ts";
import { createProbes } from "./probes.ts";

/** A text message, well-formed and signed. */
const good = createProbes().next(1_764_000_000_000);
const unsigned: FuzzCase = { ...good, signing: "missing", isSigned: false };
const long: FuzzCase = { ...good, body: new Uint8Array(4 * 1_048_576 + 1) };

const nothing: WebhookReading = { kind: "updates", events: [], statuses: [], foreign: 0 };
const refused: WebhookReading = { kind: "refused", status: 401, reason: "no signature" };
const came = (
  status: number | undefined,
  reading: WebhookReading | undefined,
  more: Partial<Outcome> = {},
): Outcome => ({ status, reading, readMs: 1, ...more });

test.each([
  ["an exception", good, came(undefined, undefined, { thrown: "x" }), "threw: x"],
  ["silence", good, came(undefined, undefined), "no answer"],
  ["an error of ours", good, came(500, nothing), "answered 500"],
  ["a refusal to store", good, came(503, nothing), "answered 503"],
  ["a good body that is refused", good, came(401, refused), "a signed body was answered 401"],
  ["an unread body that is acknowledged", good, came(200, undefined), "never read"],
  [
    "a message that vanishes",
    { ...good, becomes: undefined },
    came(200, nothing),
    "of 1 messages only 0",
  ],
  ["a message that becomes nothing", good, came(200, nothing), '"events":0'],
  ["a body that is called foreign", good, came(200, { kind: "foreign", reason: "?" }), '"foreign"'],
  ["an unsigned body that is taken", unsigned, came(200, nothing), "not signed was answered 200"],
  ["an unsigned body that is read", unsigned, came(401, nothing), "not signed was read"],
  ["a body over the limit that is taken", long, came(200, nothing), "over the limit"],
  ["a slow reader", unsigned, came(401, refused, { readMs: maxReadMs + 1 }), "was read for"],
])("the judge sees %s", (_, it, outcome, problem) => {
  expect(judge(it, outcome)).toContainEqual(expect.stringContaining(problem));
});

test.each([
  ["a refusal of what is not signed", unsigned, came(401, refused)],
  ["a refusal of what is too long", long, came(413, undefined)],
])("the judge is content with %s", (_, it, outcome) => {
  expect(judge(it, outcome)).toEqual([]);
});
