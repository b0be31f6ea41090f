import { builtIn } from "#core/app/built-in.ts";

/** The command that starts this program once more. */
export function thisProgram(): readonly string[] {
  return [process.execPath, builtIn.program];
}
