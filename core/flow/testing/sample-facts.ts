import { accountId, contactId } from "#core/lib/ids.ts";
import { hourMs, later, toMillis } from "#core/lib/millis.ts";
import type { Facts } from "#core/model/facts.ts";
import { sampleCapabilities } from "./sample-catalog.ts";

/** Tuesday, 17 November 2026, 09:00 in Jakarta. */
export const sampleNow = toMillis(Date.UTC(2026, 10, 17, 2));

/** The facts of a conversation with Sari, with some of them changed. */
export function sampleFacts(changes: Partial<Facts> = {}): Facts {
  return {
    now: sampleNow,
    seed: 7,
    locale: "en",
    locales: ["en", "id"],
    timeZone: "Asia/Jakarta",
    contact: {
      id: contactId("contact-1"),
      addresses: [{ kind: "phone", value: "6281200000000" }],
      name: "Sari",
      language: "en",
      tags: [],
      profile: {},
      createdAt: toMillis(0),
    },
    consent: {
      service: { isGranted: true, questions: {}, covers: undefined },
      marketing: {
        isGranted: false,
        questions: { en: "May we send you offers?", id: "Boleh kami kirim promo?" },
        covers: { operator: "Kopi Senja", recipients: ["store: Jakarta"], keepsMs: 24 * hourMs },
      },
    },
    windowUntilAt: later(sampleNow, 24 * hourMs),
    bot: { name: "Kopi Senja" },
    channel: {
      account: accountId("whatsapp"),
      kind: "whatsapp",
      capabilities: sampleCapabilities,
    },
    // Off, so that a transcript shows what each step says; those about joining turn it on.
    mergesTexts: false,
    hours: { open: true },
    env: { SHOP_URL: "https://shop.example" },
    ...changes,
  };
}
