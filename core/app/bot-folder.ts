import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isAbsolute, join, relative, resolve } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";

/** A file of a bot's folder; `file` is how people see it: from where they stand. */
export interface BotFile {
  readonly file: string;
  readonly text: string;
}

/** A bot's folder as it is on the disk at this moment. */
export interface BotFolder {
  readonly folder: string;
  readonly bot: BotFile;
  /** `*.flow.yaml`, by name. */
  readonly flows: readonly BotFile[];
  /** `*.test.yaml`, by name. */
  readonly tests: readonly BotFile[];
}

/**
 * Reads a bot's folder. Without a name it is this folder if it holds a bot.yaml, else `./flows`.
 * Throws `BOT_MISSING` if there is none.
 */
export function readBotFolder(name: string | undefined): BotFolder {
  const folder = name ?? (existsSync("bot.yaml") ? "." : "flows");
  const path = resolve(folder);
  if (!existsSync(path) || !statSync(path).isDirectory()) {
    throw new BotError("BOT_MISSING", `${folder} is not a folder`, {
      hint: "Name the folder that holds your bot.yaml.",
    });
  }
  if (!existsSync(join(path, "bot.yaml"))) {
    throw new BotError("BOT_MISSING", `there is no bot.yaml in ${path}`, {
      hint: "Name the folder that holds your bot.yaml.",
    });
  }
  const names = readdirSync(path).toSorted();
  const withEnding = (ending: string) =>
    names.filter((item) => item.endsWith(ending)).map((item) => readBotFile(path, item));
  return {
    folder: path,
    bot: readBotFile(path, "bot.yaml"),
    flows: withEnding(".flow.yaml"),
    tests: withEnding(".test.yaml"),
  };
}

function readBotFile(folder: string, name: string): BotFile {
  const path = join(folder, name);
  const shown = relative(process.cwd(), path);
  const file = shown.startsWith("..") || isAbsolute(shown) ? path : shown;
  try {
    return { file, text: readFileSync(path, "utf8") };
  } catch (error) {
    throw new BotError("BOT_UNREADABLE", `${file} cannot be read`, {
      hint: "Give it to the user that runs this.",
      cause: error,
    });
  }
}
