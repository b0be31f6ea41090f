import { sha256Hex } from "#core/lib/digest.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { WorldEnd, WorldQuiet } from "#test/simulation/check/check.ts";
import type { Disk } from "./disk.ts";

/** Rows that are read back at most. */
const limit = 1_000_000;

/** What is under way when nothing should be. */
export async function readQuiet(records: Records, disk: Disk): Promise<WorldQuiet> {
  return {
    stats: await disk.stats(),
    pending: await records.events({ state: "pending", limit }),
    conversations: await records.conversations(limit),
  };
}

/** All that is left of a world. */
export async function readEnd(records: Records, disk: Disk): Promise<WorldEnd> {
  return {
    stats: await disk.stats(),
    sends: await records.sends({ limit }),
    events: await records.events({ limit }),
    media: await readMedia(records, disk),
  };
}

async function readMedia(records: Records, disk: Disk): Promise<WorldEnd["media"]> {
  const media = [];
  for (const record of await records.media({ limit })) {
    const { file } = record;
    const content = file === undefined ? undefined : await disk.files.read(file.sha256);
    const isWhole = content !== undefined && sha256Hex(content) === file?.sha256;
    media.push({ record, isWhole });
  }
  return media;
}
