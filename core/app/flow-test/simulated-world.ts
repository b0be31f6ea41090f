import type { Engine } from "#core/engine/create-engine.ts";
import type { FlowTest, TestContact } from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { formatDuration } from "#core/lib/duration.ts";
import { later, type Millis, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import type { Channel, WebhookRequest } from "#core/model/ports/channel.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ChannelSimulator, SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { arrangeContact, testPerson } from "./arrange-contact.ts";
import { findNotes } from "./find-notes.ts";
import type { TestState } from "./match-state.ts";
import { createMortalProcess, type MortalProcess } from "./mortal-process.ts";
import {
  createSimulatedEngine,
  createSimulator,
  openMemoryStore,
  type SimulatedBot,
} from "./simulated-bot.ts";
import type { Happened, Happening, TestWorld } from "./test-world.ts";

/** A person reads and types this long before each act, in milliseconds. */
const typingMs = 5 * secondMs;
/** How long a dead process stays away. */
const downMs = 3 * secondMs;
/** Everything that follows from one act is over by then: retries, graces and late receipts too. */
const patienceMs = 45 * minuteMs;

/** One life of the program: the engine and what lets it die. */
interface Life {
  readonly process: MortalProcess;
  readonly store: Store;
  readonly records: Records;
  readonly engine: Engine;
  readonly channel: Channel;
}

/**
 * The world of one test: the engine, store and channel of production, the network's simulator, and
 * a clock that moves only when told. The same test gives the same world every time.
 */
export async function openSimulatedWorld(options: {
  readonly bot: SimulatedBot;
  readonly test: FlowTest;
  readonly startAt: Millis;
}): Promise<TestWorld> {
  const { bot, test } = options;
  const world = new SimulatedWorld(bot, testPerson(test.contact), options.startAt);
  await world.begin(test.contact);
  return world;
}

class SimulatedWorld implements TestWorld {
  readonly #bot: SimulatedBot;
  readonly #person: SimulatedPerson;
  readonly #clock: VirtualClock;
  readonly #random = new SeededRandom(1);
  readonly #log = createQuietLog();
  readonly #database = openMemoryDatabase();
  readonly #files: FileStore;
  readonly #simulator: ChannelSimulator;
  /** Notes that were told already. */
  readonly #told = new Set<string>();
  #life: Life;

  constructor(bot: SimulatedBot, person: SimulatedPerson, startAt: Millis) {
    this.#bot = bot;
    this.#person = person;
    this.#clock = new VirtualClock(startAt);
    this.#files = createMemoryFiles(bot.settings.intake.mediaMaxBytes);
    this.#simulator = createSimulator(bot, {
      clock: this.#clock,
      random: new SeededRandom(2),
      deliver: (request) => this.#deliver(request),
    });
    this.#life = this.#live();
  }

  get personName(): string {
    return this.#person.name;
  }

  now(): Millis {
    return this.#clock.now();
  }

  /** Makes the person known and starts the engine; to be called once, first. */
  async begin(contact: TestContact): Promise<void> {
    const { store, records, channel, engine } = this.#life;
    const arranging = arrangeContact({
      store,
      records,
      account: channel.account,
      scope: channel.kind,
      contact,
      person: this.#person,
      purposes: this.#bot.purposes,
      now: this.#clock.now(),
    });
    await this.#drive(arranging);
    await this.#drive(engine.start());
  }

  async happen(happening: Happening, crashPoint?: number): Promise<Happened> {
    const before = this.#simulator.shown().length;
    if (happening.kind !== "after") await this.#clock.advance(typingMs);
    const { process } = this.#life;
    if (crashPoint !== undefined) process.dieAt(crashPoint);
    await this.#perform(happening);
    const isCrashReached = !process.isAlive;
    if (crashPoint !== undefined && !isCrashReached) {
      process.kill();
      await this.#rest(() => true);
    }
    const { records } = this.#life;
    const [conversation] = await records.conversations(1);
    const notes =
      conversation === undefined ? [] : await findNotes(records, conversation.id, this.#told);
    return { said: this.#simulator.shown().slice(before), notes, isCrashReached };
  }

  async state(): Promise<TestState> {
    const { records } = this.#life;
    const [conversation] = await records.conversations(1);
    if (conversation === undefined) return { runs: [], contact: undefined };
    const runs = await records.runs(conversation.id);
    return { runs, contact: await records.contact(conversation.contact) };
  }

  async close(): Promise<void> {
    this.#life.process.kill();
    this.#database.close();
  }

  async #perform(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case "user":
        return await this.#drive(this.#simulator.act(this.#person, happening.act));
      case "redeliver":
        return await this.#drive(this.#simulator.redeliver(this.#person));
      case "after":
        return await this.#pass(happening.durationMs);
      default:
        return assertNever(happening, "perform");
    }
  }

  /**
   * Lets time pass from one moment at which something is due to the next: a week costs no more than
   * what happens in it. The engine sees a clock that jumps, which it has to stand anyway.
   */
  async #pass(durationMs: number): Promise<void> {
    const clock = this.#clock;
    const endAt = later(clock.now(), durationMs);
    for (;;) {
      await this.#rest(() => true);
      if (clock.now() >= endAt) return;
      const dueAt = (await this.#life.store.nextDueAt(toMillis(0))) ?? endAt;
      clock.jump(Math.min(endAt, dueAt));
    }
  }

  /** A new life on what the last one left behind. */
  #live(): Life {
    const ports = { clock: this.#clock, random: this.#random, log: this.#log };
    const opened = openMemoryStore(this.#database, ports);
    const { store, records } = opened;
    const abandon = () => opened.abandon();
    const simulator = this.#simulator;
    const process = createMortalProcess({ ...ports, store, net: simulator.net, abandon });
    const { engine, channel } = createSimulatedEngine(this.#bot, {
      ...ports,
      ...process,
      records,
      files: this.#files,
      simulator,
    });
    return { process, store, records, engine, channel };
  }

  async #revive(): Promise<void> {
    await this.#clock.advance(downMs);
    this.#life = this.#live();
    await this.#drive(this.#life.engine.start());
  }

  /** Nobody answers for a process that is dead, or dies while it is asked. */
  async #deliver(request: WebhookRequest): Promise<number | undefined> {
    const { process, engine, channel } = this.#life;
    if (!process.isAlive) return undefined;
    const answer = engine.receive(channel.account, request).then(({ status }) => status);
    return await Promise.race([answer, process.death.then(() => undefined)]);
  }

  /** Lets time serve a promise that needs it. */
  async #drive(work: Promise<void>): Promise<void> {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    // What it throws is told below, when it is awaited; until then somebody has to listen.
    over.catch(() => undefined);
    await this.#rest(() => isOver);
    await over;
  }

  /** Moves time until nothing is in hand, nothing is under way and nothing is due. */
  async #rest(isOver: () => boolean): Promise<void> {
    const clock = this.#clock;
    const limitAt = later(clock.now(), patienceMs);
    for (;;) {
      await clock.settle();
      if (!this.#life.process.isAlive) await this.#revive();
      if (isOver() && (await this.#isQuiet())) return;
      const { nextAt } = clock;
      if (nextAt === undefined || nextAt > limitAt) {
        const message = `something is still under way after ${formatDuration(patienceMs)}`;
        throw new BotError("FLOW_TEST_RESTLESS", message, {
          hint: "A message that can be neither sent nor given up, or a bug of the runtime.",
        });
      }
      await clock.advance(nextAt - clock.now());
    }
  }

  async #isQuiet(): Promise<boolean> {
    const { engine, store } = this.#life;
    if (!engine.isIdle() || this.#simulator.isBusy()) return false;
    const { pendingEvents, queuedSends, unknownSends, openActivities } = await store.stats();
    if (pendingEvents + queuedSends + unknownSends + openActivities > 0) return false;
    const dueAt = await store.nextDueAt(toMillis(0));
    return dueAt === undefined || dueAt > this.#clock.now();
  }
}
