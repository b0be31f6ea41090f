import { z } from "zod";
import type { Json } from "#core/lib/json.ts";
import type { MediaKind } from "#core/model/message-out.ts";

const orNothing = z.string().nullable();

/** The shapes of `compile/message-types.ts`, for values that a run brings from anywhere. */
const shapes = {
  media: z.object({
    kind: z.string(),
    id: z.string(),
    mime: orNothing,
    filename: orNothing,
    caption: orNothing,
    voice: z.boolean(),
    bytes: z.number().nullable().optional(),
  }),
  location: z.object({
    latitude: z.number(),
    longitude: z.number(),
    name: orNothing,
    address: orNothing,
  }),
  contact_card: z.object({
    name: orNothing,
    phone: orNothing,
    email: orNothing,
    company: orNothing,
    phones: z.array(z.string()),
    emails: z.array(z.string()),
  }),
  order: z.object({
    text: z.string(),
    catalog: orNothing,
    items: z.array(
      z.object({
        sku: z.string(),
        quantity: z.number(),
        price: z.number(),
        currency: z.string(),
      }),
    ),
  }),
};

/** Tells values that such a message gives from all others. */
export function isSent(kind: keyof typeof shapes): (value: Json) => boolean {
  return (value) => shapes[kind].safeParse(value).success;
}

/** True if the value is a file of one of the kinds, and not known to be larger than `maxBytes`. */
export function isMediaOf(
  kinds: readonly MediaKind[],
  maxBytes: number | undefined,
  value: Json,
): boolean {
  const media = shapes.media.safeParse(value);
  if (!media.success || !kinds.some((kind) => kind === media.data.kind)) return false;
  return (media.data.bytes ?? 0) <= (maxBytes ?? Number.POSITIVE_INFINITY);
}
