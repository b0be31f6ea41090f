import { account } from "./account.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { signRight } from "./sign-body.ts";

/** Phone numbers of those who only ask whether the bot lives; nobody else has them. */
const prefix = "62899";

/** Well-formed messages of people who have never written, and who of them was answered. */
export interface Probes {
  /** The next one, as a case that has to become one event. */
  next(nowMs: number): FuzzCase;
  /** Somebody was sent a message. */
  noteSent(phone: string): void;
  /** How many wait for an answer. */
  readonly waiting: number;
  readonly answered: number;
}

export function createProbes(): Probes {
  const waiting = new Set<string>();
  let made = 0;
  let answered = 0;
  return {
    next(nowMs) {
      made += 1;
      const phone = `${prefix}${String(10_000_000 + made)}`;
      waiting.add(phone);
      const body = new TextEncoder().encode(probeJson(phone, made, nowMs));
      return {
        number: -made,
        body,
        headers: [["content-type", "application/json"], ...signRight(body)],
        trick: "nothing",
        signing: "right",
        isSigned: true,
        becomes: { kind: "updates", events: 1, statuses: 0 },
      };
    },
    noteSent(phone) {
      if (waiting.delete(phone)) answered += 1;
    },
    get waiting() {
      return waiting.size;
    },
    get answered() {
      return answered;
    },
  };
}

function probeJson(phone: string, made: number, nowMs: number): string {
  const { displayPhoneNumber, phoneNumberId } = account;
  const message = {
    from: phone,
    id: `wamid.probe${made}`,
    timestamp: String(Math.floor(nowMs / 1_000)),
    type: "text",
    text: { body: `probe ${made}` },
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
    contacts: [{ profile: { name: "Probe" }, wa_id: phone }],
    messages: [message],
  };
  const changes = [{ field: "messages", value }];
  return JSON.stringify({ object: "whatsapp_business_account", entry: [{ id: "1", changes }] });
}
