import { copyFileSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { openDataHost } from "#core/app/control/open-data-host.ts";
import type { HostFlags } from "#core/app/host.ts";
import type { IndexStep } from "#core/app/knowledge/index-folder.ts";
import { knowledgeEnds } from "#core/app/knowledge/knowledge-ends.ts";
import { knowledgeFolders } from "#core/app/knowledge/knowledge-folders.ts";
import { type EmbedderHere, openEmbedderHere } from "#core/app/knowledge/open-embedder-here.ts";
import { type Knowledge, openKnowledge } from "#core/app/knowledge/open-knowledge.ts";
import { runIndexer } from "#core/app/knowledge/run-indexer.ts";
import { thisProgram } from "#core/app/knowledge/this-program.ts";
import { openBot } from "#core/app/open-bot.ts";
import { openDataFolder } from "#core/app/open-data-folder.ts";
import { printError, printLine } from "#core/app/print.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";
import { placeOf, type RankedHit } from "#core/model/ports/knowledge.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";

export interface KnowledgeFlags extends HostFlags {
  readonly bot?: string;
  readonly json?: true;
}

/** The index of a bot, beside the bot that runs or without one: its files lie open to both. */
interface Shelf {
  readonly knowledge: Knowledge;
  readonly folders: ReadonlyMap<string, string>;
  /** What is no folder, by its name, and the provider that looks it up. */
  readonly elsewhere: ReadonlyMap<string, string>;
  readonly embedder: EmbedderHere | undefined;
}

/** How a bot comes to have some. */
const noneLines = [
  "bot.yaml names no knowledge. To let an AI answer from files of yours, write there",
  "  knowledge: { menu: knowledge/menu }",
  "put Markdown, text, CSV or PDF files into that folder, and name it in a flow:",
  '  - ai: { prompt: "{{ message.text }}", knowledge: menu, scope: our menu }',
  "    id: faq",
  "    say: true",
];

/** `sapa knowledge list`: what each folder holds, and what of it cannot be read; 1 if there is such. */
export async function knowledgeListCommand(flags: KnowledgeFlags): Promise<number> {
  return await atShelf(flags, async ({ knowledge, folders, elsewhere }) => {
    for (const name of folders.keys()) await knowledge.refresh(name, showReading);
    const shelves = [...folders].map(([name, folder]) => {
      const all = knowledge.files(name);
      const files = all.flatMap(({ file, chunks, problem }) =>
        chunks > 0 || problem === undefined ? [{ file, chunks }] : [],
      );
      const leftOut = all.flatMap(({ file, problem }) =>
        problem === undefined ? [] : [{ file, why: problem }],
      );
      return { name, folder, files, leftOut };
    });
    if (flags.json === true) printLine(JSON.stringify({ knowledge: shelves }, undefined, 2));
    else if (shelves.length + elsewhere.size === 0) for (const line of noneLines) printLine(line);
    else {
      for (const { name, folder, files, leftOut } of shelves) {
        printLine(`${name}  ${folder}`);
        for (const { file, chunks } of files) printLine(`  ✓ ${file}, ${countText(chunks)}`);
        for (const { file, why } of leftOut) printLine(`  ✗ ${file}: ${why}`);
      }
      for (const [name, provider] of elsewhere) {
        printLine(`${name}  looked up by ${provider} for each question`);
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
  return await atShelf(flags, async ({ knowledge, folders, elsewhere, embedder }) => {
    needFolder({ folders, elsewhere }, name);
    const hits = await knowledge.search([name], question, embedder?.embed);
    if (flags.json === true) printLine(JSON.stringify({ hits }, undefined, 2));
    else if (hits.length === 0) printLine("nothing fits");
    else {
      for (const hit of hits) {
        const heading = hit.heading === "" ? [] : [hit.heading];
        printLine([placeOf(hit), ...heading, rankText(hit)].join("  "));
        printLine(hit.text.replaceAll(/^/gm, "    "));
      }
    }
    return hits.length === 0 ? 1 : 0;
  });
}

/** How a hit came to its place. */
function rankText({ score, wordsRank, meaningRank }: RankedHit): string {
  const words = wordsRank === undefined ? [] : [`words ${wordsRank}`];
  const meaning = meaningRank === undefined ? [] : [`meaning ${meaningRank}`];
  return `(${[...words, ...meaning, `score ${score.toFixed(4)}`].join(", ")})`;
}

/** `sapa knowledge add`: copies files into a folder, all or none; a file of the same name is not touched. */
export async function knowledgeAddCommand(
  name: string,
  files: readonly string[],
  flags: KnowledgeFlags,
): Promise<number> {
  return await atShelf(flags, async ({ knowledge, folders, elsewhere }) => {
    const folder = needFolder({ folders, elsewhere }, name);
    for (const file of files) assertUsable(file, join(folder, basename(file)));
    mkdirSync(folder, { recursive: true });
    for (const file of files) copyFileSync(file, join(folder, basename(file)));
    await knowledge.refresh(name, showReading);
    const known = new Map(knowledge.files(name).map((item) => [item.file, item]));
    const added = files.map((file) => ({ file, found: known.get(basename(file)) }));
    const useless = added.find(({ found }) => found?.chunks === 0 && found.problem !== undefined);
    if (useless !== undefined) {
      for (const file of files) rmSync(join(folder, basename(file)));
      await knowledge.refresh(name);
      throw new BotError("USE_WRONG", `${useless.file} cannot be read`, {
        hint: useless.found?.problem ?? "Look into it.",
      });
    }
    for (const { file, found } of added) {
      printLine(`${basename(file)} is in ${name}, ${countText(found?.chunks ?? 0)}`);
      if (found?.problem !== undefined) printError(`warning: ${file}: ${found.problem}`);
    }
    return 0;
  });
}

/** How far it is: reading what is long takes a while. */
function showReading({ kind, file, nth, of }: IndexStep): void {
  if (kind === "reading") printError(`reading ${file} (${nth} of ${of})`);
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
}

function needFolder(
  { folders, elsewhere }: Pick<Shelf, "folders" | "elsewhere">,
  name: string,
): string {
  const folder = folders.get(name);
  if (folder !== undefined) return folder;
  const provider = elsewhere.get(name);
  if (provider !== undefined) {
    throw new BotError("USE_WRONG", `"${name}" is no folder: ${provider} looks it up`, {
      hint: "Ask for it in the bot's chat, as somebody who may.",
    });
  }
  const near = nearest(name, [...folders.keys()]);
  const known =
    folders.size === 0
      ? "bot.yaml names none; sapa knowledge list tells how it does"
      : `known are: ${[...folders.keys()].join(", ")}`;
  throw new BotError("USE_WRONG", `there is no knowledge "${name}"`, {
    hint: near === undefined ? known : `Did you mean "${near}"?`,
  });
}

async function atShelf(
  flags: KnowledgeFlags,
  work: (shelf: Shelf) => number | Promise<number>,
): Promise<number> {
  const folder = readBotFolder(flags.bot);
  const bot = await openBot(folder, printError);
  const folders = knowledgeFolders(bot);
  const elsewhere = new Map(Object.entries(bot.config.retrieval));
  const host = await openDataHost(folder.folder, flags);
  const { dataFolder } = host.settings;
  // A bot without any needs no index, nor a folder for it.
  if (folders.size > 0) openDataFolder(dataFolder);
  const indexFile = folders.size > 0 ? join(dataFolder, "knowledge.db") : ":memory:";
  const index = openKnowledgeIndex(indexFile);
  try {
    const { clock, log } = host;
    const { signal } = new AbortController();
    const embedder = openEmbedderHere(bot, host);
    const knowledge = openKnowledge({
      folders,
      index,
      ...(embedder === undefined ? {} : { space: embedder.space }),
      runPass: (job, tell) =>
        runIndexer({ program: thisProgram(), indexFile, clock, tell, signal }, job),
      clock,
      log,
    });
    return await work({ folders, elsewhere, knowledge, embedder });
  } finally {
    index.close();
    host.log.flush();
  }
}

function countText(chunks: number): string {
  return chunks === 1 ? "1 part" : `${chunks} parts`;
}
