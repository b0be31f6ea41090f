import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, resolve } from "node:path";
import type { Position } from "#core/flow/finding.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { findBadByte } from "./find-bad-byte.ts";

/** A file of a bot's folder; `file` is how people see it: from where they stand. */
export interface BotFile {
  readonly file: string;
  readonly text: string;
  /** Where the first byte stands that is no UTF-8, if there is one: the text is a guess then. */
  readonly notUtf8?: Position;
}

/** A bot's folder as it is on the disk at this moment. */
export interface BotFolder {
  readonly folder: string;
  readonly bot: BotFile;
  /** `*.flow.yaml`, by name. */
  readonly flows: readonly BotFile[];
  /** `*.test.yaml`, by name. */
  readonly tests: readonly BotFile[];
  /** `templates/*.yaml`, by name; absent: there are none. */
  readonly templates?: readonly BotFile[];
}

/**
 * Reads a bot's folder. Without a name it is this folder if it holds a bot.yaml, else `./flows`.
 * Throws `BOT_MISSING` if there is none.
 */
export function readBotFolder(name: string | undefined): BotFolder {
  const folder = name ?? (existsSync("bot.yaml") ? "." : "flows");
  const path = resolve(folder);
  if (name === undefined && !existsSync(path)) {
    throw new BotError(
      "BOT_MISSING",
      `there is no bot.yaml in ${process.cwd()}, nor in flows there`,
      {
        hint: "Go to the folder that holds your bot.yaml, or name it.",
      },
    );
  }
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new BotError("BOT_MISSING", `${folder} is not a folder`, {
      hint: existsSync(path) ? hintOf(folder) : "Name the folder that holds your bot.yaml.",
    });
  }
  const names = readdirSync(path).toSorted();
  if (!names.includes("bot.yaml")) {
    const near = names.find((item) => /^bot\.ya?ml$/i.test(item));
    throw new BotError("BOT_MISSING", `there is no bot.yaml in ${path}`, {
      hint:
        near === undefined
          ? "Name the folder that holds your bot.yaml."
          : `Rename ${near} to bot.yaml.`,
    });
  }
  const withEnding = (ending: string) =>
    names.filter((item) => item.endsWith(ending)).map((item) => readBotFile(path, item));
  return {
    folder: path,
    bot: readBotFile(path, "bot.yaml"),
    flows: withEnding(".flow.yaml"),
    tests: withEnding(".test.yaml"),
    templates: readTemplateFiles(path),
  };
}

/** What to name in place of a file of a bot. */
function hintOf(file: string): string {
  const folder = dirname(file);
  return file.endsWith(".test.yaml")
    ? `All tests of a folder are played: name ${folder}, and pick some with --filter ${basename(file)}.`
    : `A bot is read as a whole: name its folder, ${folder}.`;
}

/** The folder of a bot's templates, below its own. */
export const templateFolder = "templates";

/** Reads what the folder of templates holds; empty without one. */
function readTemplateFiles(folder: string): readonly BotFile[] {
  const path = join(folder, templateFolder);
  if (!existsSync(path) || !statSync(path).isDirectory()) return [];
  const names = readdirSync(path).filter((name) => name.endsWith(".yaml"));
  return names.toSorted().map((name) => readBotFile(folder, join(templateFolder, name)));
}

/**
 * Reads one file of a bot's folder; `name` may lead into folders below. Throws `BOT_UNREADABLE`.
 */
export function readBotFile(folder: string, name: string): BotFile {
  const path = join(folder, name);
  const shown = relative(process.cwd(), path);
  const file = shown.startsWith("..") || isAbsolute(shown) ? path : shown;
  const bytes = readBytes(path, file);
  const text = bytes.toString("utf8");
  const bad = findBadByte(bytes, text);
  if (bad === undefined) return { file, text };
  const { line, column } = bad;
  return { file, text, notUtf8: { file, line, column, endLine: line, endColumn: column + 1 } };
}

function readBytes(path: string, file: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    throw new BotError("BOT_UNREADABLE", `${file} cannot be read`, {
      hint: "Give it to the user that runs this.",
      cause: error,
    });
  }
}
