import { existsSync } from "node:fs";
import { z } from "zod";
import type { DataKey } from "#core/app/data-key.ts";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Store } from "#core/model/ports/store.ts";
import { copyErasures, erasuresBeside } from "#core/store/erasure-list.ts";

/** The verb of `sapa backup`. */
export function backupVerbs(
  store: Store,
  { ring, erasures }: Pick<DataKey, "ring" | "erasures">,
): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "store.backup",
      defineControlVerb(
        z.strictObject({ file: z.string(), keys: z.string().optional() }),
        async ({ file, keys }) => {
          const written = [file, ...(keys === undefined ? [] : [keys])];
          for (const name of written.flatMap((it) => [it, erasuresBeside(it)])) {
            if (!existsSync(name)) continue;
            throw new BotError("USE_WRONG", `${name} is there already`, {
              hint: "Name a new file: an older backup is not overwritten.",
            });
          }
          await store.backup(file);
          if (keys !== undefined) ring.copyTo(keys);
          // Last: whoever was erased meanwhile may be in the copies.
          for (const name of written) copyErasures(erasures, erasuresBeside(name));
          return {};
        },
      ),
    ],
  ]);
}
