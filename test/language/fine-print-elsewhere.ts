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
  {
    sentence: "For an `ai` step, other messages follow as one turn",
    file: `${engine}ai-turns.test.ts`,
    name: "texts that come while %s is at work are one turn, in their order",
  },
  {
    sentence: "A claim returns all pending rows of the conversation",
    file: `${engine}debounce.test.ts`,
    name: "are one answer, and each of them is done",
  },
  {
    sentence: "At most three intervals from the first",
    file: `${engine}gather-burst.test.ts`,
    name: "lasts three intervals at most",
  },
  {
    sentence: "Media end a turn at once, and so do interrupts",
    file: `${engine}debounce.test.ts`,
    name: "are ended by STOP, by a word of the flow and by a photo at once",
  },
  {
    sentence: "Order never changes",
    file: `${engine}gather-burst.test.ts`,
    name: "loses no text and changes no order, whatever comes when",
  },
  {
    sentence: "A message stamped before the timer was due wins",
    file: `${engine}sending.test.ts`,
    name: "after a start a message that was written before one was due wins",
  },
  {
    sentence: "An activity result is claimed ahead of pending messages",
    file: `${engine}actions.test.ts`,
    name: "messages wait while an action runs, and follow its result in order",
  },
  {
    sentence: "Every activity is at least once",
    file: `${engine}actions.test.ts`,
    name: "an action that was cut off is begun again, and says that it was",
  },
  {
    sentence: "The hash covers the normalised program: comments and spacing do not change it",
    file: "core/flow/compile-flows.test.ts",
    name: "stays the same whatever the comments, spacing and quotes",
  },
  {
    sentence: "It is pinned when a run starts",
    file: `${engine}migrate-runs.test.ts`,
    name: "finishes on the revision that it began, and the next one begins on the new",
  },
  {
    sentence: "`migrate` belongs to the new revision and is applied at the run's next claim",
    file: `${engine}migrate-runs.test.ts`,
    name: "goes on in the new one where it says so, at its next turn, recorded",
  },
  {
    sentence: "Inside the commit",
    file: `${engine}migrate-crash.test.ts`,
    name: "whatever revisions come and wherever the process dies, no run is lost or moved silently",
  },
  {
    sentence: "Every enclosing `each` must map by id",
    file: "core/flow/migrate/migrate-run.test.ts",
    name: "one without an id does not, nor another one around, nor none",
  },
  {
    sentence: "Every enclosing `call` must map by id",
    file: "core/flow/migrate/migrate-run.test.ts",
    name: "call needs an id and the same flow; ids inside it are mapped by that flow's own migrate",
  },
  {
    sentence: "Every enclosing `try` must map by id",
    file: "core/flow/migrate/migrate-run.test.ts",
    name: "try keeps what was tried and what went wrong; its catch is no part of its steps",
  },
  {
    sentence: "Every slot must parse again",
    file: "core/flow/migrate/migrate-run.test.ts",
    name: "one whose value is none any more does not fit",
  },
  {
    sentence: "Else `else: finish` applies",
    file: `${engine}migrate-runs.test.ts`,
    name: "finish: goes on on its own revision to the end, and is not offered the new one again",
  },
  {
    sentence: "Else `else: restart` applies, and `on_cancel` runs",
    file: `${engine}migrate-runs.test.ts`,
    name: "restart: goes through on_cancel and begins anew, with the message that came",
  },
  {
    sentence: "Else `else: handoff` applies, and `on_cancel` runs",
    file: `${engine}migrate-runs.test.ts`,
    name: "handoff: goes through on_cancel and to a person, who has it until it is given back",
  },
];
