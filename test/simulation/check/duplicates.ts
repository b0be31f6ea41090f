import type { Millis } from "#core/lib/millis.ts";
import type { SendClass } from "#core/model/message-out.ts";
import type { SendResult } from "#core/model/send.ts";
import type { Observation } from "#test/simulation/world/observation.ts";
import type { Attempt } from "#test/simulation/world/read-callback.ts";
import type { Check, Report, WorldEnd } from "./check.ts";

interface Row {
  /** Begun attempts by number. */
  readonly attempts: Map<
    number,
    { readonly begunAt: Millis; readonly life: number; taken: number; isFailed: boolean }
  >;
  lastResult: SendResult["kind"] | undefined;
  /** When the last POST came back, with or without an answer. */
  answeredAt: Millis | undefined;
  isProven: boolean;
  /** A receipt told that it did not arrive. */
  isFailed: boolean;
}

type Rows = ReadonlyMap<string, Row>;

/** A moment is seen here when its commit is over, which on a slow disk takes this long, in milliseconds. */
const slackMs = 5_000;

/**
 * I8: a message reaches a person twice only where the send protocol says that it may: its outcome
 * was unknown, its grace was over and no receipt had been stored. The runtime counts each such
 * message itself, and counts no other.
 */
export function createDuplicateCheck(
  report: Report,
  graceMs: Readonly<Record<SendClass, number>>,
): Check {
  const rows = new Map<string, Row>();
  let bornAt = 0;

  function rowOf(outbox: string): Row {
    const row = rows.get(outbox) ?? {
      attempts: new Map(),
      lastResult: undefined,
      answeredAt: undefined,
      isProven: false,
      isFailed: false,
    };
    rows.set(outbox, row);
    return row;
  }

  function begin(observation: Observation<"send-decided">): void {
    const { send, start, who, clockAt, life } = observation;
    if (start.kind !== "started") return;
    const row = rowOf(send.id);
    if (row.attempts.has(start.attempt))
      report("I8", `attempt ${start.attempt} of ${send.id} was begun twice`, who);
    const previous = row.attempts.get(start.attempt - 1);
    row.attempts.set(start.attempt, { begunAt: clockAt, life, taken: 0, isFailed: false });
    if (row.isProven) report("I8", `${send.id} was sent again after a receipt`, who);
    const { lastResult, answeredAt } = row;
    row.lastResult = undefined;
    row.answeredAt = undefined;
    if (previous === undefined || lastResult === "retry") return;
    if (lastResult === "accepted") report("I8", `${send.id} was sent again after its answer`, who);
    // What a process finds when it starts has its grace from then on.
    const unknownSince = previous.life === life ? (answeredAt ?? previous.begunAt) : bornAt;
    const waitedMs = clockAt - unknownSince;
    if (waitedMs < graceMs[send.class] - slackMs) {
      report("I8", `${send.id} was sent again ${waitedMs} ms after an unknown outcome`, who);
    }
  }

  function take({ outbox, attempt }: Attempt, who: string): void {
    const known = rowOf(outbox).attempts.get(attempt);
    if (known === undefined) report("I8", `${outbox}:${attempt} was never begun`, who);
    else if (known.taken > 0) report("I8", `${outbox}:${attempt} was posted twice`, who);
    if (known !== undefined) known.taken += 1;
  }

  return {
    on: {
      born: ({ clockAt }) => {
        bornAt = clockAt;
      },
      "send-decided": begin,
      "send-ended": ({ send, result }) => {
        rowOf(send.id).lastResult = result.kind;
      },
      "post-answered": ({ post, clockAt }) => {
        rowOf(post.outbox).answeredAt = clockAt;
      },
      taken: ({ post, who }) => take(post, who),
      "receipts-kept": ({ statuses }) => {
        for (const { send, status } of statuses) {
          if (send === undefined) continue;
          const row = rowOf(send.outbox);
          const attempt = row.attempts.get(send.attempt);
          if (status !== "failed") row.isProven = true;
          else row.isFailed = true;
          if (status === "failed" && attempt !== undefined) attempt.isFailed = true;
        }
      },
    },
    atEnd(end) {
      compareCounts(report, rows, end);
      compareStates(report, rows, end);
    },
  };
}

/**
 * The runtime's own count lies between the messages that arrived twice and their extra copies. One that
 * was taken and then failed, as its receipt says, never arrived.
 */
function compareCounts(report: Report, rows: Rows, { stats }: WorldEnd): void {
  const extra = [...rows.values()].map(({ attempts }) => Math.max(0, takenOf(attempts) - 1));
  const arrived = [...rows.values()].map(({ attempts }) => {
    return takenOf(new Map([...attempts].filter(([, { isFailed }]) => !isFailed)));
  });
  const twice = arrived.filter((count) => count > 1).length;
  const more = extra.reduce((sum, count) => sum + count, 0);
  const counted = stats.duplicateSends;
  if (counted < twice || counted > more) {
    report("I8", `people saw ${twice} messages twice, the runtime counts ${counted}`);
  }
}

/** What counts as accepted is on a phone, and what counts as failed was not taken in its last try. */
function compareStates(report: Report, rows: Rows, { sends }: WorldEnd): void {
  for (const { id, state } of sends) {
    const row = rows.get(id);
    const attempts = [...(row?.attempts.values() ?? [])];
    const last = attempts.at(-1);
    if (state === "accepted" && attempts.every(({ taken }) => taken === 0)) {
      report("I8", `${id} counts as accepted and nobody has it`);
    }
    if (state === "failed" && row?.isFailed === false && last !== undefined && last.taken > 0) {
      report("I8", `${id} counts as failed and was taken`);
    }
  }
}

function takenOf(attempts: Row["attempts"]): number {
  return [...attempts.values()].reduce((sum, { taken }) => sum + taken, 0);
}
