#!/usr/bin/env bun
import { raiseRequestLimit } from "./raise-request-limit.ts";

/** Commands that send beside each other, and so need more requests in flight than the usual. */
const serving = new Set(["run", "dev"]);

/**
 * `sapa run [bot]` and `sapa dev [bot]` with nothing else to read: what servers and newcomers start,
 * without the reader of flags.
 */
function plainServing(args: readonly string[]): (() => Promise<number>) | undefined {
  const [verb, bot, ...rest] = args;
  if (rest.length > 0 || bot?.startsWith("-") === true) return undefined;
  if (verb === "run") {
    return async () => await (await import("./commands/run.ts")).runCommand(bot, {});
  }
  if (verb === "dev") {
    return async () => await (await import("./commands/dev.ts")).devCommand(bot, {});
  }
  return undefined;
}

async function serve(start: () => Promise<number>): Promise<number> {
  try {
    return await start();
  } catch (error) {
    const { tellFailure } = await import("./tell-failure.ts");
    return tellFailure(error);
  }
}

/** Runs the command that was typed; resolves to the exit code: 0 done, 1 problems, 2 wrong use. */
async function main(): Promise<number> {
  const start = plainServing(process.argv.slice(2));
  if (start !== undefined) return serve(start);
  const { CommanderError } = await import("commander");
  const { createCommandLine } = await import("./command-line.ts");
  const { tellFailure } = await import("./tell-failure.ts");
  let exitCode = 0;
  const commandLine = createCommandLine((code) => {
    exitCode = code;
  });
  try {
    await commandLine.parseAsync();
    return exitCode;
  } catch (error) {
    if (!(error instanceof CommanderError)) return tellFailure(error);
    // It has told its own already: help was asked for, or the use was wrong.
    return error.exitCode === 0 ? 0 : 2;
  }
}

if (import.meta.main) {
  // Before anything is loaded: the process that takes over would load it again.
  if (serving.has(process.argv[2] ?? "")) raiseRequestLimit();
  // Timers and sockets that are left keep nobody waiting: everything that matters is done. Not
  // awaited here: what is built with compiled code in it is no module that could.
  void main().then((exitCode) => process.exit(exitCode));
}
