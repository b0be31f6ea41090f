import { readBotFolder } from "#core/app/bot-folder.ts";
import { createShiftingClock } from "#core/app/chat/shifting-clock.ts";
import { type ControlDeps, serveControl } from "#core/app/control/serve-control.ts";
import { describeDev } from "#core/app/describe-dev.ts";
import { type Answerers, createAnswerers } from "#core/app/dev/create-answerers.ts";
import { createOutage } from "#core/app/dev/create-outage.ts";
import { createWorld } from "#core/app/dev/create-world.ts";
import { openRuntime, type Runtime } from "#core/app/dev/open-runtime.ts";
import { createSimulatedNetwork } from "#core/app/dev/simulated-network.ts";
import { endOnBug } from "#core/app/end-on-bug.ts";
import { devFolderOf } from "#core/app/find-data.ts";
import { fromRoot } from "#core/app/from-root.ts";
import { type Host, type HostFlags, openHost } from "#core/app/host.ts";
import type { LoadedBot } from "#core/app/load-bot.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { createPluginLoader } from "#core/app/plugin-loader.ts";
import { printError, printLine } from "#core/app/print.ts";
import { reloadFlows } from "#core/app/reload-flows.ts";
import { counted, renderFindings } from "#core/app/render-findings.ts";
import { renderAside, renderTraffic } from "#core/app/render-traffic.ts";
import { type Answering, type Serving, serve } from "#core/app/serve.ts";
import { stopSignal } from "#core/app/stop-on-signal.ts";
import { tellFailure } from "#core/app/tell-failure.ts";
import { viewBot } from "#core/app/view-bot.ts";
import { watchChannel } from "#core/app/watch-channel.ts";
import { watchFolder } from "#core/app/watch-folder.ts";
import { watchStore } from "#core/app/watch-store.ts";
import { withPages } from "#core/app/with-pages.ts";
import type { LastSave } from "#core/console/bot-view.ts";
import { createConsole } from "#core/console/create-console.tsx";
import { errorText } from "#core/lib/bot-error.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";

/** Where the first simulator listens if nobody else does. */
const simulatorPort = 8_090;

/** `sapa dev`: the bot with simulators, every message on the terminal, flows as they are edited. */
export async function devCommand(botFolder: string | undefined, flags: HostFlags): Promise<number> {
  const folder = readBotFolder(botFolder);
  const machine = openHost(folder.folder, flags, { level: "warn", handle: 1 });
  // The world's clock can be pushed; the bot in it notices nothing.
  const clock = createShiftingClock(machine.clock);
  const host = { ...machine, clock };
  endOnBug(host.log);
  const bot = await openBot(folder, printError);
  const { ready, unset, actions, providers, secrets } = openAccounts(bot, "when-unset", host);
  const { dataFolder, secretKey, apiTokens } = host.settings;
  const devFolder = devFolderOf(dataFolder);
  const outage = createOutage();
  const answerers = openAnswerers(bot, machine);
  const network = createSimulatedNetwork({ clock, random: host.random });
  const runtime = await openRuntime(
    {
      ...host,
      bot,
      accounts: ready,
      actions,
      providers: providers.map((provider) => outage.over(answerers.over(provider))),
      secrets,
      dataFolder: devFolder,
      secretKey,
      apiTokens,
      keepsDiskFree: false,
      wrapStore: (store) => showAsides(store, bot, host),
      wrapChannel: showTraffic(bot, host),
    },
    network,
    tellDown,
  );
  const { simulators: phones } = runtime.wired;
  const simulators: Serving[] = [];
  try {
    let lastSave: LastSave = { findings: [], files: [] };
    const view = viewBot({ ...host, bot, runtime, lastSave: () => lastSave, forgetsAnybody: true });
    const around = { bot, runtime, network, outage, answerers, clock, machine: machine.clock };
    const world = createWorld(around);
    const pages = createConsole({ ...host, bot: bot.config, simulators: phones, view, world });
    const serving = serve(fromRoot(withPages(answerWhileUp(runtime), pages.app)), host.settings);
    const verbs = verbsOf(runtime);
    const control = serveControl({ ...host, dataFolder: devFolder, verbs });
    const stopping = stopSignal();
    await runtime.wired.start();
    const urls = new Map<string, string>();
    for (const [account, simulator] of phones) {
      const served = serveSimulator(simulator);
      simulators.push(served);
      urls.set(account, served.url);
    }
    const watching = watchFlows(bot, runtime, machine, (save) => {
      lastSave = save;
    });
    const { wired } = runtime;
    for (const line of describeDev({ bot, wired, url: serving.url, simulators: urls, unset })) {
      printLine(line);
    }
    await stopping;
    watching.stop();
    printLine("\nStopping.");
    await control.stop();
    pages.stop();
    await runtime.drain();
    await serving.stop();
  } finally {
    for (const served of simulators) await served.stop();
    await runtime.close();
    host.log.flush();
  }
  return 0;
}

