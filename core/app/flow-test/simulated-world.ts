import type {
  FlowTest,
  TestContact,
  TestReceipt,
  UserAct,
} from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { JsonObject } from "#core/lib/json.ts";
import { type Millis, secondMs } from "#core/lib/millis.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import { addressesOf, arrangeContact, testPerson } from "./arrange-contact.ts";
import { createMocks, type Mocks } from "./create-mocks.ts";
import { findHandoff } from "./find-handoff.ts";
import { findNotes } from "./find-notes.ts";
import type { TestState } from "./match-state.ts";
import { createPhoneLog } from "./phone-log.ts";
import type { SimulatedBot } from "./simulated-bot.ts";
import { TestMachine } from "./test-machine.ts";
import type { Happened, Happening, TestWorld } from "./test-world.ts";
import { type ReadTestFile, toNetworkAct } from "./to-network-act.ts";

/** A person reads and types this long before each act, in milliseconds. */
const typingMs = 5 * secondMs;

/** How far apart acts in quick succession are, in milliseconds. */
const betweenMs = secondMs;

interface WorldOptions {
  readonly bot: SimulatedBot;
  readonly test: FlowTest;
  readonly startAt: Millis;
  /** Reads a file that the person sends; undefined if it is not there. */
  readonly readFile: ReadTestFile;
}

/**
 * The world of one test: the engine, store and channel of production, the network's simulator, and
 * a clock that moves only when told. The same test gives the same world every time.
 */
export async function openSimulatedWorld(options: WorldOptions): Promise<TestWorld> {
  const world = new SimulatedWorld(options);
  await world.begin(options.test.contact);
  return world;
}

class SimulatedWorld implements TestWorld {
  readonly #bot: SimulatedBot;
  readonly #person: SimulatedPerson;
  readonly #phone = createPhoneLog();
  readonly #mocks: Mocks;
  readonly #machine: TestMachine;
  readonly #readFile: ReadTestFile;
  /** Notes that were told already. */
  readonly #told = new Set<string>();
  #events = 0;

  constructor({ bot, test, startAt, readFile }: WorldOptions) {
    this.#bot = bot;
    this.#person = testPerson(test.contact);
    this.#mocks = createMocks(test.mocks);
    this.#readFile = readFile;
    this.#machine = new TestMachine({
      bot,
      startAt,
      phone: this.#phone,
      mocks: this.#mocks,
      // Where a test tells how messages fare, nothing comes between.
      hasReceipts: !test.steps.some((step) => step.kind === "status"),
    });
  }

  get personName(): string {
    return this.#person.name;
  }

  now(): Millis {
    return this.#machine.clock.now();
  }

  /** Makes the person known and starts the engine; to be called once, first. */
  async begin(contact: TestContact): Promise<void> {
    const { store, records, channel, engine } = this.#machine.life;
    const arranging = arrangeContact({
      store,
      records,
      account: channel.account,
      scope: channel.kind,
      contact,
      person: this.#person,
      purposes: this.#bot.purposes,
      now: this.#machine.clock.now(),
    });
    await this.#machine.drive(arranging);
    await this.#machine.drive(engine.start());
  }

  async happen(happening: Happening, crashPoint?: number): Promise<Happened> {
    if (happening.kind !== "after") await this.#machine.clock.advance(typingMs);
    const { process } = this.#machine.life;
    if (crashPoint !== undefined) process.dieAt(crashPoint);
    await this.#perform(happening);
    const isCrashReached = !process.isAlive;
    if (crashPoint !== undefined && !isCrashReached) {
      process.kill();
      await this.#machine.rest(() => true);
    }
    const { records } = this.#machine.life;
    const [conversation] = await records.conversations(1);
    const id = conversation?.id;
    const notes = id === undefined ? [] : await findNotes(records, id, this.#told);
    const said = await this.#phone.takeNew(records, id);
    return { said, notes, problems: this.#mocks.takeProblems(), isCrashReached };
  }

  async state(): Promise<TestState> {
    const { records } = this.#machine.life;
    const [conversation] = await records.conversations(1);
    const { calls } = this.#mocks;
    if (conversation === undefined) {
      return { runs: [], contact: undefined, owner: "bot", handoff: undefined, calls };
    }
    const runs = await records.runs(conversation.id);
    const contact = await records.contact(conversation.contact);
    const { owner, ownerUntilAt } = conversation;
    const isOver = ownerUntilAt !== undefined && ownerUntilAt <= this.now();
    const handoff = await findHandoff(records, conversation.id);
    return { runs, contact, owner: isOver ? "bot" : owner, handoff, calls };
  }

  async close(): Promise<void> {
    this.#machine.close();
  }

  async #perform(happening: Happening): Promise<void> {
    switch (happening.kind) {
      case "user":
        return await this.#act(happening.acts);
      case "redeliver":
        return await this.#machine.drive(this.#machine.simulator.redeliver(this.#person));
      case "after":
        return await this.#machine.pass(happening.durationMs);
      case "event":
        return await this.#tellEvent(happening.name, happening.data);
      case "status":
        return await this.#tellReceipt(happening.receipt);
      default:
        return assertNever(happening, "perform");
    }
  }

  async #act(acts: readonly UserAct[]): Promise<void> {
    const { simulator, clock } = this.#machine;
    const acting: Promise<void>[] = [];
    for (const act of acts) {
      if (acting.length > 0) await clock.advance(betweenMs);
      const networkAct = toNetworkAct(act, simulator.shown(), this.#readFile);
      acting.push(simulator.act(this.#person, networkAct));
    }
    await this.#machine.drive(Promise.all(acting).then(() => undefined));
  }

  async #tellEvent(name: string, data: JsonObject): Promise<void> {
    const [address] = addressesOf(this.#person);
    if (address === undefined) throw new Error("the test's person has no address");
    this.#events += 1;
    const event = {
      to: { kind: "address", address },
      name,
      data,
      key: `test:${this.#events}`,
    } as const;
    let isTaken = false;
    // Whoever gets no answer tells it again, under the same key.
    while (!isTaken) {
      const { engine, channel, process } = this.#machine.life;
      const taking = engine.takeEvent({ account: channel.account, ...event }).then(() => {
        isTaken = true;
      });
      await this.#machine.drive(Promise.race([taking, process.death]));
    }
  }

  async #tellReceipt(receipt: TestReceipt): Promise<void> {
    const last = this.#machine.simulator.shown().at(-1);
    const telling = last && this.#machine.simulator.tellReceipt?.(last.vendorId, receipt);
    let isTold = false;
    await this.#machine.drive(
      Promise.resolve(telling).then((answer) => {
        isTold = answer === true;
      }),
    );
    if (isTold) return;
    throw new BotError("FLOW_TEST_NO_RECEIPT", "there is no message that this could be about");
  }
}
