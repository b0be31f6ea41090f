import { z } from "zod";
import type { ConsentDesk } from "#core/app/consent/consent-desk.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { toJson } from "#core/lib/json.ts";

const person = z.string().min(1).max(200);

/** What `consent.show` gives; null: nobody is known as this. */
export const consentLinesSchema = z
  .array(
    z.object({
      contact: z.string(),
      at: z.number(),
      answer: z.string(),
      purpose: z.string(),
      wording: z.string(),
      source: z.string(),
      expiresAt: z.number().optional(),
      covers: z.json().optional(),
      hash: z.string(),
    }),
  )
  .nullable();

/** What `consent.import` gives: every line of the file. */
export const importedSchema = z.array(
  z.object({
    line: z.number(),
    outcome: z.enum(["written", "known", "wrong"]),
    text: z.string(),
  }),
);

/** The verbs of `sapa consent`. */
export function consentVerbs(desk: ConsentDesk): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "consent.show",
      defineControlVerb(z.strictObject({ person }), async (input) =>
        z.json().parse((await desk.show(input.person)) ?? null),
      ),
    ],
    [
      "consent.write",
      defineControlVerb(
        z.strictObject({
          person,
          purpose: z.string(),
          answer: z.enum(["yes", "no"]),
          wording: z.string(),
          source: z.string(),
        }),
        (input) => desk.write(input),
      ),
    ],
    [
      "consent.import",
      defineControlVerb(
        z.strictObject({ name: z.string(), text: z.string(), isTrial: z.boolean() }),
        async (input) => toJson(await desk.import(input)),
      ),
    ],
  ]);
}
