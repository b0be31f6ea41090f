import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import { openDataKey } from "#core/app/data-key.ts";
import { hasData, tellNoData } from "#core/app/find-data.ts";
import type { Host } from "#core/app/host.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Codec } from "#core/store/codec.ts";
import type { ErasureList } from "#core/store/erasure-list.ts";
import { readFileFolder } from "#core/store/file-folder.ts";
import { openReadOnlyRecords } from "#core/store/open-read-only.ts";

/** Whose data a command of `sapa contact` looks at. */
export interface PeopleFlags {
  readonly bot?: string | undefined;
  readonly data?: string | undefined;
  readonly json?: boolean | undefined;
}

export interface PeopleView {
  readonly host: Host;
  readonly records: Records;
  readonly files: FileReader;
  readonly codec: Codec;
  readonly erasures: ErasureList;
}

/** Hands a data folder's people to `work`, read beside the bot that may be running. Writes nothing. */
export async function viewPeople<Value>(
  { bot, data }: PeopleFlags,
  work: (view: PeopleView) => Promise<Value>,
): Promise<Value> {
  const host = await openDataHost(readBotFolder(bot).folder, { data });
  const { settings, random, clock } = host;
  const file = join(settings.dataFolder, "sapa.db");
  if (!hasData(settings.dataFolder)) {
    throw new BotError("USE_WRONG", tellNoData(settings.dataFolder), {
      hint: "Name the folder of the bot's data: --data, or SAPA_DATA.",
    });
  }
  const { codec, ring, erasures } = openDataKey({ ...settings, random, isReadOnly: true });
  const database = openReadOnlyRecords(file, codec, clock, erasures);
  try {
    const files = readFileFolder(join(settings.dataFolder, "files"), ring);
    return await work({ host, records: database.records, files, codec, erasures });
  } finally {
    database.close();
    host.log.flush();
  }
}
