import { createQuietLog, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { z } from "zod";
import type { RunActivity } from "#core/engine/activities.ts";
import { createEngine, type Engine, type EngineDeps } from "#core/engine/create-engine.ts";
import { createMedia, type Media } from "#core/engine/media/create-media.ts";
import { createOwnData } from "#core/engine/privacy/create-own-data.ts";
import { createEraser } from "#core/engine/privacy/erase-person.ts";
import { defaultEngineSettings, type EngineSettings } from "#core/engine/settings.ts";
import { readBroadcast } from "#core/flow/broadcast/read-broadcast.ts";
import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlows, compileRevision, type FlowSource } from "#core/flow/compile-flows.ts";
import { createFlowSet } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, hourMs, millisSchema, minuteMs } from "#core/lib/millis.ts";
import { type EventBody, eventBodySchema, type NewEvent } from "#core/model/event.ts";
import type { Sender } from "#core/model/identity.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type {
  Channel,
  ChannelOutcome,
  ChannelPrices,
  ChannelSend,
  WebhookReading,
  WebhookRequest,
} from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import {
  type Delivery,
  type RejectionEffect,
  type SendError,
  type StatusUpdate,
  statusUpdateSchema,
} from "#core/model/status.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";

const shop = accountId("shop");
export const startAt = 1_800_000_000_000;
const key = new Uint8Array(32).fill(9);

const flowText = `
flow: order
format: 1
mode: queue
triggers: [{ message: kopi }]
slots: { cups: { type: integer, min: 1 } }
steps:
  - ask: How many?
    id: cups
    into: cups
  - say: "{{ slots.cups }} it is."
  - wait: { for: 2h }
    id: later
  - say: Your coffee was two hours ago.
`;
const menuText = `
flow: menu
format: 1
triggers: [{ message: daftar }]
steps:
  - say: This is the menu.
`;

export const person: Sender = {
  scope: "test",
  addresses: [{ kind: "user_id", value: "ID.1" }],
  name: "Sari",
};
const updateSchema = z.object({
  dedupeKey: z.string(),
  occurredAt: millisSchema,
  body: eventBodySchema,
});

/** A network of its own: every message is taken unless `answers` says otherwise. */
class TestChannel implements Channel {
  readonly account = shop;
  readonly kind = "test";
  readonly capabilities = {
    text: { maxChars: 4_096 },
    templates: true,
    reactions: true,
    receipts: true,
    windowMs: dayMs,
    markup: "none",
  } as const;
  readonly sent: ChannelSend[] = [];
  readonly answers: ChannelOutcome[] = [];
  /** What the network says is wrong with the account. */
  problem: SendError | undefined;
  /** Unset: messages are free. */
  prices?: ChannelPrices;
  /** Unset, both: a network without files. */
  prepare?: NonNullable<Channel["prepare"]>;
  fetchMedia?: NonNullable<Channel["fetchMedia"]>;
  /** Unset: a network without a block list. */
  block?: NonNullable<Channel["block"]>;

  /** The body is the event's or receipt's own JSON: this network has no wire format. */
  receive({ body: bytes, receivedAt }: WebhookRequest): WebhookReading {
    const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const receipt = statusUpdateSchema.safeParse(json);
    if (receipt.success) {
      return { kind: "updates", events: [], statuses: [receipt.data], foreign: 0 };
    }
    const update = updateSchema.parse(json);
    const { body } = update;
    const sender = "sender" in body && body.sender !== undefined ? body.sender : person;
    const event: NewEvent = { account: shop, sender, receivedAt, ...update };
    return { kind: "updates", events: [event], statuses: [], foreign: 0 };
  }

  send(send: ChannelSend): Promise<ChannelOutcome> {
    this.sent.push(send);
    return Promise.resolve(
      this.answers.shift() ?? { kind: "accepted", vendorId: `v${this.sent.length}` },
    );
  }

  acknowledge(): Promise<void> {
    return Promise.resolve();
  }

  check(): Promise<SendError | undefined> {
    return Promise.resolve(this.problem);
  }
}

export const settings: EngineSettings = {
  ...defaultEngineSettings,
  limits: { ...defaultEngineSettings.limits, contact: { count: 5, periodMs: minuteMs } },
  intake: { ...defaultEngineSettings.intake, mediaMaxBytes: 20 * 1_048_576 },
  bot: {
    name: "Kopi",
    locales: ["en", "id"],
    timeZone: "Asia/Jakarta",
    menuFlow: "menu",
    humanReplyMs: 2 * hourMs,
    env: {},
    mergesTexts: true,
    isOpenAt: undefined,
  },
};

export interface WorldOptions {
  /** Other flows than those of above. */
  readonly flows?: readonly FlowSource[];
  /** Does what is no file; every activity is done at once, with nothing, if absent. */
  readonly runActivity?: RunActivity;
  /** Hears of every revision that is looked for beyond the flows of above. */
  readonly onSought?: (revision: string) => void;
  /** Where lines go, by the world's clock; into `World.log`, if absent. */
  readonly log?: (clock: Clock) => Log;
  /** Other settings than those of above. */
  readonly settings?: EngineSettings;
  /** Who takes commands, and settings that they change; made anew for each process. */
  readonly openDesk?: (
    open: OpenStore,
    channel: Channel,
    ports: Pick<World, "clock" | "log">,
  ) => Partial<Pick<EngineDeps, "settings" | "operators" | "templates">>;
}

interface OpenProcess {
  readonly engine: Engine;
  readonly store: OpenStore;
  readonly media: Media;
}

const sampleFlows: readonly FlowSource[] = [
  { file: "order.flow.yaml", text: flowText },
  { file: "menu.flow.yaml", text: menuText },
];

