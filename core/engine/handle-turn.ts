import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { EventId } from "#core/lib/ids.ts";
import { commandReason, type StoredEvent } from "#core/model/event.ts";
import type { Claim, CommitAnswer, CommitPlan } from "#core/model/plan.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Store } from "#core/model/ports/store.ts";
import { hideWords, wordsOfTurn } from "./hide-words.ts";
import { isHeldFor } from "./is-held-for.ts";
import { askForMedia } from "./media/ask-for-media.ts";
import type { OperatorDesk } from "./operator-desk.ts";
import type { StraightSends } from "./outbox/straight-sends.ts";
import type { EngineSettings } from "./settings.ts";
import { stopContact } from "./stages/interrupt.ts";
import { handled, type Stage, type StageResult } from "./stages/stage.ts";
import { tellDisclosure } from "./tell-disclosure.ts";
import { Turn } from "./turn.ts";

export interface TurnDeps {
  readonly store: Store;
  readonly straight: Pick<StraightSends, "ask" | "over">;
  readonly stages: readonly Stage[];
  readonly desk: OperatorDesk;
  /** Lets what waited go on, at the end of a turn; undefined if nothing waited. */
  readonly settle: (turn: Turn) => Promise<void> | undefined;
  readonly settings: EngineSettings;
  readonly clock: Clock;
  readonly log: Log;
}

/** One claimed event with what is needed to handle it; the event is the first of the claim. */
export interface TurnWork {
  readonly claim: Claim;
  readonly event: StoredEvent;
  /** Events whose texts it holds too: what becomes of it becomes of them. */
  readonly also: readonly EventId[];
  /** The person has sent more than they may, and all of it is refused together. */
  readonly isOverLimit?: true;
  readonly channel: Channel;
}

/** What a turn left for others to do: sends in the line, and activities. */
export interface TurnEnd {
  readonly queued: number;
  readonly activities: number;
}

/** Takes one event through the stages and commits its plan. Undefined: the lease was lost. */
export async function handleTurn(deps: TurnDeps, work: TurnWork): Promise<TurnEnd | undefined> {
  const turn = openTurn(deps, work);
  const running = runStages(deps.stages, turn, 0);
  const { name, result } = running instanceof Promise ? await running : running;
  const settling = deps.settle(turn);
  if (settling !== undefined) await settling;
  tellDisclosure(turn, deps.settings);
  askForMedia(turn, result);
  const isIgnored = result.kind === "stop" && result.as === "ignored";
  const plan = turn.plan(
    isIgnored ? { state: "ignored", reason: `${name}:${result.reason}` } : doneBy(result),
  );
  const end = await commitTurn(deps, turn, plan);
  if (end === undefined) {
    deps.log.warn("turn.fenced", { conversation: work.claim.conversation.id });
    return undefined;
  }
  if (plan.ops !== undefined) deps.desk.onChanged(plan.ops);
  if (!isIgnored) acknowledge(deps, turn);
  else if (work.event.body.kind === "message")
    tellUnanswered(deps, work, `${name}:${result.reason}`);
  return end;
}

/** Everything else that is done says nothing of why. */
function doneBy(result: StageResult): { readonly state: "done"; readonly reason?: string } {
  const isCommand = result.kind === "stop" && result.reason === commandReason;
  return isCommand ? { state: "done", reason: commandReason } : { state: "done" };
}

/** Undefined: fenced. */
async function commitTurn(
  { store, straight }: TurnDeps,
  turn: Turn,
  plan: CommitPlan,
): Promise<TurnEnd | undefined> {
  const asking = straight.ask(turn, plan);
  if (asking === undefined) {
    const answer = await store.commit(turn.claim, plan);
    return answer === "fenced" ? undefined : endOf(plan, 0);
  }
  let answer: CommitAnswer | undefined;
  try {
    answer = await store.commit(turn.claim, asking);
  } finally {
    straight.over(answer);
  }
  if (answer === "fenced") return undefined;
  return endOf(plan, typeof answer === "object" ? 1 : 0);
}

