import { readBotFolder } from "#core/app/bot-folder.ts";
import { type ConfigRow, listConfig, textOf } from "#core/app/config/list-config.ts";
import { needConfig } from "#core/app/config/need-config.ts";
import { readData } from "#core/app/config/read-data.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import type { HostFlags } from "#core/app/host.ts";
import { printLine } from "#core/app/print.ts";
import { listEnvironment } from "#core/config/environment.ts";

export interface ConfigFlags extends HostFlags {
  readonly json?: boolean | undefined;
  readonly against?: string | undefined;
}

/** `sapa config print`: every setting that counts, where it comes from, and no secret. */
export async function configPrintCommand(
  botFolder: string | undefined,
  flags: ConfigFlags,
): Promise<number> {
  const folder = readBotFolder(botFolder);
  const host = await openDataHost(folder.folder, flags);
  const { source } = needConfig(folder.bot.file, folder.bot.text);
  const overrides = (await readData(host, (records) => records.settingOverrides())) ?? [];
  const environment = listEnvironment(host.variables).map(
    ({ name, value, isSet }): ConfigRow => ({
      key: name,
      value,
      from: isSet ? "environment" : value === undefined ? "not set" : "default",
    }),
  );
  const rows = [...listConfig(source, host.variables, overrides), ...environment];
  if (flags.json === true) printLine(JSON.stringify(rows, undefined, 2));
  else for (const row of rows) printLine(describe(row));
  return 0;
}

function describe({ key, value, from }: ConfigRow): string {
  return `${key} = ${value === undefined ? "-" : textOf(value)}  # ${from}`;
}
