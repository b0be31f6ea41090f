import { existsSync } from "node:fs";
import { join } from "node:path";
import { openDataKey } from "#core/app/data-key.ts";
import { hasData, shownPath, tellNoData } from "#core/app/find-data.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { findDamage } from "#core/store/find-damage.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";

/** Whether the database is whole, of this program, and can be read with the keys that are there. */
export function checkDatabase({ host, command }: DoctorCase): readonly Found[] {
  const { settings, random, clock } = host;
  const { dataFolder, secretKey } = settings;
  if (!hasData(dataFolder)) {
    return [["warning", tellNoData(dataFolder), `The first start makes it: ${command("run")}`]];
  }
  const file = join(dataFolder, "sapa.db");
  const damage = findDamage(file);
  if (damage !== undefined) {
    const hint = "Stop the bot, keep a copy of the data folder, then: sapa restore BACKUP";
    return [["error", `${shownPath(file)} is damaged: ${damage}`, hint]];
  }
  const found: Found[] = [["good", `${shownPath(file)} is whole`]];
  const keyFile = join(dataFolder, "secret.key");
  if (secretKey === undefined && !existsSync(keyFile)) {
    const hint = "Put it back from where you keep it apart, or set SAPA_SECRET_KEY to it.";
    return [
      ...found,
      ["error", `${shownPath(keyFile)} is gone: nothing can be read without`, hint],
    ];
  }
  const { codec, erasures } = openDataKey({ ...settings, random, isReadOnly: true });
  try {
    openReadOnlyRecords(file, codec, clock, erasures).close();
    return [...found, ["good", "its schema is this program's, and its keys are there"]];
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    const { message, hint = "See deploy/ERRORS.md." } = error;
    // A start brings that one up to date by itself.
    const isOlder = String(error.code) === "STORE_SCHEMA_OLDER";
    return [...found, [isOlder ? "warning" : "error", message, hint]];
  }
}
