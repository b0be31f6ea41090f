import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { waitUntil } from "#test/wait-until.ts";
import { type Audit, auditDatabase } from "./audit.ts";
import { type Crowd, gatherCrowd } from "./crowd.ts";
import { freePort } from "./free-port.ts";
import { SapaProcess } from "./sapa-process.ts";

/** A process lives for so long under load, in milliseconds, before it is killed. */
const shortestLifeMs = 60;
const longestLifeMs = 900;
/** A drain has to be over by then, in milliseconds. */
export const drainMs = 25_000;

export interface CrashOptions {
  /** Deaths by SIGKILL. */
  readonly cycles: number;
  /** Ends by SIGTERM, under the same load. */
  readonly drains: number;
  readonly seed: number;
  /** How long the last process may take until everything is answered and heard of, in milliseconds. */
  readonly patienceMs: number;
  readonly tell: (line: string) => void;
}

export interface CrashResult {
  readonly acknowledged: number;
  readonly audit: Audit;
  readonly crowd: Pick<Crowd, "acknowledged" | "answers">;
  /** True if all was answered and no webhook is owed any more: until then a double may be unknown. */
  readonly isQuiet: boolean;
  /** What each drain ended with. */
  readonly drains: readonly { readonly exitCode: number; readonly ms: number }[];
}

/**
 * Kills a real process again and again while people write to it, ends it in good order now and
 * then, lets it come to rest, and reads what is left in its database.
 */
export async function runCrash(options: CrashOptions): Promise<CrashResult> {
  const folder = await mkdtemp(join(tmpdir(), "crash-"));
  const random = new SeededRandom(options.seed);
  const port = freePort();
  const crowd = gatherCrowd(options.seed, () => `http://127.0.0.1:${port}`);
  const dataFolder = join(folder, "data");
  const { channel, graphUrl } = crowd;
  const start = async () => {
    const logFile = join(folder, "sapa.log");
    const bot = "test/crash/bot";
    const sapa = new SapaProcess({ bot, port, dataFolder, graphUrl, channel, logFile });
    await sapa.healthy();
    return sapa;
  };
  const live = () => {
    const lifeMs = shortestLifeMs + random.below(longestLifeMs - shortestLifeMs);
    return new Promise<void>((resolve) => {
      setTimeout(resolve, lifeMs);
    });
  };

  try {
    for (let cycle = 0; cycle < options.cycles; cycle += 1) {
      const sapa = await start();
      crowd.chat();
      await live();
      // People write on while nobody listens: Meta sends that again, later and later.
      sapa.kill();
      await sapa.exited();
      if ((cycle + 1) % 20 === 0) {
        options.tell(`${cycle + 1} kills, ${crowd.acknowledged.size} messages acknowledged`);
      }
    }
    const drains: { exitCode: number; ms: number }[] = [];
    for (let drain = 0; drain < options.drains; drain += 1) {
      const sapa = await start();
      crowd.chat();
      await live();
      drains.push(await end(sapa));
    }
    crowd.hush();
    const last = await start();
    const isQuiet = await waitUntil(
      () => isAllAnswered(crowd) && !crowd.isBusy(),
      options.patienceMs,
    );
    drains.push(await end(last));
    const audit = await auditDatabase(dataFolder);
    return { acknowledged: crowd.acknowledged.size, audit, crowd, drains, isQuiet };
  } finally {
    await crowd.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

function isAllAnswered(crowd: Crowd): boolean {
  for (const word of crowd.acknowledged) if (!crowd.answers.has(word)) return false;
  return true;
}

async function end(sapa: SapaProcess): Promise<{ readonly exitCode: number; readonly ms: number }> {
  const startedAt = performance.now();
  sapa.terminate();
  const killer = setTimeout(() => sapa.kill(), 2 * drainMs);
  const exitCode = await sapa.exited();
  clearTimeout(killer);
  return { exitCode, ms: performance.now() - startedAt };
}
