#!/usr/bin/env bun
import { CommanderError } from "commander";
import { createCommandLine } from "./command-line.ts";
import { tellFailure } from "./tell-failure.ts";

let exitCode = 0;
try {
  await createCommandLine((code) => {
    exitCode = code;
  }).parseAsync();
} catch (error) {
  // Commander has told its own already: help was asked for, or the use was wrong.
  if (error instanceof CommanderError) exitCode = error.exitCode === 0 ? 0 : 2;
  else exitCode = tellFailure(error);
}
// Timers and sockets that are left keep nobody waiting: everything that matters is done.
process.exit(exitCode);
