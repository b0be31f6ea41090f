import { createShiftingClock } from "#core/app/chat/shifting-clock.ts";
import { endOnBug } from "#core/app/end-on-bug.ts";
import { fromRoot } from "#core/app/from-root.ts";
import { openHost } from "#core/app/host.ts";
import { keptMessages } from "#core/app/open-channel.ts";
import { createPluginLoader } from "#core/app/plugin-loader.ts";
import { printLine } from "#core/app/print.ts";
import { type Serving, serve } from "#core/app/serve.ts";
import { createOtherBot } from "#core/app/simulator/create-other-bot.ts";
import { describePassage, describeSimulator } from "#core/app/simulator/describe-simulator.ts";
import { listenOn } from "#core/app/simulator/listen-on.ts";
import {
  readSimulatorFlags,
  type SimulatorFlags,
} from "#core/app/simulator/read-simulator-flags.ts";
import { stopSignal } from "#core/app/stop-on-signal.ts";
import { createConsole } from "#core/console/create-console.tsx";
import type { BotSetting } from "#core/console/other-bot/other-bot.ts";
import { wordsOf } from "#core/console/words.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { ChannelSimulator, SimulatorOptions } from "#core/model/ports/simulator.ts";

/** The channel whose network is simulated. */
const channel = "channel-whatsapp-cloud";
/** Where pages and network listen if nothing else is asked for and nobody else does. */
const usualPort = 8_090;
const usualGraphPort = 8_091;

/** `sapa simulator`: the network and the phones alone, for a bot that is another program. */
export async function simulatorCommand(flags: SimulatorFlags): Promise<number> {
  const { webhook, port, graphPort, network } = readSimulatorFlags(flags);
  const host = openHost(process.cwd(), {}, { level: "warn", handle: 2 });
  endOnBug(host.log);
  const clock = createShiftingClock(host.clock);
  const settings: BotSetting[] = [];
  const bot = createOtherBot({
    ...host,
    webhook,
    settings,
    worldClock: clock,
    handshake: () => simulator.handshake(),
    onPassage: (passage) =>
      printLine(flags.json === true ? JSON.stringify(passage) : describePassage(passage)),
  });
  const simulator = await openSimulator({
    clock,
    random: host.random,
    deliver: bot.deliver,
    keepMessages: keptMessages,
    settings: network,
  });
  const graph = listenOn(graphPort, usualGraphPort, "--graph-port", (at) =>
    simulator.serve({ port: at }),
  );
  let serving: Serving | undefined;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const pages = createConsole({
    bot: { name: wordsOf("en").other.botAt(new URL(webhook).host), timeZone },
    simulators: new Map([["whatsapp", simulator]]),
    otherBot: bot,
    world: {
      pushClock(durationMs) {
        clock.shift(durationMs);
        return Promise.resolve();
      },
    },
    clock,
    log: host.log,
  });
  try {
    settings.push(...settingsFor(graph.url, simulator));
    const stopListening = simulator.onAnswered(bot.noteAnswer);
    serving = listenOn(port, usualPort, "--port", (at) =>
      serve(fromRoot(pages.app), { host: "127.0.0.1", port: at }),
    );
    const stopping = stopSignal();
    const up = { webhook, page: `${serving.url}/simulator`, settings };
    if (flags.json === true) printLine(JSON.stringify({ kind: "up", ...up }));
    else for (const line of describeSimulator(up)) printLine(line);
    bot.start();
    await stopping;
    stopListening();
  } finally {
    bot.stop();
    pages.stop();
    await serving?.stop();
    await graph.stop();
    host.log.flush();
  }
  return 0;
}

type Simulator = ChannelSimulator & Required<Pick<ChannelSimulator, "handshake" | "onAnswered">>;

async function openSimulator(options: SimulatorOptions): Promise<Simulator> {
  const plugin = await createPluginLoader(process.cwd(), []).load(channel);
  const simulator = plugin.kind === "channel" ? plugin.simulate?.(options) : undefined;
  if (simulator !== undefined && isWhole(simulator)) return simulator;
  throw new BotError("SIMULATOR_MISSING", `${channel} has no simulator for other programs`, {
    hint: "Take away the plugin of that name in ./plugins.",
  });
}

function isWhole(simulator: ChannelSimulator): simulator is Simulator {
  return simulator.handshake !== undefined && simulator.onAnswered !== undefined;
}

/** What makes a bot speak to the simulator. */
function settingsFor(graphUrl: string, { settings }: ChannelSimulator): readonly BotSetting[] {
  return [
    { name: "graphUrl", value: graphUrl },
    { name: "phoneNumberId", value: settings["phone_number_id"] ?? "" },
    { name: "token", value: settings["token"] ?? "" },
    { name: "appSecret", value: settings["app_secrets"] ?? "" },
    { name: "verifyToken", value: settings["verify_token"] ?? "" },
  ];
}
