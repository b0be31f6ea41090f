import type { Variables } from "#core/config/environment.ts";
import { createOpenAt } from "#core/config/opening-hours.ts";
import type { BotView, LastSave, World } from "#core/console/bot-view.ts";
import { readPerson } from "#core/engine/queries/read-person.ts";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, minuteMs } from "#core/lib/millis.ts";
import type { Address } from "#core/model/identity.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { ShiftingClock } from "./chat/shifting-clock.ts";
import type { LoadedBot } from "./load-bot.ts";
import { makeConversationTest } from "./record-test/make-conversation-test.ts";
import type { Wired } from "./wire.ts";

export interface ViewDeps {
  readonly bot: LoadedBot;
  readonly wired: Wired;
  readonly variables: Variables;
  readonly lastSave: () => LastSave;
}

/** Most places that live runs are counted at. */
const maxPlaces = 1_000;
/** A bot opens within so long, or not at all. */
const farMs = 14 * dayMs;

/** What the console's pages read of a running bot. */
export function viewBot({ bot, wired, variables, lastSave }: ViewDeps): BotView {
  const { records } = wired;

  async function find(account: string, person: SimulatedPerson) {
    const id = accountId(account);
    const channel = wired.channels.get(id);
    return channel && (await readPerson(records, id, channel.kind, addressesOf(person)));
  }

  return {
    flows: () =>
      [...wired.flows.set.values()].map(({ program }) => {
        const { flow, file, source, revision } = program;
        return { flow, file, source, revision };
      }),
    lastSave,
    liveRuns: () => records.countLiveRuns({ limit: maxPlaces }),
    person: find,
    async forget(account, person) {
      const found = await find(account, person);
      if (found === undefined) return false;
      return (await wired.erasePerson(found.contact.id, "simulator")) !== undefined;
    },
    async makeTest(account, person) {
      const found = await find(account, person);
      if (found === undefined) return undefined;
      return await makeConversationTest({ bot, records, variables, contact: found.contact.id });
    },
  };
}

/** The world around a bot that runs on a clock of its own. */
export function worldOf(bot: LoadedBot, clock: ShiftingClock): World {
  return {
    pushClock: (durationMs) => clock.shift(durationMs),
    opensAt() {
      const { hours, timeZone } = bot.config;
      if (hours === undefined) return undefined;
      const isOpenAt = createOpenAt(hours, timeZone);
      const now = clock.now();
      if (isOpenAt(now)) return undefined;
      const first = Math.ceil(now / minuteMs) * minuteMs;
      for (let at = first; at < now + farMs; at += minuteMs) if (isOpenAt(at)) return at;
      return undefined;
    },
  };
}

function addressesOf({ userId, phone }: SimulatedPerson): readonly Address[] {
  return [
    ...(userId === undefined ? [] : [{ kind: "user_id", value: userId } as const]),
    ...(phone === undefined ? [] : [{ kind: "phone", value: phone } as const]),
  ];
}
