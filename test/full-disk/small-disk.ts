import { closeSync, openSync, rmSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A disk of a few megabytes, in memory. */
export interface SmallDisk {
  readonly folder: string;
  /** Takes all the room that is left, as another program would. */
  fill(): void;
  /** Gives that room back. */
  free(): void;
  remove(): Promise<void>;
}

const chunk = new Uint8Array(16_384);

/** Mounts a disk; undefined where that is not allowed (not root, or a container without the right). */
export async function mountSmallDisk(megabytes: number): Promise<SmallDisk | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "small-disk-"));
  const size = `size=${megabytes}m`;
  if (!(await run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", folder]))) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  const filler = join(folder, "filler");
  return {
    folder,
    fill: () => writeUntilFull(filler),
    free: () => rmSync(filler, { force: true }),
    async remove() {
      await run(["umount", "-l", folder]);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function writeUntilFull(file: string): void {
  const handle = openSync(file, "a");
  try {
    for (;;) writeSync(handle, chunk);
  } catch (error) {
    const isFull = error instanceof Error && "code" in error && error.code === "ENOSPC";
    if (!isFull) throw error;
  } finally {
    closeSync(handle);
  }
}

async function run(command: readonly string[]): Promise<boolean> {
  if (Bun.which(command[0] ?? "") === null) return false;
  const child = Bun.spawn([...command], { stdout: "ignore", stderr: "ignore", stdin: "ignore" });
  return (await child.exited) === 0;
}
