import type { Problem } from "./problem.ts";

/** Most that a run may grow by once it is warm, in megabytes. */
const maxGrowthMb = 50;
/** Bodies between two readings. */
export const memoryPeriod = 25_000;
/** Bodies until the caches are full. */
const warmBodies = 50_000;
/** Shorter runs would show how the heap takes its size and nothing else. */
const leastBodies = 4 * warmBodies;
/** Freed pages go back to the system in the background: as long as each look finds less, more may follow. */
const lookMs = 100;
const quietLooks = 6;
const mostLooks = 100;

export interface Growth {
  readonly firstMb: number;
  readonly lastMb: number;
  readonly mostMb: number;
}

/** What the process holds, read when everything that can be let go of is. */
export interface Memory {
  /** Reads, `bodies` after the beginning; a run that is too short to tell reads nothing. */
  read(bodies: number): Promise<void>;
  /** In megabytes; undefined until there are two readings of the warm process. */
  readonly growth: Growth | undefined;
  readonly problem: Problem | undefined;
}

/** `readMb` is asked for what the process holds, in megabytes. */
export function createMemory(allBodies: number, readMb: () => Promise<number>): Memory {
  const readings: number[] = [];

  function growth(): Growth | undefined {
    const [firstMb] = readings;
    const lastMb = readings.at(-1);
    if (firstMb === undefined || lastMb === undefined || readings.length < 2) return undefined;
    return { firstMb, lastMb, mostMb: Math.max(...readings) };
  }

  return {
    async read(bodies) {
      if (allBodies >= leastBodies && bodies >= warmBodies) readings.push(await readMb());
    },
    get growth() {
      return growth();
    },
    get problem() {
      const { firstMb = 0, lastMb = 0 } = growth() ?? {};
      if (lastMb - firstMb < maxGrowthMb) return undefined;
      return { what: `memory grew from ${firstMb.toFixed(0)} to ${lastMb.toFixed(0)} MB` };
    },
  };
}

/** What this process holds once all garbage is gone, in megabytes. */
export async function residentMb(): Promise<number> {
  Bun.gc(true);
  let leastMb = Number.POSITIVE_INFINITY;
  let quiet = 0;
  for (let look = 0; look < mostLooks && quiet < quietLooks; look += 1) {
    await Bun.sleep(lookMs);
    const mb = process.memoryUsage.rss() / 1_048_576;
    quiet = mb < leastMb - 1 ? 0 : quiet + 1;
    leastMb = Math.min(leastMb, mb);
  }
  return leastMb;
}
