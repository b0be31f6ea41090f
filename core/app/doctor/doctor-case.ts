import { type BotFolder, readBotFolder } from "#core/app/bot-folder.ts";
import { type ControlAnswer, callControl, isAnswering } from "#core/app/control/call-control.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import type { Host, HostFlags } from "#core/app/host.ts";
import { loadPlugins } from "#core/app/load-plugins.ts";
import { createPluginLoader } from "#core/app/plugin-loader.ts";
import { type PreparedBot, prepareBot } from "#core/app/prepare-bot.ts";
import { readBot } from "#core/app/read-bot.ts";
import type { BotConfig } from "#core/config/bot-schema.ts";
import type { Json } from "#core/lib/json.ts";
import { createLookingNet, type HeardTime } from "./looking-net.ts";

/** bot.yaml with what this machine puts into it. */
export interface CasedBot extends PreparedBot {
  readonly config: BotConfig;
}

/** What the checks of `sapa doctor` look at. */
export interface DoctorCase {
  readonly folder: BotFolder;
  /** Its way out is bounded in time. */
  readonly host: Host;
  /** Undefined: bot.yaml cannot be read, which is told by the check of it. */
  readonly bot: CasedBot | undefined;
  /** Whether a bot runs on the data folder and takes commands. */
  readonly isRunning: boolean;
  /** Asks that bot; undefined: none runs. Here alone one waits longer: it may itself have somebody to ask. */
  readonly askBot: (verb: string, input: Json) => Promise<ControlAnswer | undefined>;
  /** What others said that the time is, as far as they were asked. */
  readonly heardTimes: () => readonly HeardTime[];
  /** A command as it is typed for this bot: `sapa check flows`, or with the flag `sapa knowledge list --bot flows`. */
  readonly command: (verb: string, flag?: "--bot") => string;
}

/** Gathers what there is to look at; makes and changes nothing. */
export async function openDoctorCase(
  name: string | undefined,
  flags: HostFlags,
): Promise<DoctorCase> {
  const folder = readBotFolder(name);
  const machine = await openDataHost(folder.folder, flags);
  const { net, heardTimes } = createLookingNet(machine.net, machine.clock);
  const host = { ...machine, net };
  const place = { net: machine.net, dataFolder: host.settings.dataFolder };
  const { config, source } = readBot(folder.bot.file, folder.bot.text);
  let bot: CasedBot | undefined;
  if (config !== undefined) {
    const loader = createPluginLoader(folder.folder, config.plugins);
    const plugins = await loadPlugins(config, source, loader);
    const parts = { ...plugins, config, folder: folder.folder };
    bot = { ...prepareBot(parts, "never", host), config };
  }
  return {
    folder,
    host,
    bot,
    isRunning: await isAnswering({ ...place, net }),
    askBot: (verb, input) => callControl(place, verb, input),
    heardTimes,
    command(verb, flag) {
      const words = ["sapa", verb, ...(flag === undefined ? [] : [flag]), quote(name ?? "")];
      return (name === undefined ? words.slice(0, 2) : words).join(" ");
    },
  };
}

/** A word as a shell takes it. */
function quote(word: string): string {
  return /^[\w./:@-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
