import { findOnly } from "#core/app/contacts/find-person.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { ContactId } from "#core/lib/ids.ts";
import type { NewConsent, PurposeRules } from "#core/model/consent.ts";
import type { Address } from "#core/model/identity.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { ConsentRecord, Records } from "#core/model/ports/records.ts";
import { isAddress, readAddress } from "#core/model/read-address.ts";
import { consentLine } from "#core/ops/consent-line.ts";
import { needPurpose } from "./need-purpose.ts";
import { type ImportLine, readImport } from "./read-import.ts";

/** Lines of a file that are taken side by side. */
const sideBySide = 256;

export interface ConsentDeskDeps {
  readonly records: Records;
  /** People are known by what the first network calls them. */
  readonly channels: readonly Pick<Channel, "account" | "kind">[];
  readonly purposes: PurposeRules;
  readonly clock: Clock;
}

/** What became of a line of a file: written, or would be; known already; or wrong, and why. */
export interface ImportedLine {
  readonly line: number;
  readonly outcome: "written" | "known" | "wrong";
  /** What the line says, or what is wrong with it. */
  readonly text: string;
}

/** The consent ledger, for commands of the shell. */
export interface ConsentDesk {
  /** Undefined: nobody is known as this. */
  show(person: string): Promise<readonly ConsentRecord[] | undefined>;
  /** False if nobody is known as this, and it is no address that a yes could be of. */
  write(line: {
    readonly person: string;
    readonly purpose: string;
    readonly answer: "yes" | "no";
    readonly wording: string;
    readonly source: string;
  }): Promise<boolean>;
  /** All lines of a file; with one wrong, none is written. `isTrial` writes none either. */
  import(file: {
    readonly name: string;
    readonly text: string;
    readonly isTrial: boolean;
  }): Promise<readonly ImportedLine[]>;
}

export function createConsentDesk({
  records,
  channels,
  purposes,
  clock,
}: ConsentDeskDeps): ConsentDesk {
  const first = () => {
    const [channel] = channels;
    if (channel === undefined) throw new BotError("BOT_CHANNEL_MISSING", "the bot has no channel");
    return channel;
  };

  async function find(address: Address): Promise<ContactId | undefined> {
    return (await records.findContact(first().kind, address))?.id;
  }

  function resolve(address: Address): Promise<ContactId | undefined> {
    const { account, kind } = first();
    return records.resolvePerson(account, { scope: kind, addresses: [address] }, clock.now());
  }

  /** Writes a line, unless it is known or only tried. */
  async function take(
    { line, person, consent }: ConsentLine,
    isTrial: boolean,
  ): Promise<ImportedLine> {
    const found = await find(person);
    const lines = found === undefined ? [] : await records.consents(found);
    const text = `${consent.answer} to ${consent.purpose}`;
    if (lines.some((known) => isSame(known, consent))) return { line, outcome: "known", text };
    if (!isTrial) {
      const contact = await resolve(person);
      if (contact !== undefined) await records.appendConsent({ ...consent, contact });
    }
    return { line, outcome: "written", text };
  }

  return {
    async show(person) {
      const contact = await findOnly(records, person);
      return contact && (await records.consents(contact.id));
    },
    async write({ person, ...said }) {
      const rule = needPurpose(purposes, said.purpose);
      // A yes may be of somebody who never wrote; a no is of somebody who is known.
      const isNew = said.answer === "yes" && isAddress(person);
      const known = (await findOnly(records, person))?.id;
      const contact = known ?? (isNew ? await resolve(readAddress(person)) : undefined);
      if (contact === undefined) return false;
      await records.appendConsent({ ...consentLine(said, rule, clock.now()), contact });
      return true;
    },
    async import({ name, text, isTrial }) {
      const lines = readImport(text, { purposes, now: clock.now(), file: name });
      const wrong = lines.filter((line) => line.kind === "wrong");
      if (wrong.length > 0) {
        return lines.map(({ line, ...rest }) =>
          rest.kind === "wrong"
            ? { line, outcome: "wrong", text: rest.problems.join("; ") }
            : { line, outcome: "written", text: "" },
        );
      }
      return await takeAll(
        lines.filter((line) => line.kind === "consent"),
        (line) => take(line, isTrial),
      );
    },
  };
}

type ConsentLine = Extract<ImportLine, { kind: "consent" }>;

/** Some people at a time, so that they share commits; the lines of one of them in their order. */
async function takeAll(
  lines: readonly ConsentLine[],
  take: (line: ConsentLine) => Promise<ImportedLine>,
): Promise<readonly ImportedLine[]> {
  const done: ImportedLine[] = [];
  for (let start = 0; start < lines.length; start += sideBySide) {
    const some = lines.slice(start, start + sideBySide);
    const people = Map.groupBy(some, ({ person }) => `${person.kind} ${person.value}`);
    const taking = [...people.values()].map(async (its) => {
      for (const line of its) done.push(await take(line));
    });
    await Promise.all(taking);
  }
  return done.toSorted((a, b) => a.line - b.line);
}

function isSame(a: NewConsent, b: NewConsent): boolean {
  return (
    a.purpose === b.purpose && a.answer === b.answer && a.at === b.at && a.wording === b.wording
  );
}
