import type { RunActivity } from "#core/engine/activities.ts";
import type { Engine } from "#core/engine/create-engine.ts";
import { schedulesOf } from "#core/engine/schedules-of.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { nextCronAt } from "#core/lib/cron.ts";
import { formatDuration } from "#core/lib/duration.ts";
import { later, type Millis, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import type { Channel, WebhookRequest } from "#core/model/ports/channel.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { ChannelSimulator } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import type { TestedAi } from "./answer-ai.ts";
import type { Mocks } from "./create-mocks.ts";
import { createMortalProcess, type MortalProcess } from "./mortal-process.ts";
import type { PhoneLog } from "./phone-log.ts";
import {
  createSimulatedEngine,
  createSimulator,
  openMemoryStore,
  type SimulatedBot,
} from "./simulated-bot.ts";

/** How long a dead process stays away. */
const downMs = 3 * secondMs;
/** Everything that follows from one act is over by then: retries, graces and late receipts too. */
const patienceMs = 45 * minuteMs;

interface HeldBack {
  readonly count: number;
  /** Undefined: until somebody gives the conversation back. */
  readonly untilAt: Millis | undefined;
}
const nothingHeld: HeldBack = { count: 0, untilAt: undefined };

/** One life of the program: the engine and what lets it die. */
interface Life {
  readonly process: MortalProcess;
  readonly store: Store;
  readonly records: Records;
  readonly engine: Engine;
  readonly channel: Channel;
}

export interface MachineOptions {
  readonly bot: SimulatedBot;
  readonly startAt: Millis;
  readonly phone: PhoneLog;
  readonly mocks: Mocks;
  /** Whether the network tells by itself how messages fare. */
  readonly hasReceipts: boolean;
}

/**
 * The machine that a bot runs on in a test: its time, its disk, the network in miniature, and the
 * lives of the program, one after the other.
 */
export class TestMachine {
  readonly #bot: SimulatedBot;
  readonly #phone: PhoneLog;
  readonly #mocks: Mocks;
  readonly #clock: VirtualClock;
  readonly #random = new SeededRandom(1);
  readonly #log = createQuietLog();
  readonly #database = openMemoryDatabase();
  readonly #files: FileStore;
  readonly #simulator: ChannelSimulator;
  #life: Life;

  constructor({ bot, startAt, phone, mocks, hasReceipts }: MachineOptions) {
    this.#bot = bot;
    this.#phone = phone;
    this.#mocks = mocks;
    this.#clock = new VirtualClock(startAt);
    this.#files = createMemoryFiles(bot.settings.intake.mediaMaxBytes);
    this.#simulator = createSimulator(bot, {
      clock: this.#clock,
      random: new SeededRandom(2),
      deliver: (request) => this.#deliver(request),
      receipts: hasReceipts,
    });
    this.#simulator.onShown((shown) => phone.show(shown));
    this.#life = this.#live();
  }

  get clock(): VirtualClock {
    return this.#clock;
  }

  get simulator(): ChannelSimulator {
    return this.#simulator;
  }

  get life(): Life {
    return this.#life;
  }

  close(): void {
    this.#life.process.kill();
    this.#database.close();
  }

  /**
   * Lets time pass from one moment at which something is due to the next: a week costs no more than
   * what happens in it. The engine sees a clock that jumps, which it has to stand anyway.
   */
  async pass(durationMs: number): Promise<void> {
    const clock = this.#clock;
    const endAt = later(clock.now(), durationMs);
    for (;;) {
      await this.rest(() => true);
      if (clock.now() >= endAt) return;
      const dueAt = (await this.#nextDueAt()) ?? endAt;
      clock.jump(Math.min(endAt, dueAt, this.#nextScheduleAt() ?? endAt));
    }
  }

  /** While events are held back the store looks at them every minute: there is no need to follow. */
  async #nextDueAt(): Promise<Millis | undefined> {
    const { count, untilAt } = await this.#heldBack();
    return count > 0 ? untilAt : await this.#life.store.nextDueAt(toMillis(0));
  }

  #nextScheduleAt(): Millis | undefined {
    const { flows, settings } = this.#bot;
    const moments = schedulesOf(flows).flatMap(
      ({ cron }) => nextCronAt(cron, this.#clock.now(), settings.bot.timeZone) ?? [],
    );
    return moments.toSorted((a, b) => a - b)[0];
  }

  /** Lets time serve a promise that needs it. */
  async drive(work: Promise<void>): Promise<void> {
    let isOver = false;
    const over = work.finally(() => {
      isOver = true;
    });
    // What it throws is told below, when it is awaited; until then somebody has to listen.
    over.catch(() => undefined);
    await this.rest(() => isOver);
    await over;
  }

  /** Moves time until nothing is in hand, nothing is under way and nothing is due. */
  async rest(isOver: () => boolean): Promise<void> {
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
    if (queuedSends + unknownSends + openActivities > 0) return false;
    if (pendingEvents > 0 && pendingEvents > (await this.#heldBack()).count) return false;
    const dueAt = await store.nextDueAt(toMillis(0));
    if (dueAt !== undefined && dueAt <= this.#clock.now()) return false;
    return !(await this.#isPausing());
  }

  /**
   * The events that move a run and wait until a person or another app gives the conversation back,
   * and until when at most. Nothing is under way in that time, and it may be days.
   */
  async #heldBack(): Promise<HeldBack> {
    const { records } = this.#life;
    const [conversation] = await records.conversations(1);
    if (conversation === undefined || conversation.owner === "bot") return nothingHeld;
    const { id, ownerUntilAt } = conversation;
    if (ownerUntilAt !== undefined && ownerUntilAt <= this.#clock.now()) return nothingHeld;
    const pending = await records.events({ conversation: id, state: "pending", limit: 100 });
    const { length } = pending.filter(({ body: { kind } }) => ["timer", "result"].includes(kind));
    return { count: length, untilAt: ownerUntilAt };
  }

  /** True while a step waits before it tries again: that is not over yet. */
  async #isPausing(): Promise<boolean> {
    const { records } = this.#life;
    const [conversation] = await records.conversations(1);
    if (conversation === undefined) return false;
    const runs = await records.runs(conversation.id);
    return runs.some(({ state, wait }) => state === "resting" && wait?.kind === "pause");
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
      wrapChannel: (channel) => this.#phone.watch(channel),
      runAction: this.#mocks.live(this.#bot.actions, process.clock),
      wrapAi: (run) => this.#mocks.liveAi(testedAi(this.#bot, run), process.clock),
    });
    return { process, store, records, engine, channel };
  }

  async #revive(): Promise<void> {
    await this.#clock.advance(downMs);
    this.#life = this.#live();
    await this.drive(this.#life.engine.start());
  }

  /** Nobody answers for a process that is dead, or dies while it is asked. */
  async #deliver(request: WebhookRequest): Promise<number | undefined> {
    const { process, engine, channel } = this.#life;
    if (!process.isAlive) return undefined;
    const answer = engine.receive(channel.account, request).then(({ status }) => status);
    return await Promise.race([answer, process.death.then(() => undefined)]);
  }
}

function testedAi({ ai }: SimulatedBot, run: RunActivity | undefined): TestedAi {
  const scripted = ai.scripted.map(({ name }) => name);
  const { defaultProviders: defaults, voice } = ai.settings;
  return { defaults, scripted, voice: voice?.provider, run };
}
