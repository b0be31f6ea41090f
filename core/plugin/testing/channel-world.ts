import { sha256Hex } from "#core/lib/digest.ts";
import { accountId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { MediaSource } from "#core/model/message-out.ts";
import type {
  Channel,
  ChannelOutcome,
  WebhookReading,
  WebhookRequest,
} from "#core/model/ports/channel.ts";
import type { Net } from "#core/model/ports/net.ts";
import type { ChannelSimulator, SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { StatusUpdate } from "#core/model/status.ts";
import type { LoadedChannelPlugin } from "#core/plugin/define-plugin.ts";
import { createQuietLog } from "./quiet-log.ts";
import { SeededRandom } from "./seeded-random.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** A channel plugin under test. It must bring a simulator. */
export interface ChannelSubject {
  readonly plugin: LoadedChannelPlugin;
  /** Settings laid over the simulator's, under which the network refuses the whole account. */
  readonly settingsThatPause: Readonly<Record<string, string>>;
  /** How the channel reaches the simulator; left out: by the simulator's own `net`. */
  readonly connect?: (simulator: ChannelSimulator) => ChannelConnection;
}

export interface ChannelConnection {
  readonly net: Net;
  /** Laid over the simulator's settings. */
  readonly settings: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** One channel, its network and everything that came in, on virtual time. */
export interface ChannelWorld {
  readonly clock: VirtualClock;
  readonly simulator: ChannelSimulator;
  readonly channel: Channel;
  readonly requests: readonly WebhookRequest[];
  readonly readings: readonly WebhookReading[];
  readonly events: readonly NewEvent[];
  readonly statuses: readonly StatusUpdate[];
  /** The same account made again, over another net or with other settings. */
  remake(change: { readonly net?: Net; readonly settings?: Record<string, string> }): Channel;
  /** Sends a text to a person who wrote before. */
  sendText(text: string, callback?: string): Promise<ChannelOutcome>;
  /** Keeps a file of the bot's, which a message can carry then. */
  keep(content: Uint8Array, mime: string): MediaSource;
  /** Moves time until the network has nothing more to say. */
  quiet(): Promise<void>;
}

/** One promise of the Channel port, checked in a fresh world. It throws when the promise is broken. */
export interface ChannelCheck {
  readonly name: string;
  run(world: ChannelWorld, subject: ChannelSubject): Promise<void>;
}

/** The person of the checks; both ids are known. */
export const sari: SimulatedPerson = {
  name: "Sari ☕",
  userId: "ID.11111111111111111111",
  phone: "6281234567890",
};

const startAt = Date.UTC(2026, 10, 22, 8);

/** Builds a world, runs `use` in it and takes it down again. */
export async function inChannelWorld(
  subject: ChannelSubject,
  use: (world: ChannelWorld) => Promise<void>,
): Promise<void> {
  const clock = new VirtualClock(startAt);
  const random = new SeededRandom(20_261_122);
  const requests: WebhookRequest[] = [];
  const readings: WebhookReading[] = [];
  const thrown: unknown[] = [];
  const { plugin } = subject;
  if (plugin.simulate === undefined) throw new Error(`${plugin.name} has no simulator`);
  const simulator = plugin.simulate({
    clock,
    random,
    // Always 200: a channel that refuses or throws must fail its check, not hang in redeliveries.
    deliver: (request) => {
      requests.push(request);
      try {
        readings.push(channel.receive(request));
      } catch (error) {
        thrown.push(error);
      }
      return Promise.resolve(200);
    },
  });
  const connection = subject.connect?.(simulator) ?? {
    net: simulator.net,
    settings: {},
    stop: () => Promise.resolve(),
  };
  const kept = new Map<string, Uint8Array>();
  const remake: ChannelWorld["remake"] = (change) =>
    plugin.create(
      {
        log: createQuietLog(),
        clock,
        random,
        net: change.net ?? connection.net,
        files: { read: (sha256) => Promise.resolve(kept.get(sha256)) },
        signal: new AbortController().signal,
        values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
      },
      accountId("conformance"),
      { ...simulator.settings, ...connection.settings, ...change.settings },
    );
  const channel = remake({});
  const updates = () => readings.filter((reading) => reading.kind === "updates");
  const world: ChannelWorld = {
    clock,
    simulator,
    channel,
    requests,
    readings,
    get events() {
      return updates().flatMap((reading) => reading.events);
    },
    get statuses() {
      return updates().flatMap((reading) => reading.statuses);
    },
    remake,
    keep: (content, mime) => {
      const sha256 = sha256Hex(content);
      kept.set(sha256, content);
      return { sha256, mime };
    },
    sendText: (text, callback = "callback-1") =>
      channel.send({ to: lastAddresses(world), message: { kind: "text", text }, callback }),
    quiet: () => becomeQuiet(simulator, clock),
  };
  try {
    await use(world);
    if (thrown.length > 0) throw new Error("receive threw", { cause: thrown[0] });
  } finally {
    await connection.stop();
  }
}

async function becomeQuiet(simulator: ChannelSimulator, clock: VirtualClock): Promise<void> {
  for (let turn = 0; turn < 1_000 && simulator.isBusy(); turn += 1) {
    await clock.advance(minuteMs);
  }
  if (simulator.isBusy()) throw new Error("the simulator never comes to rest");
}

/** The addresses under which the last person who wrote is known. */
export function lastAddresses(world: ChannelWorld) {
  return world.events.findLast((event) => event.sender !== undefined)?.sender?.addresses ?? [];
}

/** The last event's message; throws if the last event is none. */
export function lastMessage(world: ChannelWorld): MessageIn {
  const body = world.events.at(-1)?.body;
  if (body?.kind !== "message") throw new Error(`the last event is ${body?.kind ?? "missing"}`);
  return body.message;
}