function endOf({ sends, activities, releaseHeld }: CommitPlan, begun: number): TurnEnd {
  const released = releaseHeld === undefined ? 0 : 1;
  return { queued: sends.length - begun + released, activities: activities.length };
}

/** What a person wrote and the bot leaves alone is kept with its reason, and never left unsaid. */
function tellUnanswered({ log }: TurnDeps, { claim, event }: TurnWork, reason: string): void {
  const fields = { conversation: claim.conversation.id, event: event.id, reason };
  if (reason === "limit:stale" || reason === "limit:over-limit")
    log.warn("turn.not-answered", fields);
  else log.info("turn.not-answered", fields);
}

/** Parks the event as dead, with its error and a word to the person; the conversation goes on. */
export async function parkTurn(
  deps: TurnDeps,
  work: TurnWork,
  error: string,
): Promise<TurnEnd | undefined> {
  const { claim, event } = work;
  deps.log.error("turn.parked", { conversation: claim.conversation.id, event: event.id, error });
  const turn = await openParkedTurn(deps, work);
  turn.record("event.parked", { error });
  endParked(turn, deps);
  askForMedia(turn, handled("parked"));
  const plan = turn.plan({ state: "dead", reason: error });
  const answer = await deps.store.bury(claim, error, plan);
  return answer === "fenced" ? undefined : endOf(plan, 0);
}

/** STOP holds whatever failed; a run whose timer or result is parked, or its message's file, would rest for ever. */
function endParked(turn: Turn, { settings }: TurnDeps): void {
  const { body } = turn.event;
  if (body.kind === "message") {
    if (matchInterrupt(body.message) === "stop") stopContact(turn, settings.consent.purposes);
    else sayFailed(turn);
    return;
  }
  if (body.kind !== "timer" && body.kind !== "result") return;
  const wait = body.kind === "timer" ? body.wait : body.effect;
  const run = turn.runs.find((item) => item.wait?.id === wait || isHeldFor(item, wait));
  if (run === undefined) return;
  turn.cancelRun(run);
  sayFailed(turn);
}

/** Not after STOP, and not between a person of ours and the one who is answered. */
function sayFailed(turn: Turn): void {
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return;
  turn.say("failed", turn.texts.failed);
}

interface StagesEnd {
  readonly name: string;
  readonly result: StageResult;
}

const throughAll: StagesEnd = { name: "end", result: handled("end") };

/** Most stages answer at once: waiting for those would cost every turn a promise each. */
function runStages(
  stages: readonly Stage[],
  turn: Turn,
  from: number,
): StagesEnd | Promise<StagesEnd> {
  for (let index = from; index < stages.length; index += 1) {
    const stage = stages[index];
    const answer = stage?.run(turn);
    if (stage === undefined || answer === undefined) break;
    const { name } = stage;
    if (answer instanceof Promise) {
      return answer.then((result) =>
        result.kind === "stop" ? { name, result } : runStages(stages, turn, index + 1),
      );
    }
    if (answer.kind === "stop") return { name, result: answer };
  }
  return throughAll;
}

function openTurn({ clock, settings }: TurnDeps, work: TurnWork): Turn {
  return new Turn({ ...work, now: clock.now(), locales: settings.bot.locales });
}

/**
 * Who wrote, and the window that their message opened, hold whatever failed afterwards: without
 * them the word about the failure could not leave. If that is what failed, nothing of it is kept.
 */
async function openParkedTurn(deps: TurnDeps, work: TurnWork): Promise<Turn> {
  const turn = openTurn(deps, work);
  try {
    await deps.stages.find(({ name }) => name === "identity")?.run(turn);
    return turn;
  } catch {
    return openTurn(deps, work);
  }
}

/** Best effort, and never waited for: a receipt that is lost is lost. */
function acknowledge({ settings, log }: TurnDeps, turn: Turn): void {
  const { body } = turn.event;
  if (!settings.acknowledges || body.kind !== "message") return;
  turn.channel.acknowledge(body.message.id, turn.sendCount > 0).catch((error: unknown) => {
    const words = wordsOfTurn(turn.contact, [turn.event]);
    log.debug("channel.acknowledge-failed", { error: hideWords(errorText(error), words) });
  });
}