/** One bot with one person; `restart` opens a new process over the same database. */
export class World {
  readonly clock = new VirtualClock(startAt);
  readonly log = createQuietLog();
  readonly channel = new TestChannel();
  readonly files = createMemoryFiles(settings.intake.mediaMaxBytes);
  readonly database = openMemoryDatabase();
  #count = 0;
  readonly #options: WorldOptions;
  #flows: readonly FlowSource[];
  #settings: EngineSettings;
  open: OpenProcess;

  constructor(options: WorldOptions = {}) {
    this.#options = options;
    this.#flows = options.flows ?? sampleFlows;
    this.#settings = options.settings ?? settings;
    this.open = this.#openProcess();
  }

  get engine(): Engine {
    return this.open.engine;
  }

  get said(): readonly string[] {
    return this.channel.sent.map(({ message }) => messageOutText(message));
  }

  /** A new process, with other words to people if they are given. */
  async restart(change: Partial<EngineSettings["consent"]> = {}): Promise<void> {
    const consent = { ...this.#settings.consent, ...change };
    this.#settings = { ...this.#settings, consent };
    this.open.store.abandon();
    this.reopen();
    await this.start();
  }

  /** Another process over the same database, which has not begun. */
  reopen(): void {
    this.open = this.#openProcess();
  }

  async start(): Promise<void> {
    const starting = this.engine.start();
    await this.clock.settle();
    await starting;
    await this.clock.settle();
  }

  /** Activates other flows; they are what a restart finds, too. */
  async useFlows(flows: readonly FlowSource[]): Promise<void> {
    const programs = compileAll(flows);
    const { records } = this.open.store;
    const all = [...compileAll(this.#flows), ...programs];
    const putting = Promise.all(
      all.map(({ revision: id, flow, file, bundle: source }) =>
        records.putRevision({ id, flow, file, source, createdAt: this.clock.now() }),
      ),
    );
    await this.clock.settle();
    await putting;
    this.#flows = flows;
    this.engine.useFlows(createFlowSet(programs));
    await this.clock.settle();
  }

  hear(text: string, occurredAt: number = this.clock.now()): Promise<number> {
    return this.take({ kind: "text", id: `m${++this.#count}`, text }, occurredAt);
  }

  take(
    message: MessageIn,
    occurredAt: number = this.clock.now(),
    sender: Sender = person,
  ): Promise<number> {
    const body = { kind: "message", message, sender } as const;
    return this.happen(body, `message:${message.id}`, occurredAt);
  }

  async happen(
    body: EventBody,
    dedupeKey = `event:${++this.#count}`,
    occurredAt: number = this.clock.now(),
  ): Promise<number> {
    return this.#deliver({ dedupeKey, occurredAt, body });
  }

  /** Tells what became of the message that went out as number `index`. */
  tell(
    index: number,
    status: Delivery,
    error?: SendError,
    effect?: RejectionEffect,
    price?: StatusUpdate["price"],
  ): Promise<number> {
    const callback = this.channel.sent[index]?.callback;
    const vendorId = `v${index + 1}`;
    return this.#deliver({
      vendorId,
      status,
      at: this.clock.now(),
      callback,
      error,
      effect,
      price,
    });
  }

  async #deliver(update: object): Promise<number> {
    const taking = this.engine.receive(shop, {
      method: "POST",
      query: {},
      headers: {},
      body: new TextEncoder().encode(JSON.stringify(update)),
      receivedAt: this.clock.now(),
    });
    await this.clock.advance(10);
    return (await taking).status;
  }

  #openProcess(): OpenProcess {
    const { clock } = this;
    const log = this.#options.log?.(clock) ?? this.log;
    const random = new SeededRandom(1);
    const store = openSqliteStore({
      database: this.database,
      clock,
      random,
      log,
      leaseMs: minuteMs,
      codec: createPlainCodec(key),
    });
    const { runActivity = doNothing } = this.#options;
    const channels = new Map([[shop, this.channel]]);
    const media = createMedia({
      channels,
      files: this.files,
      records: store.records,
      clock,
      random,
      log,
      maxBytes: settings.intake.mediaMaxBytes,
      keepsMs: settings.retention.mediaMs,
    });
    const ports = { records: store.records, media, clock, log };
    const { erase } = createEraser({ ...ports, channels });
    const ownData = createOwnData({ ...ports, erase, timeZone: settings.bot.timeZone });
    const own: Partial<Record<string, RunActivity>> = { media: media.run, privacy: ownData };
    const engine = createEngine({
      store: store.store,
      channels,
      flows: createFlowSet(compileAll(this.#flows)),
      loadProgram: async (id) => {
        this.#options.onSought?.(id);
        const stored = await store.records.revision(id);
        const text = stored?.source;
        return text === undefined ? undefined : compileRevision({ file: stored?.file ?? "", text });
      },
      runActivity: (activity, signal) =>
        (own[activity.request.port] ?? runActivity)(activity, signal),
      readBroadcast: (source) => Promise.resolve(readBroadcast(source, openCatalog)),
      records: store.records,
      settings: this.#settings,
      ...this.#options.openDesk?.(store, this.channel, this),
      clock,
      random,
      log,
      secretKey: key,
    });
    return { engine, store, media };
  }
}

function compileAll(flows: readonly FlowSource[]): readonly Program[] {
  const { programs, findings } = compileFlows(flows, openCatalog);
  if (programs.length < flows.length) throw new Error(JSON.stringify(findings));
  return programs;
}

const doNothing: RunActivity = () => Promise.resolve({ kind: "done", value: null });

export async function startWorld(options: WorldOptions = {}): Promise<World> {
  const world = new World(options);
  await world.start();
  return world;
}
