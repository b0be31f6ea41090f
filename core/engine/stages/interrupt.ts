import { cancelRuns } from "#core/engine/cancel-runs.ts";
import { giveToHuman } from "#core/engine/give-to-human.ts";
import type { RunTargetDeps, StartDeps } from "#core/engine/run-target.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { isAnswered } from "#core/gate/decide-send.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import type { Interrupt } from "#core/gate/words/interrupt-words.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { runId } from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import {
  answersPurpose,
  erasurePurpose,
  exportPurpose,
  type PurposeRules,
} from "#core/model/consent.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import { confirmationPurpose } from "#core/model/send.ts";
import { hearCommand, hearInPause, type OperateDeps } from "./operate.ts";
import { hearOwnData, hearOwnDataResult } from "./own-data.ts";
import { resumeHandoff } from "./resume-handoff.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";
import { refuseStart } from "./start-run.ts";

/**
 * `stop`, `start` and what people ask of their own data act in every state and before every limit.
 * Operators' acts and commands take effect here too, and a pause that one of them ordered.
 */
export function createInterruptStage(deps: RunTargetDeps & OperateDeps): Stage {
  return {
    name: "interrupt",
    run(turn) {
      const { body } = turn.event;
      if (body.kind === "operator") return operate(turn, body.act, deps);
      if (body.kind === "result") return hearOwnDataResult(turn, body) ?? goOn;
      if (body.kind !== "message") return goOn;
      const interrupt = matchInterrupt(body.message);
      if (interrupt === "stop") return stopContact(turn, deps.settings.consent.purposes);
      const { message } = body;
      const command = hearCommand(turn, message, deps);
      if (command !== undefined) return command;
      const own = hearOwnData(turn, message, interrupt, deps.settings);
      if (own !== undefined) return own;
      if (interrupt !== "start") return hearInPause(turn, message, deps.settings) ?? goOn;
      const begun = start(turn, deps);
      return begun === goOn ? (hearInPause(turn, message, deps.settings) ?? goOn) : begun;
    },
  };
}

/**
 * The other words, once the message is neither stale nor over a limit. While a person or another
 * app has the conversation, or after STOP, they are ordinary messages. Undefined: it is none.
 */
export function actOnInterrupt(
  turn: Turn,
  message: MessageIn,
  deps: StartDeps,
): StageResult | Promise<StageResult> | undefined {
  const interrupt = matchInterrupt(message);
  if (interrupt === undefined || !isAfterLimits(interrupt)) return undefined;
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return undefined;
  return actOn(interrupt, turn, message, deps);
}

type AfterLimits = Exclude<Interrupt, "stop" | "start" | "data" | "erase">;

function isAfterLimits(interrupt: Interrupt): interrupt is AfterLimits {
  return !["stop", "start", "data", "erase"].includes(interrupt);
}

/** Nothing that was planned or queued goes out any more; the confirmation is said once. */
export function stopContact(turn: Turn, rules: PurposeRules): StageResult {
  if (!holdToStop(turn, rules)) return ignored("stopped");
  turn.say("stopped", turn.texts.stopped, confirmationPurpose);
  return handled("stop");
}

/** The same without a word, for where another app answers; false if the person has said it before. */
export function holdToStop(turn: Turn, rules: PurposeRules): boolean {
  const { stoppedAt, consents } = turn.contact;
  const isAsked = (purpose: string) =>
    isAnswered(consents, stoppedAt ?? turn.now, turn.now, purpose);
  if (stoppedAt !== undefined && !askedAfterStop.some(isAsked)) return false;
  turn.cancelRuns();
  turn.cancelSends("stopped");
  // By the person's own stamp: a START that was said before it and comes after it is void.
  const saidAt = toMillis(Math.min(turn.heardAt ?? turn.event.occurredAt, turn.now));
  // What they asked for after an earlier STOP was answered already: this one ends that, however late it comes.
  const askedAt = askedAfterStop.map((purpose) => consents?.[purpose]?.at ?? saidAt);
  const at = toMillis(Math.max(saidAt, stoppedAt ?? saidAt, ...askedAt));
  withdrawAll(turn, at, rules);
  turn.changeContact({ stop: { kind: "stopped", at } });
  turn.record("contact.stopped");
  return true;
}

/** What somebody may be answered for who said STOP; another STOP ends it. */
const askedAfterStop: readonly string[] = [answersPurpose, exportPurpose, erasurePurpose];

/** STOP takes back every yes that was asked for; START does not give them again. */
function withdrawAll(turn: Turn, at: Millis, rules: PurposeRules): void {
  const { body, id } = turn.event;
  const isWritten = body.kind === "message" || body.kind === "overheard";
  const wording = isWritten ? messageText(body.message) : "STOP";
  for (const [purpose, { basis }] of rules) {
    if (basis !== "ask" || turn.contact.consents?.[purpose]?.answer !== "yes") continue;
    turn.addConsent({ purpose, answer: "no", at, wording, source: `message:${id}` });
  }
}

