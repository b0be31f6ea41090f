import { z } from "zod";
import { mediaKinds } from "#core/flow/compile/message-types.ts";

const memory = {
  keep: z.enum(["contact", "conversation"]).optional().meta({
    description:
      "Whose memory keeps the value when the run is over: the contact's (every flow reads it as `contact.profile.<name>`) or this conversation's. Without it the value ends with the run.",
  }),
  sensitive: z.boolean().optional().meta({
    description: "Never shown in logs and never given to an AI provider.",
  }),
  description: z.string().optional().meta({ description: "A note for the team." }),
};

const flags = {
  ...memory,
  default: z.union([z.string(), z.number(), z.boolean()]).optional().meta({
    description: "The value at the beginning of a run, written as a person would say it.",
  }),
};

const bounds = {
  min: z.number().optional().meta({ description: "The least value that is accepted." }),
  max: z.number().optional().meta({ description: "The greatest value that is accepted." }),
};

const text = z
  .strictObject({
    type: z.literal("text").meta({ description: "Any text." }),
    min: z.int().min(0).optional().meta({ description: "The least number of characters." }),
    max: z.int().min(1).optional().meta({ description: "The greatest number of characters." }),
    pattern: z
      .string()
      .min(1)
      .optional()
      .meta({
        description: "An RE2 pattern that the whole answer must match.",
        examples: ["[A-Z]{2}[0-9]{4}"],
      }),
    ...flags,
  })
  .meta({ description: "Any text." });

function numeric<const T extends "integer" | "number">(type: T, description: string) {
  return z
    .strictObject({ type: z.literal(type).meta({ description }), ...bounds, ...flags })
    .meta({ description });
}

function plain<const T extends string>(type: T, description: string) {
  return z
    .strictObject({ type: z.literal(type).meta({ description }), ...flags })
    .meta({ description });
}

const choice = z
  .strictObject({
    type: z.literal("enum").meta({ description: "One of a few values." }),
    values: z
      .array(z.string().min(1))
      .min(1)
      .meta({ description: "The values that it can have, such as the option ids of a `choose`." }),
    ...flags,
  })
  .meta({ description: "One of a few values." });

/** Answered by a message of its kind: nobody can write it, so it has no default. */
function sent<const T extends string>(type: T, description: string) {
  return z
    .strictObject({ type: z.literal(type).meta({ description }), ...memory })
    .meta({ description });
}

const media = z
  .strictObject({
    type: z.literal("media").meta({ description: "A file that the person sends." }),
    kinds: z
      .array(z.enum(mediaKinds))
      .min(1)
      .optional()
      .meta({
        description: "The kinds of file that will do; all if absent.",
        examples: [["image"]],
      }),
    max_mb: z
      .number()
      .positive()
      .max(100)
      .optional()
      .meta({
        description: "The largest file that will do, in megabytes.",
        examples: [5],
      }),
    ...memory,
  })
  .meta({ description: "A file that the person sends." });

/** A slot as an author declares it. */
export const slotSchema = z
  .discriminatedUnion("type", [
    text,
    numeric("integer", "A whole number."),
    numeric("number", "A number; `1.000,5` and `1,000.5` are read by the person's language."),
    plain("boolean", "Yes or no, in many words: ya, ok, 👍, tidak, nope …"),
    plain("date", "A day: 2026-12-01, 1/12/2026 (day first), besok, next monday."),
    plain("time", "A time of day: 15:30, jam 3, 3pm."),
    plain("datetime", "A day and a time: besok jam 3, 1/12/2026 15:30."),
    plain("duration", "A length of time: 30 menit, 2 hours."),
    plain("phone", "A phone number, kept as +6281234567890."),
    plain("email", "An email address."),
    plain("url", "A web address, http or https."),
    choice,
    media,
    sent("location", "A place that the person shares, not one that they write."),
    sent("contact_card", "A contact that the person shares; of several, the first."),
    sent("order", "A cart of products of the catalogue."),
  ])
  .meta({ id: "slot", description: "A typed value that the run fills." });

export type SlotInput = z.output<typeof slotSchema>;
