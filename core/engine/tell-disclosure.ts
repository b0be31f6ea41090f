import { decideSend } from "#core/gate/decide-send.ts";
import { effectId } from "#core/lib/ids.ts";
import { disclosurePurpose, isCovered } from "#core/model/consent.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import {
  confirmationPurpose,
  type NewSend,
  operatorPurpose,
  privatePurposes,
} from "#core/model/send.ts";
import { sendFactsOf } from "#core/model/send-facts.ts";
import { sendRulesOf } from "./send-rules.ts";
import type { Disclosure, EngineSettings } from "./settings.ts";
import type { Turn } from "./turn.ts";

/** Between an answer and the disclosure that goes out in one message with it. */
const gap = "\n\n";

/**
 * Tells the disclosure with the first answer of the bot's own, in one message with it where that is
 * a text with room: each message costs. It is told again when more is done with the person's words
 * than they were told of. A template alone carries it not, nor does what the gate would hold back: nobody
 * would have read it. The next answer does.
 */
export function tellDisclosure(turn: Turn, settings: EngineSettings): void {
  const { disclosure } = settings.consent;
  if (disclosure === undefined || isTold(turn, disclosure)) return;
  const answer = turn.sends.find((send) => carriesIt(send) && mayLeave(turn, send, settings));
  if (answer === undefined) return;
  const { locale, now } = turn;
  const wording = disclosure.texts[locale] ?? Object.values(disclosure.texts)[0] ?? "";
  const { maxChars } = turn.channel.capabilities.text;
  const joined = join(answer, wording, turn.sends.at(-1) === answer);
  const isJoined = joined !== undefined && joined.text.length <= maxChars;
  const own: NewSend = {
    effect: isJoined ? answer.effect : effectId(`${turn.event.id}:disclosure`),
    message: isJoined ? joined : { kind: "text", text: wording },
    class: "reply",
    purpose: answer.purpose,
  };
  turn.changeSends((sends) =>
    sends.flatMap((send) => {
      if (send !== answer) return [send];
      return isJoined ? [{ ...send, message: own.message }] : [own, send];
    }),
  );
  const { covers } = disclosure;
  const source = `send:${own.effect}`;
  turn.addConsent({
    purpose: disclosurePurpose,
    answer: "told",
    at: now,
    wording,
    source,
    covers,
  });
}

function isTold(turn: Turn, { covers }: Disclosure): boolean {
  const told = turn.contact.consents?.[disclosurePurpose];
  return told?.answer === "told" && isCovered(told.covers, covers);
}

function mayLeave(
  { contact, conversation, channel, now }: Turn,
  { purpose, message }: NewSend,
  settings: EngineSettings,
): boolean {
  const question = { purpose, message, to: contact.addresses };
  const facts = sendFactsOf(contact, conversation, now);
  return decideSend(question, facts, sendRulesOf(channel, settings), now).kind === "allow";
}

function carriesIt({ message, purpose }: NewSend): boolean {
  return message.kind !== "template" && !bare.includes(purpose);
}

/** What is no answer of the bot's own. */
const bare: readonly string[] = [confirmationPurpose, operatorPurpose, ...privatePurposes];

/** What is asked stays at the end, where the person reads last; anything else stands first. */
function join(
  { message, class: sendClass }: NewSend,
  wording: string,
  isLast: boolean,
): Extract<MessageOut, { kind: "text" }> | undefined {
  if (message.kind !== "text") return undefined;
  const isQuestion = sendClass === "prompt" && isLast;
  const parts = isQuestion ? [wording, message.text] : [message.text, wording];
  return { ...message, text: parts.join(gap) };
}
