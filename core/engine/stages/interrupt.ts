import type { Programs } from "#core/engine/programs.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import type { Interrupt } from "#core/gate/interrupt-words.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { runId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import { confirmationPurpose } from "#core/model/send.ts";
import { goOn, handled, ignored, type Stage, type StageResult } from "./stage.ts";

export interface InterruptDeps {
  readonly settings: EngineSettings;
  readonly programs: Programs;
  readonly newId: () => string;
}

/**
 * `stop` and `start` act in every state; while a person or another app has the conversation, or
 * after STOP, the other words are ordinary messages. Operator acts take effect here too.
 */
export function createInterruptStage(deps: InterruptDeps): Stage {
  return {
    name: "interrupt",
    run(turn) {
      const { body } = turn.event;
      if (body.kind === "operator") return operate(turn, body.act);
      if (body.kind !== "message") return goOn;
      const interrupt = matchInterrupt(body.message);
      if (interrupt === undefined) return goOn;
      if (interrupt === "stop") return stop(turn);
      if (interrupt === "start") return start(turn);
      const isSilent = decideIntake(turn.contact, turn.conversation) !== undefined;
      return isSilent ? goOn : actOn(interrupt, turn, deps);
    },
  };
}

/** Nothing that was planned or queued goes out any more; the confirmation is said once. */
function stop(turn: Turn): StageResult {
  if (turn.contact.stoppedAt !== undefined) return ignored("stopped");
  turn.cancelRuns();
  turn.cancelSends("stopped");
  turn.changeContact({ stop: { kind: "stopped", at: turn.now } });
  turn.record("contact.stopped");
  turn.say("stopped", turn.texts.stopped, confirmationPurpose);
  return handled("stop");
}

/** Ends STOP or a handoff; where there is neither, "start" is a message like any other. */
function start(turn: Turn): StageResult {
  const isStopped = turn.contact.stoppedAt !== undefined;
  if (!isStopped && turn.conversation.owner !== "human") return goOn;
  if (isStopped) turn.changeContact({ stop: { kind: "started" } });
  if (turn.conversation.owner === "human") {
    turn.changeConversation({ owner: "bot", ownerUntilAt: null });
  }
  turn.record(isStopped ? "contact.started" : "handoff.ended", { reason: "start" });
  turn.say("started", isStopped ? turn.texts.started : turn.texts.resumed);
  return handled("start");
}

function actOn(
  interrupt: Exclude<Interrupt, "stop" | "start">,
  turn: Turn,
  deps: InterruptDeps,
): StageResult | Promise<StageResult> {
  switch (interrupt) {
    case "help":
      return help(turn, deps);
    case "human":
      return human(turn, deps.settings);
    case "cancel": {
      const hasRun = turn.foreground !== undefined;
      turn.cancelRuns();
      turn.say("cancelled", hasRun ? turn.texts.cancelled : turn.texts.nothingToCancel);
      turn.record("run.cancelled", { reason: "cancel" });
      return handled("cancel");
    }
    case "menu":
      return menu(turn, deps);
    default:
      return assertNever(interrupt, "interrupt");
  }
}

/** Answers, and then the open question is asked again. */
async function help(turn: Turn, deps: InterruptDeps): Promise<StageResult> {
  turn.say("help", turn.texts.help);
  const run = turn.foreground;
  const program = run === undefined ? undefined : await deps.programs.find(run.revision);
  if (run === undefined || program === undefined) return handled("help");
  turn.target = { program, run, cause: { kind: "repeat" } };
  return goOn;
}

function human(turn: Turn, settings: EngineSettings): StageResult {
  turn.cancelRuns();
  turn.cancelSends("owned-by-human");
  turn.changeConversation({ owner: "human", ownerUntilAt: later(turn.now, settings.handoffMs) });
  turn.record("handoff.started", { reason: "human" });
  turn.say("human", turn.texts.human(settings.bot.humanReplyWithin), confirmationPurpose);
  return handled("human");
}

function menu(turn: Turn, deps: InterruptDeps): StageResult {
  const { menuFlow } = deps.settings.bot;
  const program = menuFlow === undefined ? undefined : deps.programs.flows.current.get(menuFlow);
  turn.cancelRuns();
  if (program === undefined) {
    turn.say("no-menu", turn.texts.noMenu);
    return handled("menu");
  }
  const cause = { kind: "start", runId: runId(deps.newId()), trigger: "menu" } as const;
  turn.target = { program, run: undefined, cause };
  return goOn;
}

function operate(turn: Turn, act: OperatorAct): StageResult {
  if (act.kind === "resume") {
    turn.changeConversation({ owner: "bot", ownerUntilAt: null });
    turn.record("handoff.ended", { reason: "operator" });
    return handled("resume");
  }
  const { message, purpose } = act;
  const sendClass = message.kind === "template" ? "template" : "reply";
  turn.addSend({ effect: turn.ownEffect("operator"), message, class: sendClass, purpose });
  return handled("send");
}

type OperatorAct = Extract<Turn["event"]["body"], { kind: "operator" }>["act"];
