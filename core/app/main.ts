#!/usr/bin/env bun
import { CommanderError } from "commander";
import { createCommandLine } from "./command-line.ts";
import { tellFailure } from "./tell-failure.ts";

/** Runs the command that was typed; resolves to the exit code: 0 done, 1 problems, 2 wrong use. */
async function main(): Promise<number> {
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
  // Timers and sockets that are left keep nobody waiting: everything that matters is done.
  process.exit(await main());
}
