import { join } from "node:path";
import { findHere } from "#core/app/contacts/find-here.ts";
import { type PeopleFlags, type PeopleView, viewPeople } from "#core/app/contacts/open-people.ts";
import { renderPerson, summarizePerson } from "#core/app/contacts/summarize-person.ts";
import { writeExport } from "#core/app/contacts/write-export.ts";
import { printError, printLine } from "#core/app/print.ts";
import { BotError } from "#core/lib/bot-error.ts";
import type { Contact } from "#core/model/contact.ts";
import type { ContactExport } from "#core/model/ports/records.ts";

export interface ExportFlags extends PeopleFlags {
  readonly out?: string | undefined;
}

/** `sapa contact show`: who a person is and how much is kept of them, never what was said. */
export function contactShowCommand(word: string, flags: PeopleFlags): Promise<number> {
  return viewPeople(flags, async (view) => {
    const { person, others } = await readPerson(view, word);
    const summary = summarizePerson(
      person,
      others.map(({ id }) => id),
    );
    printLine(flags.json === true ? JSON.stringify(summary, undefined, 2) : renderPerson(summary));
    return 0;
  });
}

/** `sapa contact export`: everything of a person, for programs and to read, with their files. */
export function contactExportCommand(word: string, flags: ExportFlags): Promise<number> {
  return viewPeople(flags, async (view) => {
    const { person, others } = await readPerson(view, word);
    const folder = flags.out ?? join(".", `export-${person.contact.id}`);
    const written = await writeExport(folder, person, view.files);
    const answer = { folder, ...written, known_before_as: others.map(({ id }) => id) };
    if (flags.json === true) printLine(JSON.stringify(answer, undefined, 2));
    else printLine(`${folder}: data.json, README.txt and ${written.files} files`);
    for (const hash of written.missing) printError(`a file is not in the data folder: ${hash}`);
    for (const { id } of others) {
      printError(
        `${id} had an address that is this person's now; is it the same person? Then export it too.`,
      );
    }
    return written.missing.length === 0 ? 0 : 1;
  });
}

async function readPerson(
  view: PeopleView,
  word: string,
): Promise<{ readonly person: ContactExport; readonly others: readonly Contact[] }> {
  const { records } = view;
  const { id } = await findHere(view, word);
  const person = await records.exportContact(id);
  if (person === undefined) {
    throw new BotError("CONTACT_UNKNOWN", "this person has just been erased");
  }
  return { person, others: await records.strandedBehind(id) };
}
