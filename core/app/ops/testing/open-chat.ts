import { SeededRandom } from "sapa/plugin/testing";
import { broadcastFolder } from "#core/app/ops/broadcast-folder.ts";
import { createPeopleDesk } from "#core/app/ops/create-people-desk.ts";
import { createLiveSettings } from "#core/app/settings/live-settings.ts";
import { botSchema } from "#core/config/bot-schema.ts";
import { createBroadcastDesk, type DeskDeps } from "#core/engine/broadcasts/broadcast-desk.ts";
import type { OperatorDesk } from "#core/engine/operator-desk.ts";
import { createBlocker } from "#core/engine/privacy/block-person.ts";
import { startWorld, type World } from "#core/engine/testing/world.ts";
import { readBroadcast } from "#core/flow/broadcast/read-broadcast.ts";
import { openCatalog } from "#core/flow/catalog.ts";
import type { SettingOverride } from "#core/model/ops.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { PeopleDesk } from "#core/ops/context.ts";
import { createDesk, type OpsDesk } from "#core/ops/create-desk.ts";
import type { Role } from "#core/ops/role.ts";

interface ChatOptions {
  readonly role?: Role;
  readonly contact?: string;
  readonly language?: "en" | "id";
  /** The bot's folder. */
  readonly folder?: string;
  readonly wrap?: (desk: OperatorDesk) => OperatorDesk;
}

/** A chat of the person ID.1 with the bot, in which ID.1 is an operator unless another is named. */
export async function openChat({
  role = "owner",
  contact = "ID.1",
  language = "en",
  folder = "/nowhere",
  wrap,
}: ChatOptions = {}) {
  const config = configOf(language);
  let stored: readonly SettingOverride[] = [];
  let desk: OpsDesk | undefined;
  const resume: PeopleDesk["resume"] = (request) => world.engine.giveBack(request);
  const world: World = await startWorld({
    openDesk({ store, records }, channel, ports) {
      const live = createLiveSettings(
        config,
        {},
        {
          overrides: stored,
          templates: { refusal: () => undefined },
        },
      );
      const parts = {
        botName: "Kopi",
        timeZone: config.timeZone,
        records,
        stats: () => store.stats(),
        settings: live.desk,
        purposes: live.engine.consent.purposes,
        priceCards: [],
        people: openPeople(records, channel, contact, { ...ports, resume }),
        broadcasts: openBroadcasts(folder, {
          records,
          channels: new Map([[channel.account, channel]]),
          settings: live.engine,
          onChange: () => world.engine.onBroadcasts(),
          clock: ports.clock,
        }),
        random: new SeededRandom(7),
      };
      desk = createDesk(parts, [{ contact, name: "Rani", role }]);
      return { settings: live.engine, operators: wrap?.(desk) ?? desk };
    },
  });
  const read = async <Value>(reading: Promise<Value>): Promise<Value> => {
    await world.clock.settle();
    return await reading;
  };
  const records = () => world.open.store.records;
  async function say(text: string): Promise<string> {
    const before = world.said.length;
    await world.hear(text);
    await world.clock.advance(100);
    return world.said.slice(before).join("\n---\n");
  }
  return {
    world,
    read,
    records,
    say,
    /** Asks for something and says yes to it. */
    async doIt(text: string): Promise<string> {
      return await say(/\/(?:yes|ya) \d{4}/.exec(await say(text))?.[0] ?? "no code");
    },
    shell(text: string) {
      if (desk === undefined) throw new Error("no desk");
      const at = world.clock.now();
      return read(desk.runShell({ text, who: "shell", language: "en", at }));
    },
    /** Another process, with what the store holds. */
    async restart(): Promise<void> {
      stored = await read(records().settingOverrides());
      world.open.store.abandon();
      world.reopen();
      await world.start();
    },
  };
}

function configOf(language: "en" | "id") {
  return botSchema.parse({
    bot: "kopi",
    format: 1,
    name: "Kopi",
    locales: language === "en" ? ["en", "id"] : ["id", "en"],
    time_zone: "Asia/Jakarta",
    channels: { shop: { plugin: "test" } },
    purposes: { marketing: { basis: "ask" } },
    limits: { contact: "5/min" },
    consent: { tell: "elsewhere" },
  });
}

function openBroadcasts(
  folder: string,
  ports: Pick<DeskDeps, "records" | "channels" | "settings" | "onChange" | "clock">,
) {
  const desk = createBroadcastDesk({
    ...ports,
    seed: () => 1,
    check: (source) => Promise.resolve(readBroadcast(source, openCatalog)),
  });
  return { ...desk, ...broadcastFolder(folder) };
}

function openPeople(
  records: Records,
  channel: Channel,
  operator: string,
  ports: Pick<World, "clock" | "log"> & Pick<PeopleDesk, "resume">,
): PeopleDesk {
  return createPeopleDesk({
    records,
    channels: [channel],
    files: { read: () => Promise.resolve(undefined) },
    dataFolder: "/nowhere",
    operators: [{ contact: operator }],
    block: createBlocker({
      records,
      channels: new Map([[channel.account, channel]]),
      ...ports,
    }),
    resume: ports.resume,
    async erase(contact) {
      const isGone = await records.eraseContact(contact);
      return isGone ? { contacts: [contact], networks: [] } : undefined;
    },
  });
}