/** Ends STOP or a handoff; where there is neither, "start" is a message like any other. */
function start(turn: Turn, deps: RunTargetDeps): StageResult | Promise<StageResult> {
  const { stoppedAt } = turn.contact;
  if (stoppedAt !== undefined && turn.event.occurredAt < stoppedAt) return ignored("before-stop");
  const isStopped = stoppedAt !== undefined;
  if (!isStopped && turn.conversation.owner !== "human") return goOn;
  if (isStopped) {
    const at = toMillis(Math.min(turn.event.occurredAt, turn.now));
    turn.changeContact({ stop: { kind: "started", at } });
  }
  if (turn.conversation.owner === "human") {
    turn.changeConversation({ owner: "bot", ownerUntilAt: null });
  }
  turn.record(isStopped ? "contact.started" : "handoff.ended", { reason: "start" });
  turn.say("started", isStopped ? turn.texts.started : turn.texts.resumed);
  return goOnAfterHandoff(turn, deps, "start");
}

function actOn(
  interrupt: AfterLimits,
  turn: Turn,
  message: MessageIn,
  deps: StartDeps,
): StageResult | Promise<StageResult> {
  switch (interrupt) {
    case "help":
      return help(turn, deps);
    case "human":
      return human(turn, deps);
    case "cancel":
      return cancel(turn, deps);
    case "menu":
      return menu(turn, message, deps);
    default:
      return assertNever(interrupt, "interrupt");
  }
}

async function cancel(turn: Turn, deps: StartDeps): Promise<StageResult> {
  const hasRun = turn.foreground !== undefined;
  await cancelRuns(turn, turn.runs, deps);
  turn.say("cancelled", hasRun ? turn.texts.cancelled : turn.texts.nothingToCancel);
  turn.record("run.cancelled", { reason: "cancel" });
  return handled("cancel");
}

/** Answers, and then the open question is asked again; one whose answer is held has its answer. */
async function help(turn: Turn, deps: StartDeps): Promise<StageResult> {
  turn.say("help", turn.texts.help);
  const run = turn.foreground?.held === undefined ? turn.foreground : undefined;
  const program = run === undefined ? undefined : await deps.programs.find(run.revision);
  if (run === undefined || program === undefined) return handled("help");
  turn.target = { program, run, cause: { kind: "repeat" } };
  return goOn;
}

async function human(turn: Turn, deps: StartDeps): Promise<StageResult> {
  await cancelRuns(turn, turn.runs, deps);
  giveToHuman(turn, deps.settings, "human");
  return handled("human");
}

/** Its flow begins as often as any other may; one that may not leaves what is going on as it is. */
async function menu(turn: Turn, message: MessageIn, deps: StartDeps): Promise<StageResult> {
  const { menuFlow } = deps.settings.bot;
  const program = menuFlow === undefined ? undefined : deps.programs.flows.current.get(menuFlow);
  if (program !== undefined) {
    const over = await deps.takeFlowStart?.(turn, program.flow, `${turn.event.id}:${program.flow}`);
    const match = { program, trigger: "menu" };
    if (over !== undefined) return refuseStart(turn, over, match, { message }, deps);
  }
  await cancelRuns(turn, turn.runs, deps);
  if (program === undefined) {
    turn.say("no-menu", turn.texts.noMenu);
    return handled("menu");
  }
  const cause = { kind: "start", runId: runId(deps.newId()), trigger: "menu" } as const;
  turn.target = { program, run: undefined, cause };
  return goOn;
}

async function goOnAfterHandoff(
  turn: Turn,
  deps: RunTargetDeps,
  reason: string,
): Promise<StageResult> {
  await resumeHandoff(turn, deps);
  return handled(reason);
}

function operate(
  turn: Turn,
  act: OperatorAct,
  deps: RunTargetDeps,
): StageResult | Promise<StageResult> {
  if (act.kind === "resume") {
    turn.changeConversation({
      owner: "bot",
      ownerUntilAt: null,
      loopUntilAt: null,
      fastTexts: 0,
    });
    turn.record("handoff.ended", { reason: "operator" });
    return goOnAfterHandoff(turn, deps, "resume");
  }
  const { message, purpose } = act;
  const sendClass = message.kind === "template" ? "template" : "reply";
  turn.addSend({ effect: turn.ownEffect("operator"), message, class: sendClass, purpose });
  return handled("send");
}

type OperatorAct = Extract<Turn["event"]["body"], { kind: "operator" }>["act"];
