import { arrangeContact, testPerson } from "#core/app/flow-test/arrange-contact.ts";
import { findNotes } from "#core/app/flow-test/find-notes.ts";
import {
  createSimulatedEngine,
  createSimulator,
  type SimulatedBot,
} from "#core/app/flow-test/simulated-bot.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Random } from "#core/model/ports/random.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { PersonAct, ShownMessage } from "#core/model/ports/simulator.ts";
import type { Store } from "#core/model/ports/store.ts";
import { createMemoryFiles } from "#core/store/memory-files.ts";

/** How often a session looks whether the bot has finished, in milliseconds. */
const lookEveryMs = 10;
/** One quiet look may fall between a turn and its send. */
const quietLooksNeeded = 3;
/** Longest wait for an answer; a paced message may come later and is shown then. */
const patienceMs = 15 * secondMs;
const drainMs = 5 * secondMs;

/** What a chat needs of the machine. */
export interface ChatPorts {
  readonly store: Store;
  readonly records: Records;
  readonly clock: Clock;
  readonly random: Random;
  readonly log: Log;
}

/** A person on the simulated network, talking to the bot in real time. */
export interface ChatSession {
  /** Acts, and resolves when the bot has answered; throws for a tap on what is not there. */
  act(act: PersonAct): Promise<void>;
  /** Resolves when the bot has answered what happened, or a while after. */
  settle(): Promise<void>;
  /** What happened that the person does not see, each once. */
  newNotes(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** Who sits at the keyboard; undefined is the default. */
export interface ChatPerson {
  readonly name: string | undefined;
  readonly language: string | undefined;
  readonly hasPhone: boolean;
}

/** Puts the bot on its simulator and the person on a phone of it. */
export async function openChatSession(
  bot: SimulatedBot,
  ports: ChatPorts,
  who: ChatPerson,
  onShown: (message: ShownMessage) => void,
): Promise<ChatSession> {
  const { store, records, clock, random } = ports;
  const simulator = createSimulator(bot, {
    clock,
    random,
    deliver: async (request) => (await engine.receive(channel.account, request)).status,
  });
  const { engine, channel } = createSimulatedEngine(bot, {
    ...ports,
    files: createMemoryFiles(bot.settings.intake.mediaMaxBytes),
    net: simulator.net,
    simulator,
  });
  const contact = { ...who, consent: [], isNew: true, tags: [], profile: {} };
  const person = testPerson(contact);
  const told = new Set<string>();
  const { account, kind: scope } = channel;
  const now = clock.now();
  await arrangeContact({ store, records, account, scope, contact, person, purposes: [], now });
  simulator.onShown(onShown);
  await engine.start();

  async function isAnswered(): Promise<boolean> {
    if (!engine.isIdle()) return false;
    const stats = await store.stats();
    return stats.pendingEvents + stats.queuedSends + stats.unknownSends === 0;
  }

  async function settle(): Promise<void> {
    const startedAt = clock.now();
    let quietLooks = 0;
    while (quietLooks < quietLooksNeeded && clock.now() - startedAt < patienceMs) {
      await new Promise<void>((resolve) => {
        clock.after(lookEveryMs, resolve);
      });
      quietLooks = (await isAnswered()) ? quietLooks + 1 : 0;
    }
  }

  return {
    async act(act) {
      await simulator.act(person, act);
      await settle();
    },
    settle,
    async newNotes() {
      const [conversation] = await records.conversations(1);
      return conversation === undefined ? [] : await findNotes(records, conversation.id, told);
    },
    async close() {
      await engine.drain(drainMs);
      await store.close();
    },
  };
}
