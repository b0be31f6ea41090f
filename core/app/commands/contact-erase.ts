import { readBotFolder } from "#core/app/bot-folder.ts";
import { findHere } from "#core/app/contacts/find-here.ts";
import { type PeopleFlags, viewPeople } from "#core/app/contacts/open-people.ts";
import { renderPerson, summarizePerson } from "#core/app/contacts/summarize-person.ts";
import { callControl } from "#core/app/control/call-control.ts";
import { erasureSchema } from "#core/app/control/contact-verbs.ts";
import type { Host } from "#core/app/host.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { printError, printLine } from "#core/app/print.ts";
import { wireBot } from "#core/app/wire.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Json } from "#core/lib/json.ts";

export interface EraseFlags extends PeopleFlags {
  readonly yes?: boolean | undefined;
}

const verb = "contact.erase";

/**
 * `sapa contact erase`: removes a person, in the running bot if there is one. 0 if nothing of them is
 * kept, here and in the networks' address books; without `--yes` it only shows whom it would be.
 */
export async function contactEraseCommand(word: string, flags: EraseFlags): Promise<number> {
  const { id, host } = await viewPeople(flags, async (view) => {
    const { records } = view;
    const found = await findHere(view, word);
    const person = await records.exportContact(found.id);
    const others = await records.strandedBehind(found.id);
    if (flags.yes !== true && person !== undefined) {
      const ids = others.map((other) => other.id);
      printError(renderPerson(summarizePerson(person, ids)));
    }
    return { id: found.id, host: view.host };
  });
  if (flags.yes !== true) {
    throw new BotError("USE_WRONG", "an erasure cannot be undone, and nothing was erased yet", {
      hint: `If it is this person: sapa contact erase ${id} --yes`,
    });
  }
  const { dataFolder } = host.settings;
  const input = { person: id, who: "shell" };
  const answer = await callControl({ net: host.net, dataFolder }, verb, input);
  const result = answer?.result ?? (await eraseHere(flags.bot, host, input));
  const { contacts, networks } = erasureSchema.parse(result);
  if (flags.json === true) {
    printLine(
      JSON.stringify({ contacts, networks, isRunning: answer !== undefined }, undefined, 2),
    );
  } else {
    printLine(contacts.length === 0 ? "nobody is left to erase" : `erased: ${contacts.join(", ")}`);
    for (const { account, problem } of networks) {
      if (problem === undefined) printLine(`${account}: its network was told to forget them`);
      else
        printLine(
          `${account}: its network may remember them: ${problem.meaning} ${problem.action}`,
        );
    }
  }
  return networks.every(({ problem }) => problem === undefined) ? 0 : 1;
}

async function eraseHere(botFolder: string | undefined, host: Host, input: Json): Promise<Json> {
  const bot = await openBot(readBotFolder(botFolder), () => undefined);
  const wired = await wireBot({
    ...host,
    ...host.settings,
    bot,
    accounts: readyAccounts(bot, host),
    keepsDiskFree: false,
  });
  try {
    const run = wired.verbs.get(verb);
    if (run === undefined) throw new Error(`there is no verb ${verb}`);
    return await run(JSON.stringify(input));
  } finally {
    await wired.close();
    host.log.flush();
  }
}

/** A person is erased here also where the accounts' variables are not set; that is told. */
function readyAccounts(bot: Parameters<typeof openAccounts>[0], host: Host) {
  try {
    return openAccounts(bot, "never", host).ready;
  } catch (error) {
    if (!(error instanceof BotError)) throw error;
    printError(`no network is asked to forget the person: ${error.message}`);
    return [];
  }
}
