import type { OperatorDesk } from "#core/engine/operator-desk.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { decideIntake } from "#core/gate/decide-intake.ts";
import { matchInterrupt } from "#core/gate/match-interrupt.ts";
import { later, toMillis } from "#core/lib/millis.ts";
import { cutText } from "#core/lib/text.ts";
import { answersForMs, answersPurpose } from "#core/model/consent.ts";
import { commandReason } from "#core/model/event.ts";
import { isConversational, type MessageIn, messageText } from "#core/model/message-in.ts";
import { commandPurpose, handoffPurpose } from "#core/model/send.ts";
import { handled, ignored, type StageResult } from "./stage.ts";

export interface OperateDeps {
  readonly settings: EngineSettings;
  readonly desk: OperatorDesk;
}

/** Answers an operator's command; undefined: the message is none, and goes its way. */
export function hearCommand(
  turn: Turn,
  message: MessageIn,
  { desk, settings }: OperateDeps,
): Promise<StageResult> | StageResult | undefined {
  if (!desk.isCommand(turn.contact, message)) return undefined;
  const { occurredAt, receivedAt } = turn.event;
  if (receivedAt - occurredAt > settings.intake.staleAfterMs) {
    // Whoever sent it has long done something else.
    turn.record("command.stale", { ageMs: receivedAt - occurredAt });
    return ignored("stale");
  }
  return answerCommand(turn, messageText(message), desk);
}

async function answerCommand(turn: Turn, text: string, desk: OperatorDesk): Promise<StageResult> {
  const { event, contact, conversation, locale: language } = turn;
  const at = event.receivedAt;
  const command = { event: event.id, contact, conversation, text, language, at };
  const answer = await desk.answer(command);
  answerAfterStop(turn);
  if (answer.change !== undefined) turn.changeOps(answer.change);
  turn.record("command.answered");
  turn.addSend({
    effect: turn.ownEffect("command"),
    message: { kind: "text", text: cutText(answer.text, turn.channel.capabilities.text.maxChars) },
    class: "reply",
    purpose: commandPurpose,
  });
  return handled(commandReason);
}

/** An operator who said STOP asks for an answer by name, like anybody else who does. */
function answerAfterStop(turn: Turn): void {
  const { stoppedAt } = turn.contact;
  const { occurredAt, id } = turn.event;
  if (stoppedAt === undefined || occurredAt <= stoppedAt) return;
  const at = toMillis(Math.min(occurredAt, turn.now));
  const line = { purpose: answersPurpose, answer: "yes", at, wording: "/" } as const;
  turn.addConsent({ ...line, source: `message:${id}`, expiresAt: later(at, answersForMs) });
}

/**
 * While the bot is paused nobody is answered by it: the message is kept for a person, and whoever
 * wrote it is told once in this pause. The way to a person stays open. Undefined: it goes its way.
 */
export function hearInPause(
  turn: Turn,
  message: MessageIn,
  { pausedAt }: EngineSettings,
): StageResult | undefined {
  if (pausedAt === undefined || !isConversational(message)) return undefined;
  if (matchInterrupt(message) === "human") return undefined;
  if (decideIntake(turn.contact, turn.conversation, turn.now) !== undefined) return undefined;
  turn.record("bot.paused");
  turn.sayOnce(`paused:${pausedAt}`, turn.texts.paused, handoffPurpose);
  return ignored("paused");
}
