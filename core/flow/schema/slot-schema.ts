import { z } from "zod";
import { mediaKinds } from "#core/flow/compile/message-types.ts";
import { nameSchema } from "./common-keys.ts";

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

function textType<Extra extends z.ZodRawShape>(extra: Extra) {
  return z
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
      ...extra,
    })
    .meta({ description: "Any text." });
}

function numeric<const T extends "integer" | "number", Extra extends z.ZodRawShape>(
  type: T,
  description: string,
  extra: Extra,
) {
  return z
    .strictObject({ type: z.literal(type).meta({ description }), ...bounds, ...extra })
    .meta({ description });
}

function plain<const T extends string, Extra extends z.ZodRawShape>(
  type: T,
  description: string,
  extra: Extra,
) {
  return z
    .strictObject({ type: z.literal(type).meta({ description }), ...extra })
    .meta({ description });
}

const values = z
  .array(z.string().min(1))
  .min(1)
  .meta({ description: "The values that it can have, such as the option ids of a `choose`." });

function choice<Extra extends z.ZodRawShape>(extra: Extra) {
  return z
    .strictObject({
      type: z.literal("enum").meta({ description: "One of a few values." }),
      values,
      ...extra,
    })
    .meta({ description: "One of a few values." });
}

/** Types whose values a person can write. */
function writtenTypes<Extra extends z.ZodRawShape>(extra: Extra) {
  return [
    textType(extra),
    numeric("integer", "A whole number.", extra),
    numeric(
      "number",
      "A number; `1.000,5` and `1,000.5` are read by the person's language.",
      extra,
    ),
    plain("boolean", "Yes or no, in many words: ya, ok, 👍, tidak, nope …", extra),
    plain("date", "A day: 2026-12-01, 1/12/2026 (day first), besok, next monday.", extra),
    plain("time", "A time of day: 15:30, jam 3, 3pm.", extra),
    plain("datetime", "A day and a time: besok jam 3, 1/12/2026 15:30.", extra),
    plain("duration", "A length of time: 30 menit, 2 hours.", extra),
    plain("phone", "A phone number, kept as +6281234567890.", extra),
    plain("email", "An email address.", extra),
    plain("url", "A web address, http or https.", extra),
    choice(extra),
  ] as const;
}

/** A part of an object. */
const fieldSchema = z
  .discriminatedUnion("type", writtenTypes({ description: memory.description }))
  .meta({ id: "field", description: "A typed part of an object." });

export type FieldInput = z.output<typeof fieldSchema>;

const fields = z
  .record(nameSchema, fieldSchema)
  .meta({ description: "The parts of the object, by name; each may be empty." });

const object = z
  .strictObject({
    type: z.literal("object").meta({ description: "Several values under one name." }),
    fields,
    ...memory,
  })
  .meta({ description: "Several values under one name; no words answer it." });

const counts = {
  min: z.int().min(0).max(100).optional().meta({ description: "The least number of items." }),
  max: z.int().min(1).max(100).optional().meta({ description: "The greatest number of items." }),
};

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const listAbout = "Several values of one type: `kopi, teh dan susu`, one to a line, or with `;`.";

/** What a list may be of, beside `enum` and `object`, which need a key more. */
export const listTypes = [
  "list<text>",
  "list<integer>",
  "list<number>",
  "list<boolean>",
  "list<date>",
  "list<time>",
  "list<datetime>",
  "list<duration>",
  "list<phone>",
  "list<email>",
  "list<url>",
] as const;

const listFlags = {
  ...counts,
  ...memory,
  default: z.array(scalar).max(100).optional().meta({
    description: "The items at the beginning of a run, each written as a person would say it.",
  }),
};

const lists = [
  z
    .strictObject({ type: z.literal(listTypes).meta({ description: listAbout }), ...listFlags })
    .meta({ description: listAbout }),
  z
    .strictObject({
      type: z.literal("list<enum>").meta({ description: listAbout }),
      values,
      ...listFlags,
    })
    .meta({ description: "Several of a few values." }),
  z
    .strictObject({
      type: z.literal("list<object>").meta({ description: "Several objects of one form." }),
      fields,
      ...counts,
      ...memory,
    })
    .meta({ description: "Several objects of one form; no words answer it." }),
] as const;

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
    ...writtenTypes(flags),
    media,
    sent("location", "A place that the person shares, not one that they write."),
    sent("contact_card", "A contact that the person shares; of several, the first."),
    sent("order", "A cart of products of the catalogue."),
    ...lists,
    object,
  ])
  .meta({ id: "slot", description: "A typed value that the run fills." });

export type SlotInput = z.output<typeof slotSchema>;
