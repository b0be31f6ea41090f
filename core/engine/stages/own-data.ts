import {
  type OwnDataWork,
  ownDataEffect,
  ownDataWorkOf,
  readExported,
  writeOwnDataRequest,
} from "#core/engine/privacy/own-data-effect.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import { isAnswered } from "#core/gate/decide-send.ts";
import { matchErasureAnswer } from "#core/gate/match-erasure-answer.ts";
import type { Interrupt } from "#core/gate/words/interrupt-words.ts";
import { later, type Millis, minuteMs, toMillis } from "#core/lib/millis.ts";
import { cutText } from "#core/lib/text.ts";
import {
  erasureAskedForMs,
  erasurePurpose,
  exportEveryMs,
  exportPurpose,
  farewellForMs,
  farewellPurpose,
} from "#core/model/consent.ts";
import type { Contact } from "#core/model/contact.ts";
import { commandReason, type EventBody } from "#core/model/event.ts";
import { isConversational, type MessageIn, messageText } from "#core/model/message-in.ts";
import { handled, ignored, type StageResult } from "./stage.ts";

/** A question that was just put is not put again. */
const askAgainMs = minuteMs;
/** How long an activity may take. An erasure waits for its last word, and is begun again. */
const workMs = 10 * minuteMs;

/**
 * What a person asks for of their own data, in every state of the conversation, and the answer to the one
 * question of that; undefined: it is neither, and the message goes its way.
 */
export function hearOwnData(
  turn: Turn,
  message: MessageIn,
  interrupt: Interrupt | undefined,
  settings: EngineSettings,
): StageResult | undefined {
  const { occurredAt, receivedAt } = turn.event;
  if (isAsked(turn.contact, turn.now, farewellPurpose)) return ignored("being-erased");
  const isStale = receivedAt - occurredAt > settings.intake.staleAfterMs;
  const answered = hearAnswer(turn, message, interrupt, isStale);
  if (answered !== undefined) return answered;
  if ((interrupt !== "data" && interrupt !== "erase") || isStale) return undefined;
  const { stoppedAt } = turn.contact;
  if (stoppedAt !== undefined && occurredAt < stoppedAt) return ignored("before-stop");
  return interrupt === "data" ? askForExport(turn, message) : askWhether(turn, message);
}

/** Whether a message answers the question that is open, so that nothing keeps it waiting. */
export function answersErasure(contact: Contact, message: MessageIn, now: Millis): boolean {
  return erasureAskedAt(contact, now) !== undefined && matchErasureAnswer(message) !== undefined;
}

/** When the question was put that waits for its yes; undefined: none does. */
function erasureAskedAt(contact: Contact, now: Millis): Millis | undefined {
  if (!isAsked(contact, now, erasurePurpose)) return undefined;
  return contact.consents?.[erasurePurpose]?.at;
}

/** Whether what was asked for is still to be answered. */
function isAsked({ consents, stoppedAt }: Contact, now: Millis, purpose: string): boolean {
  return isAnswered(consents, stoppedAt ?? neverStopped, now, purpose);
}

/** Before everything. */
const neverStopped = toMillis(-1);

/**
 * Only what came in after the question was put is about it; whatever is no yes ends it. What a machine heard in a
 * voice note is neither: the note itself has ended the question, or is older.
 */
function hearAnswer(
  turn: Turn,
  message: MessageIn,
  interrupt: Interrupt | undefined,
  isStale: boolean,
): StageResult | undefined {
  const askedAt = erasureAskedAt(turn.contact, turn.now);
  const { receivedAt, body } = turn.event;
  if (askedAt === undefined || receivedAt <= askedAt || body.kind !== "message") return undefined;
  if (interrupt === "erase" || !isConversational(message)) return undefined;
  const answer = matchErasureAnswer(message);
  if (answer === "yes" && !isStale) return eraseSelf(turn, message);
  write(turn, message, { purpose: erasurePurpose, answer: "no" });
  turn.record("erasure.left");
  // Whoever said STOP hears of it by being asked no more.
  if (turn.contact.stoppedAt === undefined) {
    turn.say("erasure-left", turn.texts.erasureLeft, erasurePurpose);
  }
  return answer === "no" ? handled(commandReason) : undefined;
}

