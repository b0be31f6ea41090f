import { resolve } from "node:path";
import { printLine } from "#core/app/print.ts";
import { tellFailure } from "#core/app/tell-failure.ts";
import { buildProgram } from "./build-program.ts";

/** `bun run build [folder]`: the program as one file, for images and servers. */
async function main(): Promise<number> {
  const folder = resolve(process.argv[2] ?? "dist");
  try {
    await buildProgram(folder);
    printLine(`built ${folder}: start it with bun ${folder}/sapa.js run <bot>`);
    return 0;
  } catch (error) {
    return tellFailure(error);
  }
}

if (import.meta.main) process.exit(await main());
