import { readBotFolder } from "#core/app/bot-folder.ts";
import { builtIn } from "#core/app/built-in.ts";
import { createCheckMarks } from "#core/app/check-marks.ts";
import { serveControl } from "#core/app/control/serve-control.ts";
import { endOnBug } from "#core/app/end-on-bug.ts";
import { type HostFlags, openHost } from "#core/app/host.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import type { SimulatorPages, SimulatorPagesDeps } from "#core/app/open-simulator-pages.ts";
import { printError } from "#core/app/print.ts";
import { serve } from "#core/app/serve.ts";
import { handOutSimulatorLink, removeSimulatorLink } from "#core/app/simulator-link.ts";
import { stopSignal } from "#core/app/stop-on-signal.ts";
import { wireBot } from "#core/app/wire.ts";
import { withPages } from "#core/app/with-pages.ts";

export interface RunFlags extends HostFlags {
  /** Puts accounts whose variables are not set on their simulator. */
  readonly simulate?: boolean | undefined;
  /** The same, with the simulator's pages behind a link that opens once. */
  readonly simulator?: boolean | undefined;
}

/** `sapa run`: serves the bot until a signal ends it; 0 when all that was in hand is done or kept. */
export async function runCommand(botFolder: string | undefined, flags: RunFlags): Promise<number> {
  const folder = readBotFolder(botFolder);
  const host = openHost(folder.folder, flags, { level: "info", handle: 1 });
  const { log, settings } = host;
  endOnBug(log);
  const marks = createCheckMarks(settings.dataFolder, builtIn.build);
  const bot = await openBot(folder, printError, marks);
  const { ready, actions, providers, secrets } = openAccounts(
    bot,
    flags.simulate === true || flags.simulator === true ? "when-unset" : "never",
    host,
  );
  const { dataFolder, secretKey, apiTokens } = settings;
  const wired = await wireBot({
    ...host,
    bot,
    accounts: ready,
    actions,
    providers,
    secrets,
    dataFolder,
    secretKey,
    apiTokens,
    keepsDiskFree: true,
  });
  try {
    const { publicUrl } = settings;
    const simulator =
      flags.simulator === true ? await openPages({ ...host, bot, wired, publicUrl }) : undefined;
    const app = simulator === undefined ? wired.http : withPages(wired.http, simulator.pages.app);
    const serving = serve(app, settings);
    const control = serveControl({ ...host, dataFolder, verbs: wired.verbs });
    const stopping = stopSignal();
    await wired.start();
    log.info("bot.started", { bot: bot.config.id, url: serving.url, flows: bot.programs.length });
    if (simulator !== undefined) {
      const link = simulator.linkTo(serving.url);
      printError(handOutSimulatorLink(link, dataFolder, process.stderr.isTTY));
    }
    const signal = await stopping;
    simulator?.pages.stop();
    if (simulator !== undefined) removeSimulatorLink(dataFolder);
    log.info("bot.stopping", { signal });
    await control.stop();
    const isDrained = await wired.drain();
    await serving.stop();
    log.info("bot.stopped", { isDrained });
  } finally {
    await wired.close();
    log.flush();
  }
  return 0;
}

/** The pages draw, check and test flows: who serves none does without all of that. */
async function openPages(deps: SimulatorPagesDeps): Promise<SimulatorPages> {
  const { openSimulatorPages } = await import("#core/app/open-simulator-pages.ts");
  return openSimulatorPages(deps);
}
