import { z } from "zod";
import type { BroadcastDesk } from "#core/engine/broadcasts/broadcast-desk.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import type { Json } from "#core/lib/json.ts";

const fileInput = z.strictObject({ file: z.string(), text: z.string(), who: z.string() });
const nameInput = z.strictObject({ name: z.string(), who: z.string() });

const countSchema = z.object({
  outcome: z.string(),
  detail: z.string().optional(),
  count: z.number(),
});

/** What `broadcast.plan` gives. */
export const broadcastPlanSchema = z.object({
  audience: z.number(),
  messages: z.number(),
  refused: z.array(z.object({ reason: z.string(), count: z.number() })),
  costMicroUsd: z.number().optional(),
  durationMs: z.number(),
  sample: z.string().optional(),
});

/** What every other verb gives: the broadcast, and its audience by its fate. */
export const broadcastStatusSchema = z.object({
  broadcast: z.object({
    name: z.string(),
    account: z.string(),
    purpose: z.string(),
    by: z.string(),
    startedAt: z.number(),
    state: z.string(),
    reason: z.string().optional(),
    isCollected: z.boolean(),
    audience: z.number(),
  }),
  counts: z.array(countSchema),
  unknown: z.array(
    z.object({ id: z.string(), conversation: z.string(), state: z.string(), queuedAt: z.number() }),
  ),
});

/** The verbs of `sapa broadcast`. */
export function broadcastVerbs(desk: BroadcastDesk): ReadonlyMap<string, ControlVerb> {
  const status = async (name: string): Promise<Json> =>
    z.json().parse(broadcastStatusSchema.parse(await desk.status(name)));
  const moving = (move: "pause" | "resume" | "stop"): [string, ControlVerb] => [
    `broadcast.${move}`,
    defineControlVerb(nameInput, async ({ name, who }) => {
      await desk[move](name, who);
      return await status(name);
    }),
  ];
  return new Map([
    [
      "broadcast.plan",
      defineControlVerb(fileInput, async ({ file, text }) =>
        z.json().parse(broadcastPlanSchema.parse(await desk.plan({ file, text }))),
      ),
    ],
    [
      "broadcast.start",
      defineControlVerb(fileInput, async ({ file, text, who }) => {
        const { name } = await desk.start({ file, text }, who);
        return await status(name);
      }),
    ],
    ["broadcast.status", defineControlVerb(nameInput, ({ name }) => status(name))],
    moving("pause"),
    moving("resume"),
    moving("stop"),
  ]);
}
