import { dayMs, later, toMillis } from "#core/lib/millis.ts";
import {
  admittedPurpose,
  answersPurpose,
  type Consents,
  type Coverage,
} from "#core/model/consent.ts";
import type { Address } from "#core/model/identity.ts";

export const now = toMillis(1_800_000_000_000);
export const before = later(now, -dayMs);
export const needs: Coverage = { operator: "Kopi", recipients: ["store: here"], keepsMs: dayMs };

const yes = { answer: "yes", at: before, covers: needs } as const;
const no = { answer: "no", at: before } as const;
const asks = (at: number, until: number) => ({
  marketing: yes,
  [answersPurpose]: { answer: "yes", at: toMillis(at), expiresAt: toMillis(until) } as const,
});

/** The ledger's last words and when STOP was said. */
export const ledgers: Readonly<Record<string, readonly [Consents | undefined, stopped?: true]>> = {
  none: [undefined],
  yes: [{ marketing: yes }],
  no: [{ marketing: no }],
  expired: [{ marketing: { ...yes, expiresAt: now } }],
  outdated: [{ marketing: { ...yes, covers: { ...needs, recipients: [] } } }],
  refused: [{ marketing: yes, service: no }],
  stopped: [{ marketing: yes }, true],
  asked: [asks(before + 1, now + 1), true],
  lapsed: [asks(before + 1, now), true],
  again: [asks(before, now + 1), true],
  blocked: [{ marketing: yes, [admittedPurpose]: no }],
  barred: [{ ...asks(before + 1, now + 1), [admittedPurpose]: no }, true],
  back: [{ marketing: yes, [admittedPurpose]: yes }],
};

/** Who is on the list of those who may talk to the bot, and who is not. */
export const listed: readonly Address[] = [
  { kind: "user_id", value: "ID.1" },
  { kind: "phone", value: "6281" },
];
export const others: readonly Address[] = [
  { kind: "user_id", value: "ID.1" },
  { kind: "phone", value: "62811" },
];
