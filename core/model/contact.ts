import { z } from "zod";
import { contactId, idSchema } from "#core/lib/ids.ts";
import { type Json, jsonSchema } from "#core/lib/json.ts";
import { type Millis, millisSchema } from "#core/lib/millis.ts";
import { consentsSchema } from "./consent.ts";
import { addressSchema } from "./identity.ts";

/** A person. `profile` holds slots kept with `keep: contact`. `addresses` has anchors first. */
export const contactSchema = z.object({
  id: idSchema(contactId),
  addresses: z.array(addressSchema).readonly(),
  name: z.string().optional(),
  username: z.string().optional(),
  /** BCP 47; undefined until chosen or guessed: then the bot's first locale counts. */
  language: z.string().optional(),
  tags: z.array(z.string()).readonly(),
  profile: z.record(z.string(), jsonSchema).readonly(),
  /** When STOP was said; undefined when messages may go out. */
  stoppedAt: millisSchema.optional(),
  /** When START last ended a STOP: one that was said before it holds no more. */
  startedAt: millisSchema.optional(),
  /** The last word of the consent ledger by purpose; undefined before its first line. */
  consents: consentsSchema.optional(),
  createdAt: millisSchema,
});
export type Contact = z.infer<typeof contactSchema>;

/** Fields of a contact that one commit changes; an absent key stays as it is. */
export interface ContactChange {
  readonly name?: string;
  readonly username?: string;
  readonly language?: string;
  readonly tags?: readonly string[];
  readonly profile?: Readonly<Record<string, Json>>;
  readonly stop?: { readonly kind: "stopped" | "started"; readonly at: Millis };
}
