import { join } from "node:path";
import { knowledgeFolders } from "#core/app/knowledge/knowledge-folders.ts";
import { listFolder } from "#core/app/knowledge/list-folder.ts";
import { counted } from "#core/app/render-findings.ts";
import type { KnowledgeFile } from "#core/model/ports/knowledge.ts";
import { readIndexedFiles } from "#core/store/read-indexed-files.ts";
import type { DoctorCase } from "./doctor-case.ts";
import type { Found } from "./examined.ts";

/** Whether the index over each knowledge folder holds what lies there. */
export async function checkKnowledgeIndex({ bot, folder, host, command }: DoctorCase) {
  if (bot === undefined) return [];
  const folders = knowledgeFolders({ folder: folder.folder, config: bot.config });
  if (folders.size === 0) return [];
  const indexFile = join(host.settings.dataFolder, "knowledge.db");
  const indexed = readIndexedFiles(indexFile, [...folders.keys()]);
  const look = command("knowledge list", "--bot");
  const found: Found[] = [];
  for (const [name, path] of folders) {
    found.push(await compare({ name, path, look }, indexed.get(name) ?? []));
  }
  return found;
}

async function compare(
  { name, path, look }: Readonly<Record<"name" | "path" | "look", string>>,
  known: readonly KnowledgeFile[],
): Promise<Found> {
  const marks = new Map(known.map(({ file, mark }) => [file, mark]));
  const listed = await listFolder(path, known.length > 0);
  const isThere = new Set(listed.map(({ file }) => file));
  const changed = listed.filter(({ file, mark }) => marks.get(file) !== mark).length;
  const behind = changed + known.filter(({ file }) => !isThere.has(file)).length;
  if (behind > 0) {
    const hint = `Read it now: ${look}; a bot that runs does so by itself.`;
    return ["warning", `${name}: the index is behind by ${counted(behind, "file")}`, hint];
  }
  const unread = known.filter(({ problem }) => problem !== undefined).length;
  if (unread > 0) {
    const message = `${name}: ${counted(unread, "file")} cannot be read whole`;
    return ["warning", message, `See which and why: ${look}`];
  }
  return ["good", `${name}: ${counted(known.length, "file")} in the index`];
}
