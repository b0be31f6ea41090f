import type { BotConfig } from "#core/config/bot-schema.ts";
import type { Media } from "#core/engine/media/create-media.ts";
import {
  createEraser,
  type ErasePerson,
  type EraserDeps,
} from "#core/engine/privacy/erase-person.ts";
import type { Records } from "#core/model/ports/records.ts";
import { createExpiries } from "./create-expiries.ts";
import { removeExports } from "./ops/exports.ts";

export interface ChoresDeps extends Pick<EraserDeps, "channels" | "clock" | "log"> {
  readonly records: Records;
  readonly media: Media;
  readonly dataFolder: string;
}

/** What is removed in time, and on demand: at the start, and again and again from there on. */
export function createChores(
  config: Pick<BotConfig, "retention" | "purposes">,
  { dataFolder, ...deps }: ChoresDeps,
): { readonly erasePerson: ErasePerson; start(): void; stop(): void } {
  const eraser = createEraser({
    ...deps,
    removeExports: (contacts) => removeExports(dataFolder, contacts),
  });
  const chores = [deps.media, createExpiries(config, deps), eraser];
  return {
    erasePerson: eraser.erase,
    start: () => chores.forEach((chore) => chore.start()),
    stop: () => chores.forEach((chore) => chore.stop()),
  };
}
