import { openActions } from "#core/app/open-actions.ts";
import { openChannel } from "#core/app/open-channel.ts";
import { createActionRunner } from "#core/app/run-action.ts";
import { createRunActivity, runNoAction } from "#core/app/run-activity.ts";
import { createEngine, type Engine } from "#core/engine/create-engine.ts";
import { createMedia } from "#core/engine/media/create-media.ts";
import { createOwnData } from "#core/engine/privacy/create-own-data.ts";
import { createEraser } from "#core/engine/privacy/erase-person.ts";
import { hmacHex } from "#core/lib/digest.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import type { GuardedNet } from "#core/model/ports/guarded-net.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { ScenarioBot } from "./open-bot.ts";

/** The engine and channel of production over the ports of one simulated process. */
export function createBotEngine(
  bot: ScenarioBot,
  channelSettings: Readonly<Record<string, string>>,
  ports: {
    readonly store: Store;
    readonly records: Records;
    readonly files: FileStore;
    readonly clock: Clock;
    readonly random: Random;
    readonly log: Log;
    readonly net: Net;
    readonly web: GuardedNet;
  },
): Engine {
  const { store, records, files, clock, random, log, net } = ports;
  const { account, plugin } = bot;
  const ready = { account, plugin, settings: channelSettings, isSimulated: false };
  const deliver = () => Promise.resolve(undefined);
  const { channel } = openChannel(ready, { records, files, clock, random, net, log, deliver });
  const channels = new Map([[account, channel]]);
  const { intake, retention } = bot.settings;
  const media = createMedia({
    ...ports,
    channels,
    maxBytes: intake.mediaMaxBytes,
    keepsMs: retention.mediaMs,
  });
  const actions = createActionRunner(openActions(bot.actions, ports).sets);
  const { erase } = createEraser({ records, media, channels, clock, log });
  const { timeZone } = bot.settings.bot;
  const ownData = createOwnData({ records, media, erase, timeZone, clock, log });
  const engine = createEngine({
    records,
    store,
    channels,
    flows: bot.flows,
    loadProgram: () => Promise.resolve(undefined),
    runActivity: createRunActivity(media, actions, runNoAction, ownData),
    settings: bot.settings,
    clock,
    random,
    log,
    secretKey: Buffer.from(hmacHex("simulation", "key"), "hex"),
  });
  return {
    ...engine,
    async start() {
      await engine.start();
      media.start();
    },
  };
}
