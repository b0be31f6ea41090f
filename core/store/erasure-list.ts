import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  truncateSync,
  writeSync,
} from "node:fs";
import { z } from "zod";
import { contactId, idSchema } from "#core/lib/ids.ts";
import { millisSchema } from "#core/lib/millis.ts";

/**
 * One erasure, without a word of the person: ids were drawn by chance, everything else is keys. `marks` are
 * the codec's keys of their addresses, so that who asks for them can be told that they were erased; `stops`
 * are those of a STOP that outlives them.
 */
const erasureSchema = z.object({
  at: millisSchema,
  contacts: z.array(idSchema(contactId)).readonly(),
  keys: z.array(z.number()).readonly(),
  marks: z.array(z.string()).readonly(),
  stops: z.array(z.object({ lookup: z.string(), at: millisSchema })).readonly(),
});
export type ErasureEntry = z.infer<typeof erasureSchema>;

/** Who was erased, kept outside of the data and beside each backup: whatever is restored, they stay erased. */
export interface ErasureList {
  /** Oldest first. */
  entries(): readonly ErasureEntry[];
  /** Durable when it returns. */
  append(entry: ErasureEntry): void;
}

/** Nobody is remembered: for databases in memory, of which there are no backups. */
export const noErasures: ErasureList = { entries: () => [], append: () => undefined };

/** A list in a file: a line of JSON for each erasure. A line that a crash cut off was never promised. */
export function openErasureList(file: string): ErasureList {
  return {
    entries() {
      if (!existsSync(file)) return [];
      const lines = wholeLines(readFileSync(file, "utf8")).split("\n");
      return lines.flatMap((line) => (line === "" ? [] : [erasureSchema.parse(JSON.parse(line))]));
    },
    append(entry) {
      if (existsSync(file)) {
        const text = readFileSync(file, "utf8");
        const whole = wholeLines(text);
        if (whole.length < text.length) truncateSync(file, Buffer.byteLength(whole));
      }
      const handle = openSync(file, "a", 0o600);
      try {
        writeSync(handle, `${JSON.stringify(entry)}\n`);
        fsyncSync(handle);
      } finally {
        closeSync(handle);
      }
    },
  };
}

/** Writes a list's copy, which goes with a backup: a new file, for its owner alone. */
export function copyErasures(list: ErasureList, file: string): void {
  const handle = openSync(file, "wx", 0o600);
  try {
    for (const entry of list.entries()) writeSync(handle, `${JSON.stringify(entry)}\n`);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

/** Adds what another list knows and this one does not. */
export function takeOverErasures(list: ErasureList, others: ErasureList): void {
  const known = new Set(list.entries().map((entry) => JSON.stringify(entry)));
  for (const entry of others.entries()) {
    if (!known.has(JSON.stringify(entry))) list.append(entry);
  }
}

/** Where the list's copy lies that goes with a backup. */
export function erasuresBeside(backup: string): string {
  return `${backup}.erased.jsonl`;
}

function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf("\n") + 1);
}
