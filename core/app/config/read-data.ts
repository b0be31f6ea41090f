import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { openDataKey } from "#core/app/data-key.ts";
import type { Host } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";

/** Where the configuration of the last start is kept: among values of plugins, under a name that none has. */
const place = ["sapa", "config"] as const;

const keptSchema = z.object({ text: z.string(), at: z.number() });

/** The bot.yaml of the last start. */
export type KeptConfig = z.output<typeof keptSchema>;

/** Remembers what the bot is started with, so that a later change of it can be told. */
export function keepConfig(
  records: Pick<Records, "setPluginValue">,
  { text }: LoadedBot,
  clock: Clock,
): Promise<void> {
  return records.setPluginValue(...place, { text, at: clock.now() });
}

/** Undefined: the bot was never started on this data folder. */
export async function readKeptConfig(records: Records): Promise<KeptConfig | undefined> {
  return keptSchema.safeParse(await records.pluginValue(...place)).data;
}

/** Looks into the data folder, beside the bot that may be running; undefined if there is none yet. */
export async function readData<Value>(
  { settings, random, clock }: Host,
  work: (records: Records) => Promise<Value>,
): Promise<Value | undefined> {
  const file = join(settings.dataFolder, "sapa.db");
  if (!existsSync(file)) return undefined;
  const { codec } = openDataKey({ ...settings, random, isReadOnly: true });
  const database = openReadOnlyRecords(file, codec, clock);
  try {
    return await work(database.records);
  } finally {
    database.close();
  }
}
