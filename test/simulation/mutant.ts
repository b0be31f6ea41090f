import type { Mutate } from "./world/bot-process.ts";

/** A fault that somebody could build in, put between the engine and its store. */
export interface Mutant {
  readonly name: string;
  readonly mutate: Mutate;
}