function tellDown(error: unknown): void {
  printError("The bot was killed, and cannot be started again:");
  tellFailure(error);
}

/** Those of its present life; a bot that is down refuses each with why it is. */
function verbsOf(runtime: Runtime): ControlDeps["verbs"] {
  return {
    get: (name) => {
      const { failure, wired } = runtime;
      return failure === undefined ? wired.verbs.get(name) : () => Promise.reject(failure);
    },
  };
}

function openAnswerers(bot: LoadedBot, { log, ...machine }: Host): Answerers {
  const loader = createPluginLoader(bot.folder, bot.config.plugins);
  return createAnswerers({ ...machine, loader, hide: (values) => log.hide(values) });
}

/** The bot's own face; a bot that is being started again answers nothing yet. */
function answerWhileUp(runtime: Runtime): Answering {
  return {
    fetch: (request) =>
      runtime.isUp
        ? runtime.wired.http.fetch(request)
        : new Response(runtime.failure?.message ?? "the bot is starting again", {
            status: 503,
            headers: { "retry-after": "1" },
          }),
  };
}

/** Shows what passes, and lets a simulator know of people who wrote past it. */
function showTraffic(bot: LoadedBot, { clock }: Host) {
  return (channel: Channel, simulator: ChannelSimulator | undefined): Channel =>
    watchChannel(channel, (traffic) => {
      printLine(renderTraffic(traffic, clock.now(), bot.config.timeZone));
      if (traffic.kind === "in") simulator?.overhear?.(traffic.simulated, traffic.vendorId);
    });
}

/** Shows what no message does: why a run failed, events, handoffs, why the bot is silent. */
function showAsides(store: Store, bot: LoadedBot, { clock }: Host): Store {
  return watchStore(store, (aside) => {
    printLine(renderAside(aside, clock.now(), bot.config.timeZone));
  });
}

function serveSimulator(simulator: ChannelSimulator): Serving {
  try {
    return simulator.serve({ port: simulatorPort });
  } catch {
    // Such as another bot's simulator.
    printError(`port ${simulatorPort} is taken, so the network is on a free one`);
    return simulator.serve({ port: 0 });
  }
}

function watchFlows(
  bot: LoadedBot,
  runtime: Runtime,
  { clock }: Host,
  onSave: (save: LastSave) => void,
): { stop(): void } {
  return watchFolder(bot.folder, clock, (names) => {
    const flows = names.filter((name) => name.endsWith(".flow.yaml"));
    if (names.includes("bot.yaml")) printLine("bot.yaml changed: start again to use it");
    if (flows.length === 0) return;
    reload(flows).catch((error: unknown) => printError(`not reloaded: ${errorText(error)}`));
  });

  async function reload(names: readonly string[]): Promise<void> {
    const { flows, findings, files } = await runtime.ask((wired) => reloadFlows(bot, wired));
    onSave({ findings, files });
    if (findings.length > 0) printLine(renderFindings(findings, files, "human"));
    printLine(
      flows === undefined
        ? `${names.join(", ")}: not taken, the bot goes on with the flows of before`
        : `${names.join(", ")}: taken, ${counted(flows, "flow")}; new conversations use it`,
    );
  }
}
