import { z } from "zod";
import { type Millis, millisSchema } from "#core/lib/millis.ts";

/**
 * What a disclosure told of: who runs the bot, who gets the person's words (the host of the store,
 * the network, each provider), and for how long they are kept. A yes covers what it was given for.
 */
export const coverageSchema = z.object({
  operator: z.string(),
  /** Sorted; each is a stable word such as `store: Jakarta` or `provider: OpenAI, USA`. */
  recipients: z.array(z.string()).readonly(),
  keepsMs: z.number(),
});
export type Coverage = z.infer<typeof coverageSchema>;

const answerSchema = z.enum(["yes", "no", "told"]);
/** `told`: the disclosure was told, which asks nothing. */
export type ConsentAnswer = z.infer<typeof answerSchema>;

const consentStateSchema = z.object({
  answer: answerSchema,
  at: millisSchema,
  expiresAt: millisSchema.optional(),
  /** What the answer was given for; undefined: everything, which no answer of a person is. */
  covers: coverageSchema.optional(),
});
export type ConsentState = z.infer<typeof consentStateSchema>;

/** The ledger's last word of one person, by purpose. */
export const consentsSchema = z.record(z.string(), consentStateSchema.readonly()).readonly();
export type Consents = z.infer<typeof consentsSchema>;

/** One line of the consent ledger, before it is known whose; append-only. */
export interface NewConsent {
  readonly purpose: string;
  readonly answer: ConsentAnswer;
  /** When the person said so; an import may be older than other lines. */
  readonly at: Millis;
  /** The exact text that was shown; its hash is kept beside it. */
  readonly wording: string;
  /** What proves it: `message:<event>`, `network`, `import:<file>:<line> <evidence>`, `api`, `operator:<name>`. */
  readonly source: string;
  readonly expiresAt?: Millis;
  readonly covers?: Coverage;
}

/** The line that says that the disclosure was told. */
export const disclosurePurpose = "disclosure";

/**
 * The line that says that somebody who had said STOP asked for something by name: until it expires
 * they are answered, and nothing else reaches them.
 */
export const answersPurpose = "answers";

/** How long somebody is answered who asks for something after STOP: the customer service window. */
export const answersForMs = 86_400_000;

/**
 * The lines that say that a person asked for all that is kept of them, asked to have it erased, and said yes
 * to that; what answers them bears the same name. An `export` lasts until the next one may be asked for, an
 * `erasure` until its question is over (a no says that it was left), a `farewell` until they are erased.
 */
export const exportPurpose = "export";
export const erasurePurpose = "erasure";
export const farewellPurpose = "farewell";

/** How long somebody waits for the next copy of their data: one a day. */
export const exportEveryMs = 86_400_000;

/** How long the question whether everything is to be erased waits for its yes. */
export const erasureAskedForMs = 600_000;

/** Longer than an erasure that was said yes to may take. */
export const farewellForMs = 86_400_000;

/**
 * The line by which people of ours block somebody (`no`) and take them back (`yes`): nothing of theirs is
 * answered, and nothing is sent to them.
 */
export const admittedPurpose = "admitted";

export function isBlocked(consents: Consents | undefined): boolean {
  return consents?.[admittedPurpose]?.answer === "no";
}

/** What bot.yaml says of a purpose, and what its messages are covered by at this time. */
export interface PurposeRule {
  /** `notice`: told once, and they may say no; `ask`: nothing before they said yes. */
  readonly basis: "notice" | "ask";
  /** How long a yes lasts; undefined: until they say no. */
  readonly expiresMs: number | undefined;
  /** What a yes has to cover; undefined: nothing is told of, so every yes does. */
  readonly needs: Coverage | undefined;
}
export type PurposeRules = ReadonlyMap<string, PurposeRule>;

/**
 * The last word after one more line: the newest by the person's own time, whatever came in first.
 * Of two at one moment the no counts.
 */
export function withConsent(consents: Consents | undefined, line: NewConsent): Consents {
  const { purpose, answer, at, expiresAt, covers } = line;
  const current = consents?.[purpose];
  const isOlder = current !== undefined && current.at > at;
  const isOutweighed = current?.at === at && current.answer === "no" && answer !== "no";
  if (isOlder || isOutweighed) return consents ?? {};
  const state: ConsentState = {
    answer,
    at,
    ...(expiresAt === undefined ? {} : { expiresAt }),
    ...(covers === undefined ? {} : { covers }),
  };
  return { ...consents, [purpose]: state };
}

/** Whether what was covered holds all that is needed: fewer recipients and less time are no news. */
export function isCovered(covered: Coverage | undefined, needed: Coverage | undefined): boolean {
  if (covered === undefined || needed === undefined) return true;
  return (
    covered.operator === needed.operator &&
    covered.keepsMs >= needed.keepsMs &&
    needed.recipients.every((recipient) => covered.recipients.includes(recipient))
  );
}
