import { devFolderOf, hasData, shownPath } from "#core/app/find-data.ts";
import { type Host, type HostFlags, openHost } from "#core/app/host.ts";
import { printError } from "#core/app/print.ts";
import { isAnswering } from "./call-control.ts";

/**
 * The machine for a command on a bot's data: those of `--data` or `SAPA_DATA`; where no bot has run on these,
 * those of a `sapa dev` that is running, which is told. One that runs beside a bot's data is told as well.
 */
export async function openDataHost(botFolder: string, flags: HostFlags): Promise<Host> {
  const host = openHost(botFolder, flags, { level: "error", handle: 2 });
  const { net, settings } = host;
  const { dataFolder } = settings;
  const devFolder = devFolderOf(dataFolder);
  const isNamed = flags.data !== undefined;
  if (isNamed || !(await isAnswering({ net, dataFolder: devFolder }))) return host;
  if (hasData(dataFolder)) {
    if (!(await isAnswering({ net, dataFolder }))) {
      printError(`sapa dev is running, and is not asked: --data ${shownPath(devFolder)} asks it`);
    }
    return host;
  }
  printError(`this is of the sapa dev that is running (--data ${shownPath(devFolder)})`);
  return { ...host, settings: { ...settings, dataFolder: devFolder } };
}
