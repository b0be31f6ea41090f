import { z } from "zod";
import { accountId, conversationId, idSchema } from "#core/lib/ids.ts";
import { type Millis, millisSchema } from "#core/lib/millis.ts";
import type { Records } from "#core/model/ports/records.ts";

/** Everything until `doneAt` has run or was skipped; `running` is a moment that is under way. */
const stateSchema = z.object({
  doneAt: millisSchema,
  running: z
    .object({
      dueAt: millisSchema,
      /** The account that is being gone through, and the last conversation that was looked at. */
      account: idSchema(accountId).optional(),
      after: idSchema(conversationId).optional(),
    })
    .optional(),
});
export type ScheduleState = z.infer<typeof stateSchema>;

/** Under which name the states lie among the plugins' own values. */
const owner = "sapa";

/** How far each schedule has come, in the store and, once read, in memory. */
export function createScheduleStates(records: Pick<Records, "pluginValue" | "setPluginValue">): {
  /** A schedule that is seen for the first time counts from `now`. */
  read(key: string, now: Millis): Promise<ScheduleState>;
  write(key: string, state: ScheduleState): Promise<void>;
} {
  const known = new Map<string, ScheduleState>();
  const name = (key: string) => `schedule:${key}`;

  async function write(key: string, state: ScheduleState): Promise<void> {
    await records.setPluginValue(owner, name(key), z.json().parse(state));
    known.set(key, state);
  }

  return {
    write,
    async read(key, now) {
      const state = known.get(key);
      if (state !== undefined) return state;
      const stored = stateSchema.safeParse(await records.pluginValue(owner, name(key)));
      if (!stored.success) await write(key, { doneAt: now });
      else known.set(key, stored.data);
      return known.get(key) ?? { doneAt: now };
    },
  };
}
