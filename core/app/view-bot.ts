import { relative, resolve, sep } from "node:path";
import type { Variables } from "#core/config/environment.ts";
import type { BotView, LastSave } from "#core/console/bot-view.ts";
import { readPerson } from "#core/engine/queries/read-person.ts";
import { accountId } from "#core/lib/ids.ts";
import type { Address } from "#core/model/identity.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { Runtime } from "./dev/open-runtime.ts";
import type { LoadedBot } from "./load-bot.ts";
import type { Wired } from "./wire.ts";

export interface ViewDeps {
  readonly bot: LoadedBot;
  readonly runtime: Pick<Runtime, "wired" | "ask"> & Partial<Pick<Runtime, "failure">>;
  readonly variables: Variables;
  readonly lastSave: () => LastSave;
  /** Where everybody is made up, whoever wrote. */
  readonly forgetsAnybody: boolean;
}

/** Most places that live runs are counted at. */
const maxPlaces = 1_000;

/** What the console's pages read of a running bot. */
export function viewBot({ bot, runtime, variables, lastSave, forgetsAnybody }: ViewDeps): BotView {
  // Elsewhere it is as seen from where the program was started.
  const nameOf = (file: string) => relative(bot.folder, resolve(file));

  async function find(
    { channels, records }: Pick<Wired, "channels" | "records">,
    account: string,
    person: SimulatedPerson,
  ) {
    const id = accountId(account);
    const channel = channels.get(id);
    return channel && (await readPerson(records, id, channel.kind, addressesOf(person)));
  }

  /** Of a bot that could not be started again nothing is to be read: pages are there to try once more. */
  async function look<Answer>(
    question: (wired: Wired) => Promise<Answer>,
    none: Answer,
  ): Promise<Answer> {
    try {
      return await runtime.ask(question);
    } catch (error) {
      if (error === runtime.failure) return none;
      throw error;
    }
  }

  return {
    flows: () =>
      [...runtime.wired.flows.set.values()].map(({ program }) => {
        const { flow, file, source, revision } = program;
        return { flow, file: nameOf(file), source, revision };
      }),
    lastSave() {
      const { findings, files } = lastSave();
      return {
        findings: findings.map((one) => ({ ...one, at: { ...one.at, file: nameOf(one.at.file) } })),
        files: files.map((one) => ({ ...one, file: nameOf(one.file) })),
      };
    },
    liveRuns: () => look(({ records }) => records.countLiveRuns({ limit: maxPlaces }), []),
    person: (account, person) => look((wired) => find(wired, account, person), undefined),
    forgetsAnybody,
    forget: (account, person) =>
      runtime.ask(async (wired) => {
        const found = await find(wired, account, person);
        if (found === undefined) return false;
        return (await wired.erasePerson(found.contact.id, "simulator")) !== undefined;
      }),
    makeTest: (account, person) =>
      runtime.ask(async (wired) => {
        const found = await find(wired, account, person);
        if (found === undefined) return undefined;
        const { records } = wired;
        // It brings the reader and the runner of tests along.
        const { makeConversationTest } = await import("./record-test/make-conversation-test.ts");
        const contact = found.contact.id;
        const made = await makeConversationTest({ bot, records, variables, contact });
        return made && { ...made, report: made.report.replaceAll(`${bot.folder}${sep}`, "") };
      }),
  };
}

function addressesOf({ userId, phone }: SimulatedPerson): readonly Address[] {
  return [
    ...(userId === undefined ? [] : [{ kind: "user_id", value: userId } as const]),
    ...(phone === undefined ? [] : [{ kind: "phone", value: phone } as const]),
  ];
}
