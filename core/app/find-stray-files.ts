import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "#core/flow/finding.ts";
import { maxYamlBytes } from "#core/flow/read/yaml-source.ts";
import { type BotFile, readBotFile, templateFolder } from "./bot-folder.ts";

export interface StrayFiles {
  /** Warnings, by file. */
  readonly findings: readonly Finding[];
  /** The files they are about. */
  readonly files: readonly BotFile[];
}

/** Folders below the bot's that are looked into, and how many files at most. */
const maxDepth = 3;
const maxFiles = 1_000;

/**
 * Finds files of a bot's folder that look as if they were meant to be read and are not: an ending
 * that is nearly right, a flow or test under another name, one in a folder below.
 */
export function findStrayFiles(folder: string): StrayFiles {
  const findings: Finding[] = [];
  const files: BotFile[] = [];
  for (const name of yamlFiles(folder, "", 0).slice(0, maxFiles)) {
    const reason = describeStray(folder, name);
    if (reason === undefined) continue;
    const file = readBotFile(folder, name);
    files.push(file);
    const at = { file: file.file, line: 1, column: 1, endLine: 1, endColumn: 2 };
    findings.push({ code: "BOT_FILE_IGNORED", severity: "warning", at, ...reason });
  }
  return { findings, files };
}

type Reason = Pick<Finding, "message" | "hint">;

function describeStray(folder: string, name: string): Reason | undefined {
  const base = name.slice(name.lastIndexOf("/") + 1);
  const isBelow = base !== name;
  if (!isBelow && /^bot\.ya?ml$/i.test(base)) {
    if (base === "bot.yaml") return undefined;
    return { message: "this file is not read: bot.yaml is", hint: "take one of them away" };
  }
  if (isTemplate(folder, name)) {
    if (name === `${templateFolder}/${base}` && base.endsWith(".yaml")) return undefined;
    const message = "this looks like a template, and is not read here";
    return { message, hint: `move it to ${templateFolder}/${base.replace(/\.yml$/i, ".yaml")}` };
  }
  const wanted = wantedName(folder, name, base);
  if (wanted === undefined || (!isBelow && wanted === base)) return undefined;
  const what = wanted.endsWith(".test.yaml") ? "test" : "flow";
  if (isBelow) {
    const message = `this ${what} is not read: it stands in a folder below`;
    return { message, hint: `move it beside bot.yaml, as ${wanted}` };
  }
  const message = `this looks like a ${what}, and is not read under this name`;
  return { message, hint: `name it ${wanted}` };
}

/** True if the file has the keys that begin and end a template. */
function isTemplate(folder: string, name: string): boolean {
  const { text } = readBotFile(folder, name);
  return text.length <= maxYamlBytes && /^template:/m.test(text) && /^languages:/m.test(text);
}

/** What the file would have to be called, if it is a flow or a test by its name or its keys. */
function wantedName(folder: string, name: string, base: string): string | undefined {
  const named = /^(.+)\.(flow|test)\.ya?ml$/i.exec(base);
  if (named !== null) return `${named[1]}.${named[2]?.toLowerCase()}.yaml`;
  const { text } = readBotFile(folder, name);
  if (text.length > maxYamlBytes) return undefined;
  const flow = /^flow:[ \t]*["']?([a-z][a-z0-9_]*)/m.exec(text)?.[1];
  if (flow === undefined) return undefined;
  if (/^(steps|triggers):/m.test(text)) return `${flow}.flow.yaml`;
  return /^tests:/m.test(text) ? `${flow}.test.yaml` : undefined;
}

/** The YAML files of a folder and those below, by path; other bots and hidden folders are left out. */
function yamlFiles(folder: string, prefix: string, depth: number): readonly string[] {
  const entries = readdirSync(join(folder, prefix), { withFileTypes: true }).toSorted((a, b) =>
    a.name < b.name ? -1 : 1,
  );
  return entries.flatMap((entry) => {
    const name = `${prefix}${entry.name}`;
    if (entry.isFile()) return /\.ya?ml$/i.test(name) ? [name] : [];
    const isOwn = entry.isDirectory() && !/^(\.|node_modules$)/.test(entry.name);
    if (!isOwn || depth >= maxDepth || existsSync(join(folder, name, "bot.yaml"))) return [];
    return yamlFiles(folder, `${name}/`, depth + 1);
  });
}
