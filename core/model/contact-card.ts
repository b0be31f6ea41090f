import { z } from "zod";

const short = z.string().max(1_024);
const typed = { type: short.optional() };

/**
 * A visiting card, in or out. On the way in every field may be missing and unknown ones are kept
 * in the raw update; `origin` tells a card that answers our question from one shared by hand.
 */
export const contactCardSchema = z.object({
  name: z
    .object({
      formatted: short.optional(),
      first: short.optional(),
      last: short.optional(),
      middle: short.optional(),
      prefix: short.optional(),
      suffix: short.optional(),
    })
    .optional(),
  phones: z
    .array(z.object({ phone: short.optional(), waId: short.optional(), ...typed }))
    .max(50)
    .readonly()
    .optional(),
  emails: z
    .array(z.object({ email: short.optional(), ...typed }))
    .max(50)
    .readonly()
    .optional(),
  addresses: z
    .array(
      z.object({
        street: short.optional(),
        city: short.optional(),
        state: short.optional(),
        zip: short.optional(),
        country: short.optional(),
        countryCode: short.optional(),
        ...typed,
      }),
    )
    .max(50)
    .readonly()
    .optional(),
  urls: z
    .array(z.object({ url: short.optional(), ...typed }))
    .max(50)
    .readonly()
    .optional(),
  org: z
    .object({ company: short.optional(), department: short.optional(), title: short.optional() })
    .optional(),
  birthday: short.optional(),
  origin: z.enum(["contact_request", "other"]).optional(),
});
export type ContactCard = z.infer<typeof contactCardSchema>;
