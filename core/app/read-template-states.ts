import { existsSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import type { TemplateRecord } from "#core/model/template.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";
import { openDataKey } from "./data-key.ts";
import { openHost } from "./host.ts";

/**
 * What the data folder of a bot knows of templates, read beside the bot that may run on it; nothing where
 * there is no database, or it cannot be read: what is wrong with it is told by those who need it.
 */
export async function readTemplateStates(botFolder: string): Promise<readonly TemplateRecord[]> {
  try {
    const { settings, random, clock } = openHost(botFolder, {}, { level: "error", handle: 2 });
    const file = join(settings.dataFolder, "sapa.db");
    if (!existsSync(file)) return [];
    const { codec } = openDataKey({ ...settings, random, isReadOnly: true });
    const database = openReadOnlyRecords(file, codec, clock);
    try {
      return await database.records.templates();
    } finally {
      database.close();
    }
  } catch (error) {
    if (error instanceof BotError) return [];
    throw error;
  }
}