function askForExport(turn: Turn, message: MessageIn): StageResult {
  const { consents } = turn.contact;
  const last = consents?.[exportPurpose];
  if (last?.answer === "yes" && last.expiresAt !== undefined && turn.now < last.expiresAt) {
    turn.record("export.refused", { reason: "one-a-day" });
    turn.sayOnce(`exported:${last.at}`, turn.texts.exportedToday, exportPurpose);
    return handled(commandReason);
  }
  const expiresAt = later(turn.now, exportEveryMs);
  write(turn, message, { purpose: exportPurpose, answer: "yes", expiresAt });
  turn.record("export.asked");
  work(turn, "export");
  return handled(commandReason);
}

function askWhether(turn: Turn, message: MessageIn): StageResult {
  const askedAt = erasureAskedAt(turn.contact, turn.now);
  if (askedAt !== undefined && turn.now - askedAt < askAgainMs) return ignored("asked-already");
  const expiresAt = later(turn.now, erasureAskedForMs);
  write(turn, message, { purpose: erasurePurpose, answer: "yes", expiresAt });
  turn.record("erasure.asked");
  turn.say("erasure-ask", turn.texts.erasureAsk, erasurePurpose);
  return handled(commandReason);
}

/** Nothing that was under way goes on; the last word leaves, and then everything goes with it. */
function eraseSelf(turn: Turn, message: MessageIn): StageResult {
  turn.cancelRuns();
  turn.cancelSends("erased");
  const expiresAt = later(turn.now, farewellForMs);
  write(turn, message, { purpose: farewellPurpose, answer: "yes", expiresAt });
  turn.record("erasure.confirmed");
  turn.say("erased", turn.texts.erased, farewellPurpose);
  work(turn, "erase");
  return handled(commandReason);
}

function work(turn: Turn, name: OwnDataWork): void {
  const { event, locale, now } = turn;
  turn.addActivity({
    effect: ownDataEffect(event.id, name),
    request: {
      port: "privacy",
      name,
      input: writeOwnDataRequest({ event: event.id, locale, askedAt: now }),
    },
    timeoutMs: workMs,
  });
}

function write(
  turn: Turn,
  message: MessageIn,
  line: {
    readonly purpose: string;
    readonly answer: "yes" | "no";
    readonly expiresAt?: Millis;
  },
): void {
  const { event, now } = turn;
  const wording = messageText(message);
  turn.addConsent({ ...line, at: now, wording, source: `message:${event.id}` });
}

/** Hands over what was gathered; undefined: the result is of something else. */
export function hearOwnDataResult(
  turn: Turn,
  { effect, outcome }: Extract<EventBody, { kind: "result" }>,
): StageResult | undefined {
  const done = ownDataWorkOf(effect);
  if (done === undefined) return undefined;
  if (done === "erase") return handled("erase");
  const { contact, now, channel } = turn;
  if (contact.stoppedAt !== undefined && !isAsked(contact, now, exportPurpose)) {
    turn.record("export.refused", { reason: "stopped" });
    return ignored("stopped");
  }
  const exported = outcome.kind === "done" ? readExported(outcome.value) : undefined;
  if (exported === undefined) {
    turn.record("export.failed", { reason: outcome.kind });
    turn.say("export-failed", turn.texts.exportFailed, exportPurpose);
    return handled("export-failed");
  }
  turn.record("export.handed-over");
  const { text, ...source } = exported;
  turn.say("export-text", cutText(text, channel.capabilities.text.maxChars), exportPurpose);
  turn.addSend({
    effect: turn.ownEffect("export-file"),
    message: {
      kind: "media",
      media: "document",
      source,
      filename: "my-data.json.txt",
      caption: turn.texts.exportFile,
    },
    class: "reply",
    purpose: exportPurpose,
  });
  return handled("export");
}
