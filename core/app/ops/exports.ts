import { readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { writeExport } from "#core/app/contacts/write-export.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { ContactExport } from "#core/model/ports/records.ts";

/** Where exports that operators ask for in chat lie: `<contact>-<key>`. */
function folderOf(dataFolder: string): string {
  return join(dataFolder, "exports");
}

/** Writes a person's export into a folder of its own, and gives the folder; the same key writes it anew. */
export async function exportInto(
  dataFolder: string,
  key: string,
  person: ContactExport,
  files: FileReader,
): Promise<string> {
  const folder = join(folderOf(dataFolder), `${person.contact.id}-${key}`);
  rmSync(folder, { recursive: true, force: true });
  await writeExport(folder, person, files);
  return folder;
}

/** Removes every export of these people. */
export function removeExports(dataFolder: string, contacts: readonly string[]): void {
  const folder = folderOf(dataFolder);
  for (const name of namesIn(folder)) {
    if (contacts.some((contact) => name.startsWith(`${contact}-`)))
      rmSync(join(folder, name), { recursive: true, force: true });
  }
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    // Nobody has asked for one yet.
    return [];
  }
}
