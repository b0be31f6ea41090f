import { z } from "zod";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { toJson } from "#core/lib/json.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { OpsDesk } from "#core/ops/create-desk.ts";

/** What a line of `sapa ops` came to. */
export const opsAnswerSchema = z.object({
  text: z.string(),
  isDone: z.boolean(),
  code: z.string().optional(),
  plan: z.string().optional(),
});
export type OpsAnswer = z.output<typeof opsAnswerSchema>;

/** The verb of `sapa ops`: any command, from this machine's shell. */
export function opsVerbs(
  desk: Pick<OpsDesk, "runShell">,
  clock: Clock,
): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "ops.run",
      defineControlVerb(
        z.strictObject({
          line: z.string().min(1).max(4_096),
          who: z.string().min(1).max(100),
          language: z.string().max(35),
        }),
        async ({ line, ...rest }) => {
          const answer = await desk.runShell({ ...rest, text: line, at: clock.now() });
          return toJson(opsAnswerSchema.parse(answer));
        },
      ),
    ],
  ]);
}
