import { realpathSync } from "node:fs";
import { z } from "zod";
import type { ActiveFlows, FlowChanges } from "#core/app/active-flows/active-flows.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";

/** What the commands that change what is active ask for, of a running bot or here. */
const flowInputs = {
  "flow.activate": z.strictObject({
    folder: z.string(),
    flows: z.array(z.string()).optional(),
    who: z.string(),
  }),
  "flow.rollback": z.strictObject({
    folder: z.string(),
    flow: z.string(),
    to: z.string().optional(),
    who: z.string(),
  }),
} as const;

/** What they give: the flows that changed. */
export const flowChangesSchema = z.array(
  z.object({ flow: z.string(), from: z.string().optional(), to: z.string().optional() }),
);

/** The verbs of `sapa flow` on a bot of this folder. */
export function flowVerbs(folder: string, flows: ActiveFlows): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "flow.activate",
      defineControlVerb(flowInputs["flow.activate"], async (input) => {
        assertSameFolder(folder, input.folder);
        return toJson(await flows.activate(input.flows, input.who));
      }),
    ],
    [
      "flow.rollback",
      defineControlVerb(flowInputs["flow.rollback"], async (input) => {
        assertSameFolder(folder, input.folder);
        return toJson(await flows.rollback(input.flow, input.to, input.who));
      }),
    ],
  ]);
}

function toJson(changes: FlowChanges): Json {
  return changes.map((change): Json => ({ ...change }));
}

/** The files that a command speaks of are those of the bot that does it. */
function assertSameFolder(own: string, asked: string): void {
  if (realpathSync(own) === asked) return;
  throw new BotError("USE_WRONG", `the running bot is that of ${own}, not of ${asked}`, {
    hint: "Name its folder with --bot, or the data folder of the other bot with --data.",
  });
}
