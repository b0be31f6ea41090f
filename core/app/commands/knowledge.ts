import { copyFileSync, existsSync, mkdirSync } from "node:fs";
import { basename, join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { type HostFlags, openHost } from "#core/app/host.ts";
import { chunkFile, knowledgeEnds } from "#core/app/knowledge/chunk-file.ts";
import { knowledgeFolders } from "#core/app/knowledge/knowledge-folders.ts";
import { type Knowledge, openKnowledge } from "#core/app/knowledge/open-knowledge.ts";
import { readKnowledgeFile } from "#core/app/knowledge/read-folder.ts";
import { openBot } from "#core/app/open-bot.ts";
import { openDataFolder } from "#core/app/open-data-folder.ts";
import { printError, printLine } from "#core/app/print.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";

export interface KnowledgeFlags extends HostFlags {
  readonly bot?: string;
  readonly json?: true;
}

/** The index of a bot, beside the bot that runs or without one: its files lie open to both. */
interface Shelf {
  readonly knowledge: Knowledge;
  readonly folders: ReadonlyMap<string, string>;
}

/** `sapa knowledge list`: what each folder holds, and what of it cannot be read; 1 if there is such. */
export async function knowledgeListCommand(flags: KnowledgeFlags): Promise<number> {
  return await atShelf(flags, ({ knowledge, folders }) => {
    const shelves = [...folders].map(([name, folder]) => {
      const leftOut = knowledge.refresh(name);
      const files = knowledge.files(name).map(({ file, chunks }) => ({ file, chunks }));
      return { name, folder, files, leftOut };
    });
    if (flags.json === true) printLine(JSON.stringify({ knowledge: shelves }, undefined, 2));
    else if (shelves.length === 0) printLine("bot.yaml names no knowledge");
    else {
      for (const { name, folder, files, leftOut } of shelves) {
        printLine(`${name}  ${folder}`);
        for (const { file, chunks } of files) printLine(`  ✓ ${file}, ${countText(chunks)}`);
        for (const { file, why } of leftOut) printLine(`  ✗ ${file}: ${why}`);
      }
    }
    return shelves.every(({ leftOut }) => leftOut.length === 0) ? 0 : 1;
  });
}

/** `sapa knowledge search`: what would go along with this question, with where it stands; 1 if nothing. */
export async function knowledgeSearchCommand(
  name: string,
  question: string,
  flags: KnowledgeFlags,
): Promise<number> {
  return await atShelf(flags, async ({ knowledge, folders }) => {
    needFolder(folders, name);
    const hits = await knowledge.search([name], question);
    if (flags.json === true) printLine(JSON.stringify({ hits }, undefined, 2));
    else if (hits.length === 0) printLine("nothing fits");
    else {
      for (const { file, line, heading, text } of hits) {
        printLine(heading === "" ? `${file}:${line}` : `${file}:${line}  ${heading}`);
        printLine(text.replaceAll(/^/gm, "    "));
      }
    }
    return hits.length === 0 ? 1 : 0;
  });
}

/** `sapa knowledge add`: copies files into a folder, all or none; a file of the same name is not touched. */
export async function knowledgeAddCommand(
  name: string,
  files: readonly string[],
  flags: KnowledgeFlags,
): Promise<number> {
  return await atShelf(flags, ({ knowledge, folders }) => {
    const folder = needFolder(folders, name);
    for (const file of files) assertUsable(file, join(folder, basename(file)));
    mkdirSync(folder, { recursive: true });
    for (const file of files) copyFileSync(file, join(folder, basename(file)));
    knowledge.refresh(name);
    const chunks = new Map(knowledge.files(name).map((item) => [item.file, item.chunks]));
    for (const file of files) {
      const added = basename(file);
      printLine(`${added} is in ${name}, ${countText(chunks.get(added) ?? 0)}`);
    }
    return 0;
  });
}

function assertUsable(file: string, target: string): void {
  const name = basename(file);
  const refuse = (why: string, hint: string) => {
    throw new BotError("USE_WRONG", `${file} ${why}`, { hint });
  };
  if (!existsSync(file)) refuse("is not there", "Check its path.");
  if (!knowledgeEnds.some((end) => name.toLowerCase().endsWith(end))) {
    refuse("cannot be read", `Only ${knowledgeEnds.join(", ")}; save it as one of them.`);
  }
  if (existsSync(target)) refuse("is there already", `Change or remove ${target} first.`);
  const text = readKnowledgeFile(file);
  if (text === undefined) refuse("is not UTF-8", "Save it as UTF-8.");
  else if (chunkFile(name, text) === undefined) {
    refuse("is no CSV: a quote stays open in it", "Close it, and add the file again.");
  }
}

function needFolder(folders: ReadonlyMap<string, string>, name: string): string {
  const folder = folders.get(name);
  if (folder !== undefined) return folder;
  const near = nearest(name, [...folders.keys()]);
  const known = folders.size === 0 ? "bot.yaml names none" : [...folders.keys()].join(", ");
  throw new BotError("USE_WRONG", `there is no knowledge "${name}"`, {
    hint: near === undefined ? `known are: ${known}` : `Did you mean "${near}"?`,
  });
}

async function atShelf(
  flags: KnowledgeFlags,
  work: (shelf: Shelf) => number | Promise<number>,
): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const host = openHost(folder.folder, flags, { level: "error", handle: 2 });
  const bot = await openBot(folder, printError);
  const { dataFolder } = host.settings;
  openDataFolder(dataFolder);
  const index = openKnowledgeIndex(join(dataFolder, "knowledge.db"));
  try {
    const folders = knowledgeFolders(bot);
    return await work({ folders, knowledge: openKnowledge({ ...host, folders, index }) });
  } finally {
    index.close();
    host.log.flush();
  }
}

function countText(chunks: number): string {
  return chunks === 1 ? "1 part" : `${chunks} parts`;
}
