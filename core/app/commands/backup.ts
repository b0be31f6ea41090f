import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { backupVerbs } from "#core/app/control/backup-verbs.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { openDataKey } from "#core/app/data-key.ts";
import { hasData, tellNoData } from "#core/app/find-data.ts";
import { type Host, openHost } from "#core/app/host.ts";
import { openDataFolder } from "#core/app/open-data-folder.ts";
import { printLine } from "#core/app/print.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { erasuresBeside, openErasureList, takeOverErasures } from "#core/store/erasure-list.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { restoreBackup } from "#core/store/restore-backup.ts";

export interface BackupFlags {
  readonly bot?: string | undefined;
  readonly data?: string | undefined;
  readonly keys?: string | undefined;
  readonly json?: boolean | undefined;
}

const verb = "store.backup";

/** `sapa backup`: copies the database, checked, beside the bot that may be running; with --keys the keys too. */
export async function backupCommand(file: string, flags: BackupFlags): Promise<number> {
  const host = openHost(
    readBotFolder(flags.bot).folder,
    { data: flags.data },
    { level: "error", handle: 2 },
  );
  const { dataFolder } = host.settings;
  const keys = flags.keys === undefined ? {} : { keys: resolve(flags.keys) };
  const input = { file: resolve(file), ...keys };
  const answer = await callControl({ net: host.net, dataFolder }, verb, input);
  if (answer === undefined) await backUpHere(host, input);
  if (flags.json === true) printLine(JSON.stringify(input, undefined, 2));
  else {
    printLine(`${file}: the database, checked`);
    printLine(`${erasuresBeside(file)}: who was erased; it belongs beside the backup`);
    printLine(
      flags.keys === undefined
        ? "It cannot be read without keys.db and secret.key of the data folder: keep these elsewhere (--keys)."
        : `${flags.keys}: the keys; keep them elsewhere, and no longer than a month`,
    );
  }
  return 0;
}

async function backUpHere(host: Host, input: Json): Promise<void> {
  const { dataFolder } = host.settings;
  if (!hasData(dataFolder)) throw new BotError("USE_WRONG", tellNoData(dataFolder));
  const data = openData(host);
  const { store } = openSqliteStore({ ...host, ...data, leaseMs: minuteMs });
  try {
    await backupVerbs(store, data).get(verb)?.(JSON.stringify(input));
  } finally {
    await store.close();
  }
}

/**
 * `sapa restore`: puts a backup in the place of the database, while no bot runs on it, with --keys the keys
 * beside those that are there. Whoever was erased since is erased again before anything is read.
 */
export async function restoreCommand(backup: string, flags: BackupFlags): Promise<number> {
  const host = openHost(
    readBotFolder(flags.bot).folder,
    { data: flags.data },
    { level: "error", handle: 2 },
  );
  const { keys } = flags;
  const given = [backup, ...(keys === undefined ? [] : [keys])];
  for (const name of given) {
    if (!existsSync(name)) throw new BotError("USE_WRONG", `there is no file ${name}`);
  }
  openDataFolder(host.settings.dataFolder);
  const data = openData(host);
  const { erasures, file } = data;
  const wasThere = existsSync(file);
  restoreBackup({
    ...data,
    backup: resolve(backup),
    random: host.random,
    prepare() {
      // First: a copy of keys that is none is refused before anything has changed.
      if (keys !== undefined) data.takeOver(resolve(keys));
      for (const name of given) takeOverErasures(erasures, openErasureList(erasuresBeside(name)));
    },
  });
  const opened = openSqliteStore({ ...host, ...data, leaseMs: minuteMs });
  await opened.store.close();
  if (flags.json === true) printLine(JSON.stringify(resultOf(opened)));
  else {
    const kept = `; what was there is kept as ${file}.before-restore`;
    printLine(`restored${wasThere ? kept : ""}`);
    for (const line of restoredLines(opened)) printLine(line);
  }
  return 0;
}

type Restored = Pick<OpenStore, "erasedAgain" | "heldBack">;

function resultOf({ erasedAgain, heldBack }: Restored): Json {
  return {
    erased_again: erasedAgain,
    sends_held: heldBack.sends,
    broadcasts_paused: heldBack.broadcasts,
  };
}

function restoredLines({ erasedAgain, heldBack: { sends, broadcasts } }: Restored): string[] {
  return [
    "What people said since the backup is not in it, STOP neither.",
    ...(erasedAgain > 0 ? [`${erasedAgain} people who were erased since are erased again`] : []),
    ...(sends > 0
      ? [`${sends} messages that were in the line are not sent: they may have left since`]
      : []),
    ...(broadcasts > 0
      ? [`${broadcasts} broadcasts are paused: who got them since is not known`]
      : []),
  ];
}

function openData({ settings, random }: Host) {
  return {
    ...openDataKey({ ...settings, random }),
    file: join(settings.dataFolder, "sapa.db"),
  };
}
