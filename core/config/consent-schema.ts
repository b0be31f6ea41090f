import { z } from "zod";
import { localeSchema } from "./locale-schema.ts";
import { durationSchema, nameSchema } from "./text-schemas.ts";

/** One text for all languages, or one each. */
const wordsSchema = z.union([
  z.string().min(1).max(200),
  z.record(localeSchema, z.string().min(1).max(200)),
]);

/** Names in the ledger and on messages that are the runtime's own. */
const ownNames = [
  "disclosure",
  "answers",
  "admitted",
  "export",
  "erasure",
  "farewell",
  "confirmation",
  "handoff",
  "operator",
  "command",
  "refusal",
];

const purposeSchema = z
  .strictObject({
    basis: z
      .enum(["notice", "ask"])
      .meta({ description: "notice: the contact is told; ask: the contact has to say yes first." }),
    keeps: durationSchema.optional().meta({ description: "How long what belongs to it is kept." }),
    expires: durationSchema
      .optional()
      .meta({ description: "After how long a yes must be asked anew." }),
    about: wordsSchema.optional().meta({
      description:
        "What a yes is for, as the question goes on: May Kopi Senja send you …? A text, or one for each language.",
      examples: [{ en: "offers, at most once a week", id: "promo, paling banyak seminggu sekali" }],
    }),
  })
  .transform(({ basis, keeps, expires, about }) => ({
    basis,
    keepsMs: keeps,
    expiresMs: expires,
    about,
  }));

export const purposesSchema = z
  .record(
    nameSchema.refine((name) => !ownNames.includes(name), {
      error: "this name is the runtime's own; choose another",
    }),
    purposeSchema,
  )
  .prefault({ service: { basis: "notice" } })
  .meta({ description: "What messages are for, and what a contact has to agree to." });

export const consentSchema = z
  .strictObject({
    tell: z.enum(["first_answer", "elsewhere"]).default("first_answer").meta({
      description:
        "Where people learn who answers and who reads along: with the bot's first answer, or before they write (a form, a contract, your own page).",
    }),
    stored_in: z
      .string()
      .min(1)
      .max(100)
      .optional()
      .meta({
        description: "Where messages are kept, as people are told: town and country.",
        examples: ["Jakarta, Indonesia"],
      }),
    more: z
      .url({ protocol: /^https$/ })
      .max(200)
      .optional()
      .meta({ description: "Where your privacy notice stands." }),
    network_marketing: nameSchema.optional().meta({
      description:
        "The purpose that ends when a person stops marketing in WhatsApp's own settings. Default: marketing.",
    }),
  })
  .transform(({ tell, stored_in, more, network_marketing }) => ({
    isToldFirst: tell === "first_answer",
    storedIn: stored_in,
    more,
    networkMarketing: network_marketing,
  }));
