import { z } from "zod";
import { eventNameSchema } from "#core/model/happening.ts";
import { botSchema } from "./bot-line-schema.ts";
import { mocksSchema, ranSchema } from "./mock-schema.ts";
import { userSchema } from "./user-schema.ts";

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
    contact: z
      .record(z.string(), z.json())
      .optional()
      .meta({
        description:
          "What is remembered of the person: `name`, `language`, `tags`, and slots kept with them.",
        examples: [{ language: "id", tags: ["regular"] }],
      }),
    owner: z.enum(["bot", "human", "other"]).optional().meta({
      description: "Who answers now: the bot, a person of yours, or another app.",
    }),
    handoff: z
      .string()
      .optional()
      .meta({ description: "A part of what the last handoff told the person who takes over." }),
    ran: ranSchema.optional(),
  })
  .meta({ title: "What is true now", description: "Looks at the run and the contact." });

const eventName = eventNameSchema.meta({
  description: "The event's name, as triggers and waits write it.",
  examples: ["order.shipped"],
});

const eventSchema = z
  .union([
    eventName,
    z.strictObject({
      name: eventName,
      data: z
        .record(z.string(), z.json())
        .optional()
        .meta({ description: "What comes along: `event.data` of the flow." }),
    }),
  ])
  .meta({
    title: "What another system tells",
    description: "One of your own systems sends an event about the person.",
    examples: ["order.shipped", { name: "order.shipped", data: { number: "K-17" } }],
  });

/** One step has one of these keys. The order is that of the messages about unknown keys. */
export const stepSchema = z.union([
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
  z.strictObject({ event: eventSchema }),
  z.strictObject({
    status: z
      .union([
        z.enum(["delivered", "read", "failed"]),
        z.strictObject({
          failed: z
            .int()
            .min(1)
            .max(9_999_999)
            .meta({
              description: "The network's code of the failure.",
              examples: [131026],
            }),
        }),
      ])
      .meta({
        description:
          "The network tells how the bot's last message fared. In a test with such a step nothing of the kind is told by itself.",
        examples: ["read", { failed: 131026 }],
      }),
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
    new: z.boolean().optional().meta({
      description:
        "True: they were told nothing and have granted nothing, so the first answer brings the disclosure.",
    }),
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
  mocks: mocksSchema.optional(),
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
