import { z } from "zod";
import { findPerson } from "#core/app/contacts/find-person.ts";
import type { ErasePerson } from "#core/engine/privacy/erase-person.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { toJson } from "#core/lib/json.ts";
import type { Records } from "#core/model/ports/records.ts";

/** What an erasure gives; `problem` is what a network refused with. */
export const erasureSchema = z.object({
  contacts: z.array(z.string()),
  networks: z.array(
    z.object({
      account: z.string(),
      problem: z.object({ code: z.string(), meaning: z.string(), action: z.string() }).optional(),
    }),
  ),
});

/** The verbs of `sapa contact` that write; what only reads opens the database beside the bot. */
export function contactVerbs(
  records: Records,
  erase: ErasePerson,
): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "contact.erase",
      defineControlVerb(
        z.strictObject({ person: z.string(), who: z.string() }),
        async ({ person, who }) => {
          const { id } = await findPerson(records, person);
          return toJson((await erase(id, who)) ?? { contacts: [], networks: [] });
        },
      ),
    ],
  ]);
}
