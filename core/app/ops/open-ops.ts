import type { LoadedBot } from "#core/app/load-bot.ts";
import type { LiveSettings } from "#core/app/settings/live-settings.ts";
import type { BroadcastDesk } from "#core/engine/broadcasts/broadcast-desk.ts";
import type { Engine } from "#core/engine/create-engine.ts";
import { createBlocker } from "#core/engine/privacy/block-person.ts";
import type { ErasePerson } from "#core/engine/privacy/erase-person.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import { createDesk, type OpsDesk } from "#core/ops/create-desk.ts";
import { broadcastFolder } from "./broadcast-folder.ts";
import { createPeopleDesk } from "./create-people-desk.ts";

export interface OpenOpsDeps {
  readonly bot: LoadedBot;
  readonly dataFolder: string;
  readonly store: Pick<Store, "stats">;
  readonly records: Records;
  readonly files: FileReader;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly live: LiveSettings;
  readonly erasePerson: ErasePerson;
  readonly engine: () => Pick<Engine, "giveBack">;
  readonly broadcasts: BroadcastDesk;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** Who takes the commands of people of ours. */
export function openOps(deps: OpenOpsDeps): OpsDesk {
  const { bot, records, channels, live, random, store } = deps;
  const { name, timeZone, operators } = bot.config;
  const people = createPeopleDesk({
    ...deps,
    channels: [...channels.values()],
    erase: deps.erasePerson,
    block: createBlocker(deps),
    resume: (request) => deps.engine().giveBack(request),
    operators,
  });
  const parts = {
    botName: name,
    timeZone,
    records,
    stats: () => store.stats(),
    settings: live.desk,
    purposes: live.engine.consent.purposes,
    priceCards: [...channels].flatMap(([account, { prices }]) =>
      prices?.card === undefined ? [] : [{ account, ...prices.card }],
    ),
    people,
    broadcasts: { ...deps.broadcasts, ...broadcastFolder(bot.folder) },
    random,
  };
  return createDesk(parts, operators);
}
