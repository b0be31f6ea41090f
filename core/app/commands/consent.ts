import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { type ImportLine, readImport } from "#core/app/consent/read-import.ts";
import { toConsentSettings } from "#core/app/consent-settings.ts";
import { type HostFlags, openHost } from "#core/app/host.ts";
import { openAccounts, openBot } from "#core/app/open-bot.ts";
import { printError, printLine } from "#core/app/print.ts";
import { readAddress } from "#core/app/read-address.ts";
import { wireBot } from "#core/app/wire.ts";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import type { AccountId, ContactId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { NewConsent, PurposeRule, PurposeRules } from "#core/model/consent.ts";
import type { Address } from "#core/model/identity.ts";
import type { ConsentRecord, Records } from "#core/model/ports/records.ts";

export interface ConsentFlags extends HostFlags {
  readonly bot?: string | undefined;
  readonly json?: boolean | undefined;
  readonly purpose?: string | undefined;
  readonly wording?: string | undefined;
  readonly evidence?: string | undefined;
  readonly dryRun?: boolean | undefined;
}

/** The open ledger of a bot that is not running. */
interface Desk {
  readonly records: Records;
  readonly account: AccountId;
  readonly scope: string;
  readonly purposes: PurposeRules;
  readonly now: Millis;
}

/** `sapa consent show`: every line of a person's ledger, newest first. 1 if nobody is known by it. */
export async function consentShowCommand(person: string, flags: ConsentFlags): Promise<number> {
  return await atDesk(flags, async (desk) => {
    const contact = await find(desk, readAddress(person));
    const lines = contact === undefined ? [] : await desk.records.consents(contact);
    if (flags.json === true) printLine(JSON.stringify(lines, undefined, 2));
    else for (const line of lines) printLine(describe(line));
    if (contact === undefined) printError(`nobody is known as ${person}`);
    return contact === undefined ? 1 : 0;
  });
}

/** `sapa consent grant` and `withdraw`: one line, by hand. */
export async function consentWriteCommand(
  answer: "yes" | "no",
  person: string,
  flags: ConsentFlags,
): Promise<number> {
  return await atDesk(flags, async (desk) => {
    const { purpose = "", evidence, wording = "" } = flags;
    const rule = needRule(desk.purposes, purpose);
    const address = readAddress(person);
    const contact = answer === "yes" ? await resolve(desk, address) : await find(desk, address);
    if (contact === undefined) {
      printError(`nobody is known as ${person}`);
      return 1;
    }
    const source = evidence === undefined ? "operator:shell" : `operator:shell ${evidence}`;
    const end =
      answer === "yes" && rule.expiresMs !== undefined
        ? later(desk.now, rule.expiresMs)
        : undefined;
    await desk.records.appendConsent({
      contact,
      purpose,
      answer,
      at: desk.now,
      wording,
      source,
      ...(end === undefined ? {} : { expiresAt: end }),
      ...(rule.needs === undefined ? {} : { covers: rule.needs }),
    });
    printLine(`${answer} to ${purpose} is written down`);
    return 0;
  });
}

/**
 * `sapa consent import`: opt-ins of a CSV file. With anything wrong in it, nothing is written; lines
 * that were imported before are told and left out. 0 if all is well, 1 if not.
 */
export async function consentImportCommand(file: string, flags: ConsentFlags): Promise<number> {
  return await atDesk(flags, async (desk) => {
    const lines = readImport(readText(file), { ...desk, file: basename(file) });
    const wrong = lines.filter((line) => line.kind === "wrong");
    for (const { line, problems } of wrong) printError(`${file}:${line}: ${problems.join("; ")}`);
    if (wrong.length > 0) {
      printError(`${wrong.length} of ${lines.length} lines are wrong; nothing was written`);
      return 1;
    }
    let known = 0;
    for (const line of lines) {
      if (line.kind === "wrong") continue;
      const isKnown = await take(desk, line, flags.dryRun === true);
      if (isKnown) known += 1;
      const { consent } = line;
      const outcome = isKnown ? "known already" : `${consent.answer} to ${consent.purpose}`;
      printLine(`${file}:${line.line}: ${outcome}`);
    }
    const count = lines.length - known;
    const done = flags.dryRun === true ? "would be written" : "written";
    printLine(`${count} ${done}, ${known} known already`);
    return 0;
  });
}

/** Writes a line, unless it is known or only tried; true if it is known. */
async function take(
  desk: Desk,
  { person, consent }: Extract<ImportLine, { kind: "consent" }>,
  isTrial: boolean,
): Promise<boolean> {
  const found = await find(desk, person);
  const lines = found === undefined ? [] : await desk.records.consents(found);
  if (lines.some((line) => isSame(line, consent))) return true;
  if (isTrial) return false;
  const contact = await resolve(desk, person);
  if (contact !== undefined) await desk.records.appendConsent({ ...consent, contact });
  return false;
}

function isSame(a: NewConsent, b: NewConsent): boolean {
  return (
    a.purpose === b.purpose && a.answer === b.answer && a.at === b.at && a.wording === b.wording
  );
}

function find({ records, scope }: Desk, address: Address): Promise<ContactId | undefined> {
  return records.findContact(scope, address).then((contact) => contact?.id);
}

function resolve(desk: Desk, address: Address): Promise<ContactId | undefined> {
  const sender = { scope: desk.scope, addresses: [address] };
  return desk.records.resolvePerson(desk.account, sender, desk.now);
}

function needRule(purposes: PurposeRules, purpose: string): PurposeRule {
  const rule = purposes.get(purpose);
  if (rule !== undefined) return rule;
  throw new BotError("USE_WRONG", `bot.yaml declares no purpose "${purpose}"`, {
    hint: `Write --purpose ${[...purposes.keys()].join(" or ")}.`,
  });
}

function describe({ at, answer, purpose, expiresAt, source, wording }: ConsentRecord): string {
  const day = (moment: Millis) => new Date(moment).toISOString();
  const until = expiresAt === undefined ? "" : ` until ${day(expiresAt)}`;
  return `${day(at)} ${answer} to ${purpose}${until}, by ${source}: ${JSON.stringify(wording)}`;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    throw new BotError("USE_WRONG", `${file} cannot be read: ${errorText(error)}`, {
      cause: error,
    });
  }
}

/** Opens the data folder of a bot that does not run; nothing is sent. */
async function atDesk(flags: ConsentFlags, work: (desk: Desk) => Promise<number>): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const host = openHost(folder.folder, flags, { level: "error", handle: 2 });
  const bot = await openBot(folder, printError);
  const { ready } = openAccounts(bot, "always", host);
  const { dataFolder, secretKey } = host.settings;
  const wired = await wireBot({
    ...host,
    bot,
    accounts: ready,
    dataFolder,
    secretKey,
    keepsDiskFree: false,
  });
  try {
    const [channel] = wired.channels.values();
    if (channel === undefined) throw new BotError("BOT_CHANNEL_MISSING", "the bot has no channel");
    return await work({
      records: wired.records,
      account: channel.account,
      scope: channel.kind,
      purposes: toConsentSettings(bot.config).purposes,
      now: host.clock.now(),
    });
  } finally {
    await wired.close();
    host.log.flush();
  }
}
