import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { hourMs, later, type Millis } from "#core/lib/millis.ts";
import { compareEvents, type EventBody, type StoredEvent } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { Claim } from "#core/model/plan.ts";
import { awaitedEvent, isForeground, type Run } from "#core/model/run.ts";
import { maxWaiting } from "./wait-for-limit.ts";

/**
 * The event of a claim that is handled next; undefined if nothing may be handled yet.
 *
 * - While a person or another app has the conversation, what moves a run waits: a timer, a result or
 *   an awaited event that was handled now could say nothing, and its run would rest for ever. A result that no run
 *   rests on, of a file or an event that a flow sent, does not wait; nor does the choice of an intent: whoever has the
 *   conversation has the message too. Of too many awaited events the newest are let go, so that a STOP comes in sight.
 * - While the foreground run rests on an activity, or before another try, its result comes first,
 *   interrupts (those of its flow too, as `isOwn` says) and everything that is not a message pass,
 *   other messages stay pending, and so does the time of a question whose answer is being fetched.
 */
export function pickEvent(
  claim: Claim,
  now: Millis,
  isOwn: (run: Run, message: MessageIn) => boolean,
): StoredEvent | undefined {
  const events = claim.events.toSorted(compareEvents);
  if (isOwnedByOthers(claim, now)) {
    const free = events.find(({ body }) => !movesRun(body, claim.runs));
    return free ?? (events.length > maxWaiting ? events.findLast(isSignal) : undefined);
  }
  const waiting = claim.runs.find((run) => isForeground(run) && isBusy(run));
  if (waiting === undefined) return events[0];
  return events.find(({ body }) => {
    if (body.kind === "timer") return !isTimeOfHeld(body.wait, waiting);
    return (
      body.kind !== "message" || isInterrupt(body.message, claim) || isOwn(waiting, body.message)
    );
  });
}

/** Whether a message acts at once; "start" does after STOP and in a handoff, else it is a word like any. */
function isInterrupt(message: MessageIn, { contact, conversation }: Claim): boolean {
  const interrupt = matchInterrupt(message);
  if (interrupt !== "start") return interrupt !== undefined;
  return contact.stoppedAt !== undefined || conversation.owner === "human";
}

/**
 * When a claim of which nothing may be handled is looked at again if nothing comes in: when the
 * conversation is the bot's again. Every other change of it is an event, and opens the turn itself.
 */
export function lookAgainAt(claim: Claim, now: Millis): Millis {
  const { ownerUntilAt } = claim.conversation;
  return isOwnedByOthers(claim, now) && ownerUntilAt !== undefined
    ? ownerUntilAt
    : later(now, hourMs);
}

/** Whether it goes on by itself, soon: messages are for what comes then. */
function isBusy({ wait, held }: Run): boolean {
  return isFetched(held) || wait?.kind === "activity" || wait?.kind === "pause";
}

function isFetched(held: Run["held"]): boolean {
  return held?.kind === "file" || held?.kind === "voice";
}

/** The answer that came in time is being fetched; if that fails the question's time is over after all. */
function isTimeOfHeld(timer: string, { wait, held }: Run): boolean {
  return isFetched(held) && wait?.id === timer;
}

function isSignal({ body }: StoredEvent): boolean {
  return body.kind === "signal";
}

function movesRun(body: EventBody, runs: readonly Run[]): boolean {
  if (body.kind === "timer") return true;
  if (body.kind !== "result" && body.kind !== "signal") return false;
  return runs.some(({ wait, held }) => {
    if (wait === undefined || held?.kind === "intent" || held?.kind === "voice") return false;
    return body.kind === "result" ? wait.id === body.effect : awaitedEvent(wait) === body.name;
  });
}

function isOwnedByOthers({ contact, conversation }: Claim, now: Millis): boolean {
  const { ownerUntilAt } = conversation;
  if (ownerUntilAt !== undefined && ownerUntilAt <= now) return false;
  const silence = decideIntake(contact, conversation, now);
  return silence === "owned-by-human" || silence === "owned-by-other";
}
