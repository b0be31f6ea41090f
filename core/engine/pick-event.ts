import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { compareEvents, type StoredEvent } from "#core/model/event.ts";
import type { Claim } from "#core/model/plan.ts";
import { isForeground } from "#core/model/run.ts";

/**
 * The event of a claim that is handled next. While the foreground run rests on an activity its
 * result comes first, interrupts and everything that is not a message pass, and other messages stay
 * pending: undefined means that nothing may be handled yet.
 */
export function pickEvent(claim: Claim): StoredEvent | undefined {
  const events = claim.events.toSorted(compareEvents);
  const waiting = claim.runs.find((run) => isForeground(run) && run.wait?.kind === "activity");
  if (waiting === undefined) return events[0];
  return events.find(
    ({ body }) => body.kind !== "message" || matchInterrupt(body.message) !== undefined,
  );
}
