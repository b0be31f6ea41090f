import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { Millis } from "#core/lib/millis.ts";
import { compareEvents, type EventBody, type StoredEvent } from "#core/model/event.ts";
import type { Claim } from "#core/model/plan.ts";
import { isForeground } from "#core/model/run.ts";
import { isMediaEffect } from "./media/media-effect.ts";

/**
 * The event of a claim that is handled next; undefined if nothing may be handled yet.
 *
 * - While a person or another app has the conversation, what moves a run waits: a timer or a result
 *   that was handled now could say nothing, and its run would rest for ever. What became of a file
 *   moves no run and does not wait.
 * - While the foreground run rests on an activity, its result comes first, interrupts and everything
 *   that is not a message pass, and other messages stay pending.
 */
export function pickEvent(claim: Claim, now: Millis): StoredEvent | undefined {
  const events = claim.events.toSorted(compareEvents);
  if (isOwnedByOthers(claim, now)) {
    return events.find(({ body }) => !movesRun(body));
  }
  const waiting = claim.runs.find((run) => isForeground(run) && run.wait?.kind === "activity");
  if (waiting === undefined) return events[0];
  return events.find(
    ({ body }) => body.kind !== "message" || matchInterrupt(body.message) !== undefined,
  );
}

function movesRun(body: EventBody): boolean {
  return body.kind === "timer" || (body.kind === "result" && !isMediaEffect(body.effect));
}

function isOwnedByOthers({ contact, conversation }: Claim, now: Millis): boolean {
  const { ownerUntilAt } = conversation;
  if (ownerUntilAt !== undefined && ownerUntilAt <= now) return false;
  const silence = decideIntake(contact, conversation);
  return silence === "owned-by-human" || silence === "owned-by-other";
}
