import { z } from "zod";
import type { OutsideEvent } from "#core/engine/take-event.ts";
import { contactId } from "#core/lib/ids.ts";
import { eventNameSchema } from "#core/model/happening.ts";

const recipientSchema = z.union(
  [
    z
      .strictObject({ contact: z.string().min(1).max(200) })
      .meta({ title: "By our id", description: "A person that the bot knows, by its own id." }),
    z
      .strictObject({
        phone: z
          .string()
          .regex(/^\+?[1-9][0-9]{6,14}$/, "write the number with its country: +6281234567890")
          .meta({ examples: ["+6281234567890"] }),
      })
      .meta({ title: "By phone number", description: "With the country's code." }),
    z
      .strictObject({ user_id: z.string().min(1).max(256) })
      .meta({ title: "By user id", description: "The network's own id of the person." }),
  ],
  { error: 'write one of { "contact": … }, { "phone": … } or { "user_id": … }' },
);

/** The body of `POST /api/v1/events`. */
export const eventRequestSchema = z
  .strictObject({
    event: eventNameSchema.meta({
      description: "The event's name, as triggers and waits of the flows name it.",
      examples: ["order.shipped"],
    }),
    to: recipientSchema.meta({ description: "Whom it is about." }),
    account: z.string().min(1).max(200).optional().meta({
      description: "The account of bot.yaml to speak through; may be left out if there is one.",
    }),
    data: z
      .record(z.string().max(200), z.json())
      .default({})
      .meta({ description: "What flows see as `event.data`.", examples: [{ number: "K-17" }] }),
  })
  .meta({ id: "Event", description: "Something that happened outside, about one person." });

type EventRequest = z.output<typeof eventRequestSchema>;

export function recipientOf({ to }: EventRequest): OutsideEvent["to"] {
  if ("contact" in to) return { kind: "contact", contact: contactId(to.contact) };
  const address =
    "phone" in to
      ? ({ kind: "phone", value: to.phone.replace("+", "") } as const)
      : ({ kind: "user_id", value: to.user_id } as const);
  return { kind: "address", address };
}
