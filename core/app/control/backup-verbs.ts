import { existsSync } from "node:fs";
import { z } from "zod";
import { type ControlVerb, defineControlVerb } from "#core/http/control-verb.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { KeyRing } from "#core/store/key-ring.ts";

/** The verb of `sapa backup`. */
export function backupVerbs(store: Store, ring: KeyRing): ReadonlyMap<string, ControlVerb> {
  return new Map([
    [
      "store.backup",
      defineControlVerb(
        z.strictObject({ file: z.string(), keys: z.string().optional() }),
        async ({ file, keys }) => {
          for (const name of [file, keys]) {
            if (name === undefined || !existsSync(name)) continue;
            throw new BotError("USE_WRONG", `${name} is there already`, {
              hint: "Name a new file: an older backup is not overwritten.",
            });
          }
          await store.backup(file);
          if (keys !== undefined) ring.copyTo(keys);
          return {};
        },
      ),
    ],
  ]);
}
