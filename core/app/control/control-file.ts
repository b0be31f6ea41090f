import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** Where a running bot takes commands, and what lets them in. */
export interface ControlPlace {
  readonly url: string;
  readonly token: string;
}

const placeSchema = z.object({
  url: z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }),
  token: z.string().min(32),
});

function fileOf(dataFolder: string): string {
  return join(dataFolder, "control.json");
}

/** Writes the file for its owner alone; it is there whole or not at all. */
export function writeControlFile(dataFolder: string, place: ControlPlace): void {
  const file = fileOf(dataFolder);
  const aside = `${file}.new`;
  rmSync(aside, { force: true });
  writeFileSync(aside, JSON.stringify(place), { mode: 0o600, flag: "wx" });
  renameSync(aside, file);
}

/** Undefined if there is none, or nothing that is one. */
export function readControlFile(dataFolder: string): ControlPlace | undefined {
  try {
    return placeSchema.safeParse(JSON.parse(readFileSync(fileOf(dataFolder), "utf8"))).data;
  } catch {
    return undefined;
  }
}

/** Takes the file away, unless another process has put its own in place. */
export function removeControlFile(dataFolder: string, { token }: ControlPlace): void {
  if (readControlFile(dataFolder)?.token === token) rmSync(fileOf(dataFolder), { force: true });
}
