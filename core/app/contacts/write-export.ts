import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { FileReader } from "#core/model/ports/file-store.ts";
import type { ContactExport } from "#core/model/ports/records.ts";
import { renderPerson, summarizePerson } from "./summarize-person.ts";

/** How many files went into the folder, and which were in the account and could not be read. */
export interface WrittenExport {
  readonly files: number;
  readonly missing: readonly string[];
}

/**
 * Writes everything of one person into a new folder: `data.json` for programs, `README.txt` for the
 * person, `files/` with what they sent. Throws `EXPORT_FAILED` if the folder is there and not empty.
 */
export async function writeExport(
  folder: string,
  person: ContactExport,
  files: FileReader,
): Promise<WrittenExport> {
  const missing: string[] = [];
  let count = 0;
  try {
    mkdirSync(join(folder, "files"), { recursive: true, mode: 0o700 });
    if (readdirSync(folder).length > 1) throw new Error("the folder is not empty");
    for (const { file } of person.media) {
      if (file === undefined) continue;
      const content = await files.read(file.sha256);
      if (content === undefined) {
        missing.push(file.sha256);
        continue;
      }
      writeFileSync(join(folder, "files", nameOf(file.sha256, file.mime)), content, {
        mode: 0o600,
      });
      count += 1;
    }
    const write = (name: string, text: string) =>
      writeFileSync(join(folder, name), text, { mode: 0o600 });
    write("data.json", `${JSON.stringify(person, undefined, 2)}\n`);
    write("README.txt", readable(person));
  } catch (error) {
    throw new BotError("EXPORT_FAILED", `nothing whole was exported: ${errorText(error)}`, {
      hint: "Name a folder that is not there yet, on a disk with room: --out.",
      cause: error,
    });
  }
  return { files: count, missing };
}

function nameOf(sha256: string, mime: string): string {
  const ending = /^[a-z]+\/([a-z0-9]+)/.exec(mime)?.[1] ?? "bin";
  return `${sha256.slice(0, 16)}.${ending}`;
}

function readable(person: ContactExport): string {
  const said = person.events.flatMap(({ occurredAt, body }) =>
    body.kind === "message" ? [{ at: occurredAt, line: `< ${inText(body.message)}` }] : [],
  );
  const answered = person.sends.map(({ queuedAt, message, state }) => ({
    at: queuedAt,
    line: `> ${messageOutText(message)}${state === "accepted" ? "" : ` (${state})`}`,
  }));
  const talk = [...said, ...answered]
    .toSorted((a, b) => a.at - b.at)
    .map(({ at, line }) => `${new Date(at).toISOString()} ${line}`);
  const consents = person.consents.map(
    ({ at, purpose, answer, wording }) =>
      `${new Date(at).toISOString()} ${purpose}: ${answer} (${wording})`,
  );
  return [
    "Everything that is kept about this person. data.json holds the same, and more, for programs.",
    "Semua data yang disimpan tentang orang ini. data.json memuatnya secara lengkap untuk program.",
    "",
    renderPerson(summarizePerson(person, [])),
    "",
    "MESSAGES / PESAN",
    ...talk,
    "",
    "CONSENTS / PERSETUJUAN",
    ...consents,
    "",
  ].join("\n");
}

function inText(message: object): string {
  if ("text" in message && typeof message.text === "string") return message.text;
  return "kind" in message ? `[${String(message.kind)}]` : "";
}
