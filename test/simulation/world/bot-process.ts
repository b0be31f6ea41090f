import type { Engine } from "#core/engine/create-engine.ts";
import type { EventAnswer, OutsideEvent } from "#core/engine/take-event.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Address } from "#core/model/identity.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { Store, StoreStats } from "#core/model/ports/store.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { createBotEngine } from "./create-bot-engine.ts";
import type { Disk } from "./disk.ts";
import { observeRecords } from "./observe-records.ts";
import { observeStore } from "./observed-store.ts";
import type { ScenarioBot } from "./open-bot.ts";
import { Process } from "./process.ts";
import { createRoughNet } from "./rough-net.ts";
import type { Scene } from "./scene.ts";
import { createSceneLog } from "./scene-log.ts";
import { createWayToShop, type Shop } from "./shop.ts";
import type { Vendor } from "./vendor.ts";

/** How long a drain may take before the process is killed. */
const drainMs = 25 * secondMs;
/** When a start that failed is tried again. */
const restartMs = 5 * secondMs;

/** Exchanges one call of the store for a faulty one; see `mutants`. */
export type Mutate = (store: Store) => Store;

export interface BotProcessDeps {
  readonly scene: Scene;
  readonly bot: ScenarioBot;
  readonly disk: Disk;
  readonly vendor: () => Vendor;
  readonly shop: Shop;
  readonly mutate: Mutate;
  /** Called when a process is there, before it does anything. */
  readonly atBirth: (stats: StoreStats) => void;
}

/** The bot as its supervisor sees it: one process after the other on the same disk. */
export class BotProcess {
  readonly #deps: BotProcessDeps;
  #process: Process | undefined;
  #engine: Engine | undefined;
  #records: Records | undefined;
  #isDrained = true;

  constructor(deps: BotProcessDeps) {
    this.#deps = deps;
  }

  get process(): Process | undefined {
    return this.#process;
  }

  get records(): Records {
    if (this.#records === undefined) throw new Error("the bot has not been started");
    return this.#records;
  }

  async start(): Promise<void> {
    const { scene, bot, disk, vendor, shop, mutate, atBirth } = this.#deps;
    scene.life += 1;
    scene.emit({ kind: "born", isDrained: this.#isDrained });
    const process = new Process(scene, (downMs) => this.#restart(downMs));
    const random = new SeededRandom(scene.random.below(2 ** 32));
    const { store, records } = disk.open(process.clock, random);
    atBirth(await store.stats());
    const observed = observeStore(store, scene, process);
    const engine = createBotEngine(bot, vendor().settings, {
      store: mutate(observed),
      records: observeRecords(records, process),
      files: disk.files,
      clock: process.clock,
      random,
      log: createSceneLog(scene),
      net: createRoughNet({
        scene,
        vendor: vendor().net,
        takenCount: (post) => vendor().takenCount(post),
        process,
      }),
      web: createWayToShop(scene, process, shop),
    });
    this.#process = process;
    this.#engine = engine;
    this.#records = records;
    this.#isDrained = false;
    try {
      await engine.start();
    } catch {
      // The disk is full: the supervisor tries again.
      process.end(restartMs);
    }
  }

  /** Hands a webhook to the process; undefined: none is there, or it died over it. */
  async knock(request: WebhookRequest): Promise<number | undefined> {
    const process = this.#process;
    const engine = this.#engine;
    if (process === undefined || engine === undefined || !process.isAlive) return undefined;
    if (process.diesAt("webhook:unread")) return undefined;
    const receivedAt = process.clock.now();
    const receiving = engine.receive(this.#deps.bot.account, { ...request, receivedAt });
    const answer = await Promise.race([receiving, process.death]);
    if (answer === undefined || process.diesAt("webhook:unanswered")) return undefined;
    return answer.status;
  }

  /**
   * A person of ours writes to somebody, with the file of this word if one is given; nothing happens
   * while no process is there.
   */
  operate(person: SimulatedPerson, text: string, file: string | undefined): void {
    if (this.#process?.isAlive !== true || this.#engine === undefined) return;
    this.#deps.scene.count("an operator writes");
    const { bot, disk } = this.#deps;
    const to = { scope: "whatsapp", addresses: addressesOf(person) };
    const message: MessageOut =
      file === undefined
        ? { kind: "text", text }
        : { kind: "media", media: "image", source: disk.keepOwn(file), caption: text };
    // While the disk is full the operator is told so, and nothing was promised.
    this.#engine
      .queueSend({ account: bot.account, to, message, by: "desk" })
      .catch(() => undefined);
  }

  /**
   * A system of the owner's tells of a person, again and again until it is heard; at times once more
   * after that, as systems do whose answer was lost.
   */
  async tell(person: SimulatedPerson, name: string, words: string): Promise<void> {
    const { bot, scene } = this.#deps;
    const [address] = addressesOf(person);
    if (address === undefined) return;
    const to = { kind: "address", address } as const;
    const event = { account: bot.account, to, name, data: { words }, key: words };
    for (;;) {
      const answer = await this.#take(event);
      if (answer !== undefined) {
        scene.emit({ kind: "event-told", who: person.name, name, words, answer });
        if (!scene.strikes("an outside event told again", scene.weather.duplicateWebhook)) return;
      }
      await scene.pause(scene.draw(1_000, 20_000));
    }
  }

  /** Undefined: nobody is there, or it died over it, or its disk is full. */
  async #take(event: OutsideEvent): Promise<EventAnswer | undefined> {
    const process = this.#process;
    if (process?.isAlive !== true || this.#engine === undefined) return undefined;
    const taking = this.#engine.takeEvent(event).catch(() => undefined);
    return await Promise.race([taking, process.death]);
  }

  /** SIGTERM: it finishes what it has in hand and ends; `downMs` until the next one starts. */
  async drain(downMs: number): Promise<void> {
    const process = this.#process;
    if (process === undefined || !process.isAlive) return;
    this.#deps.scene.count("drained");
    const isDone = await this.#engine?.drain(drainMs);
    if (!process.isAlive) return;
    this.#isDrained = isDone ?? false;
    process.end(downMs);
  }

  #restart(downMs: number): void {
    const { scene, disk } = this.#deps;
    disk.abandon();
    if (downMs > 3_600_000) scene.count("down for more than an hour");
    scene.clock.after(downMs, () => void this.start());
  }
}

function addressesOf({ userId, phone }: SimulatedPerson): readonly Address[] {
  return [
    ...(userId === undefined ? [] : [{ kind: "user_id", value: userId } as const]),
    ...(phone === undefined ? [] : [{ kind: "phone", value: phone } as const]),
  ];
}
