import { z } from "zod";
import { templateActions } from "#core/engine/templates/plan-templates.ts";
import type { TemplateDesk } from "#core/engine/templates/template-desk.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { sendErrorSchema } from "#core/model/status.ts";
import { templateDefinitionSchema, templateRecordSchema } from "#core/model/template.ts";

const accountInput = { account: z.string().optional() };
const wishInput = {
  ...accountInput,
  declared: z.array(templateDefinitionSchema).readonly(),
  deletes: z.array(z.string()).readonly(),
};

/** What `template.list` gives; with an error it is what was told before. */
export const templateListSchema = z.object({
  account: z.string(),
  templates: z.array(templateRecordSchema),
  error: sendErrorSchema.optional(),
});

const lineSchema = z.object({
  name: z.string(),
  language: z.string(),
  action: z.enum(templateActions),
  changes: z.array(z.string()),
  why: z.string().optional(),
  untilAt: z.number().optional(),
});
export type PlannedLine = z.output<typeof lineSchema>;

/** What `template.plan` gives. */
export const templatePlanSchema = z.object({
  account: z.string(),
  lines: z.array(lineSchema),
  token: z.string(),
});

/** What `template.apply` gives. */
export const templateApplySchema = z.object({
  lines: z.array(
    lineSchema.extend({
      outcome: z.enum(["done", "failed", "left", "nothing"]),
      error: sendErrorSchema.optional(),
    }),
  ),
});

/** The verbs of `sapa template`. */
export function templateVerbs(desk: TemplateDesk): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "template.list",
      defineControlVerb(z.strictObject(accountInput), async ({ account }) =>
        z.json().parse(templateListSchema.parse(await desk.list(account))),
      ),
    ],
    [
      "template.plan",
      defineControlVerb(z.strictObject(wishInput), async ({ account, declared, deletes }) =>
        z.json().parse(templatePlanSchema.parse(await desk.plan({ account, declared, deletes }))),
      ),
    ],
    [
      "template.apply",
      defineControlVerb(
        z.strictObject({ ...wishInput, token: z.string(), who: z.string() }),
        async ({ account, declared, deletes, token, who }) => {
          const lines = await desk.apply({ account, declared, deletes }, token, who);
          return z.json().parse(templateApplySchema.parse({ lines }));
        },
      ),
    ],
  ]);
}
