import { z } from "zod";

const text = z.string().max(65_536);
const option = z.string().min(1).max(4_096);

/** What the person does: text as it stands, or one act. */
const userSchema = z
  .union([
    text,
    z.strictObject({
      choose: option.meta({
        description: "Taps an option of the newest message that has it: its id or its title.",
        examples: ["latte", "Caffè latte"],
      }),
    }),
    z.strictObject({
      reaction: z
        .string()
        .min(1)
        .max(64)
        .meta({ description: "Reacts to the bot's last message.", examples: ["👍"] }),
    }),
  ])
  .meta({
    title: "What the person does",
    description: "A text they write, or { choose: … } or { reaction: … }. Quote numbers.",
    examples: ["kopi", { choose: "latte" }, { reaction: "👍" }],
  });

const messageSchema = z.strictObject({
  text: text.optional().meta({ description: "The whole text of the message." }),
  contains: text.optional().meta({ description: "A part of the text, letter by letter." }),
  matches: z
    .string()
    .max(1_000)
    .optional()
    .meta({ description: "An RE2 pattern that is found somewhere in the text." }),
  options: z
    .array(option)
    .optional()
    .meta({ description: "The titles of all buttons or list rows, in order." }),
  template: z
    .string()
    .optional()
    .meta({ description: "The name of the approved template that was sent." }),
  values: z
    .array(z.string())
    .optional()
    .meta({ description: "The template's values, in order, as the person reads them." }),
});

const botSchema = z
  .union([
    text,
    z.strictObject({
      count: z.int().min(0).max(100).meta({
        description: "Names the next messages without looking at them; 0: there is none.",
      }),
    }),
    messageSchema,
  ])
  .meta({
    title: "What the bot answers",
    description: "Names the next message: its whole text, or what is true of it, or a count.",
    examples: ["How many cups?", { contains: "K-17" }, { options: ["Yes", "No"] }, { count: 2 }],
  });

const expectSchema = z
  .strictObject({
    flow: z.string().optional().meta({
      description: "The flow of the newest run; without it, the file's flow is looked at.",
    }),
    step: z.string().optional().meta({ description: "The id of the step that the run rests at." }),
    ended: z.boolean().optional().meta({ description: "Whether the run has come to its end." }),
    state: z.enum(["queued", "resting", "ended", "failed", "cancelled"]).optional().meta({
      description: "The run's state, where `ended` is too coarse.",
    }),
    slots: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description: "Values of slots; those that are not named may be anything.",
        examples: [{ drink: "latte", cups: 2 }],
      }),
    stopped: z.boolean().optional().meta({ description: "Whether the person has said STOP." }),
  })
  .meta({ title: "What is true now", description: "Looks at the run and the contact." });

/** One step has one of these keys. The order is that of the messages about unknown keys. */
const stepSchema = z.union([
  z.strictObject({ user: userSchema }),
  z.strictObject({ bot: botSchema }),
  z.strictObject({ expect: expectSchema }),
  z.strictObject({
    after: z.string().meta({
      description: "Lets time pass; everything that falls due on the way happens.",
      examples: ["26h", "30m", "2d"],
    }),
  }),
  z.strictObject({
    redeliver: z
      .literal("last")
      .meta({ description: "Delivers the person's last webhook once more, byte for byte." }),
  }),
  z.strictObject({
    crash: z.literal(true).meta({
      description:
        "The process dies while it handles the step before; the test is run once for each commit at which that can happen.",
    }),
  }),
]);

const contactSchema = z
  .strictObject({
    name: z.string().max(512).optional().meta({ description: "The name on their profile." }),
    language: z.string().optional().meta({ description: "Default: the bot's first locale." }),
    consent: z
      .array(z.string())
      .optional()
      .meta({ description: "The purposes they granted; default: every purpose of bot.yaml." }),
    phone: z
      .literal("hidden")
      .optional()
      .meta({ description: "The network names them by user id alone, without a number." }),
    tags: z.array(z.string()).optional().meta({ description: "Tags that they carry already." }),
    profile: z
      .record(z.string(), z.json())
      .optional()
      .meta({ description: "Slots kept with `keep: contact` from earlier." }),
  })
  .meta({ title: "Who the person is", description: "Everything has a default." });

const testSchema = z.strictObject({
  name: z.string().min(1).max(200).meta({ description: "What is true if the test passes." }),
  contact: contactSchema.optional(),
  now: z
    .string()
    .optional()
    .meta({
      description: "When it begins, in the bot's time zone; default: Monday 5 January 2026, 10:00.",
      examples: ["2026-01-05 10:00"],
    }),
  steps: z
    .array(stepSchema)
    .min(1)
    .max(1_000)
    .meta({ description: "What happens, in order; every message of the bot must be named." }),
});

/** A `*.test.yaml` file as it is written. What the shape cannot say, `readTestFile` checks. */
export const testFileSchema = z
  .strictObject({
    flow: z
      .string()
      .min(1)
      .meta({ description: "The flow that the file is about; `expect:` looks at its runs." }),
    tests: z.array(testSchema).min(1).max(1_000).meta({ description: "Each starts from nothing." }),
  })
  .meta({ title: "Tests of a flow", description: "Conversations that must go as written." });

export type WrittenTestFile = z.infer<typeof testFileSchema>;
export type WrittenTest = WrittenTestFile["tests"][number];
export type WrittenStep = WrittenTest["steps"][number];
