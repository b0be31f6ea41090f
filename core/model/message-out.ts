import { z } from "zod";
import { assertNever } from "#core/lib/assert-never.ts";

const option = z.object({
  id: z.string().min(1),
  title: z.string().min(1),
  description: z.string().optional(),
});
export type Option = z.infer<typeof option>;

const common = {
  /** The vendor's id of the message that this one quotes. */
  replyTo: z.string().optional(),
};

/**
 * What the bot sends, free of any vendor's shape and already within the channel's declared limits:
 * the flow renders by capabilities, the channel only translates.
 */
export const messageOutSchema = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("text"),
    ...common,
    text: z.string(),
    preview: z.boolean().optional(),
  }),
  z.object({
    kind: z.literal("buttons"),
    ...common,
    text: z.string(),
    footer: z.string().optional(),
    options: z.array(option).readonly(),
  }),
  z.object({
    kind: z.literal("list"),
    ...common,
    text: z.string(),
    footer: z.string().optional(),
    /** The label of the button that opens the list. */
    button: z.string(),
    sections: z
      .array(z.object({ title: z.string().optional(), rows: z.array(option).readonly() }))
      .readonly(),
  }),
  z.object({
    kind: z.literal("template"),
    name: z.string(),
    language: z.string(),
    /** Values of the body's variables: by position, or by name. */
    body: z
      .union([z.array(z.string()).readonly(), z.record(z.string(), z.string()).readonly()])
      .optional(),
    header: z.array(z.string()).readonly().optional(),
    buttons: z
      .array(
        z.object({ kind: z.enum(["quick_reply", "url"]), index: z.number(), value: z.string() }),
      )
      .optional(),
  }),
  z.object({ kind: z.literal("reaction"), target: z.string(), emoji: z.string() }),
]);
export type MessageOut = z.infer<typeof messageOutSchema>;

/**
 * How long an unknown outcome waits for a status, and what happens then. `prompt` is a question
 * that the person is looking at, `reply` any other free-form message, `template` an approved
 * template of a conversation, `campaign` a broadcast, payment or one-time-code template.
 */
export const sendClassSchema = z.enum(["prompt", "reply", "template", "campaign"]);
export type SendClass = z.infer<typeof sendClassSchema>;

/** The words of an outgoing message, for transcripts and logs of a simulator. */
export function messageOutText(message: MessageOut): string {
  switch (message.kind) {
    case "template":
      return `[${message.name}]`;
    case "reaction":
      return message.emoji;
    case "text":
    case "buttons":
    case "list":
      return message.text;
    default:
      return assertNever(message, "messageOutText");
  }
}
