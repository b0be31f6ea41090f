/** A sentence of the fine print that a test of its own holds: where, and by which name. */
export interface Told {
  readonly sentence: string;
  readonly file: string;
  readonly name: string;
}

const engine = "core/engine/";

export const told: readonly Told[] = [
  {
    sentence: "Up to 8 background runs",
    file: `${engine}events.test.ts`,
    name: "at most eight rest beside each other: a ninth ends as failed",
  },
  {
    sentence: "`queue` starts at most 5 within 24 h, then dropped and recorded",
    file: `${engine}events.test.ts`,
    name: "is dropped, and recorded, when five wait or a day is over",
  },
  {
    sentence: "The effect id goes along as idempotency key",
    file: `${engine}actions.test.ts`,
    name: "what failed is tried again later under the key of the first try",
  },
  {
    sentence: "A timer carries the id of its wait",
    file: "core/flow/advance.test.ts",
    name: "each rest has an id of its own, so the timer of a question before is stale",
  },
  {
    sentence: "After a start, overdue timers wait until the webhook has answered for a minute",
    file: `${engine}sending.test.ts`,
    name: "one that fell due while nothing ran waits a minute after the start",
  },
  {
    sentence: "A missed schedule runs once if it is less than an hour late",
    file: `${engine}schedules.test.ts`,
    name: "that was missed by less than an hour runs once",
  },
  {
    sentence: "Else it is recorded as skipped",
    file: `${engine}schedules.test.ts`,
    name: "that was missed by more is recorded as skipped",
  },
  {
    sentence: "The hash covers every flow it can call",
    file: "core/flow/call-revisions.test.ts",
    name: "a flow's revision is that of every flow it can call",
  },
  {
    sentence: "And the schemas of the actions it uses",
    file: "core/flow/call-revisions.test.ts",
    name: "the schemas of its actions are a part of a flow's revision, and of no other",
  },
];
