import { z } from "zod";
import { readSpend, spendKinds, untilNow } from "#core/engine/queries/read-spend.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { toJson } from "#core/lib/json.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import { readSince } from "#core/ops/read-since.ts";

/** The verb of `sapa spend --json`: the numbers of `/spend`, all of them. */
export function spendVerbs(
  records: Pick<Records, "aiSpend" | "messageSpend">,
  timeZone: string,
  clock: Clock,
): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "spend",
      defineControlVerb(
        z.strictObject({ by: z.enum(spendKinds), since: z.string().max(100) }),
        async ({ by, since: text }) => {
          const now = clock.now();
          const since = readSince(text, now, timeZone);
          if (since === undefined) {
            throw new BotError("USE_WRONG", `"${text}" is no time in the last 400 days`, {
              hint: "write today, month, 7d or 2026-11-01",
            });
          }
          const { from } = since;
          const lines = await readSpend(records, { by, from, until: untilNow(now), timeZone });
          return toJson({ by, from, until: now, lines });
        },
      ),
    ],
  ]);
}
