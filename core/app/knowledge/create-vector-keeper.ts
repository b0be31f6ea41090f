import type { Embedded } from "#core/engine/ai/embed.ts";
import { errorText } from "#core/lib/bot-error.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { Cancel, Clock } from "#core/model/ports/clock.ts";
import type { KnowledgeVectors } from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";

/** Texts that are sent at once. */
const textsAtOnce = 64;
/** After a failure nothing is asked for so long. */
const restMs = 10 * minuteMs;
/**
 * Vectors are not given up for their length again within so long: an embedder that goes back and forth
 * between two models would have all of them made without end, and paid.
 */
const anewMs = 60 * minuteMs;
/** Between two tries to write, while another process publishes a folder. */
const busyMs = 250;

export interface VectorKeeperDeps {
  readonly vectors: KnowledgeVectors;
  /** Names the vectors that `embed` makes; see `Embedder.model`. */
  readonly space: string;
  readonly embed: (texts: readonly string[], signal: AbortSignal) => Promise<Embedded>;
  readonly clock: Clock;
  readonly log: Log;
  readonly signal: AbortSignal;
}

export interface VectorKeeper {
  /**
   * Makes the vectors that a folder lacks, and forgets those of another model or length. Resolves when
   * all are there, or when it gives up for a while; until then the folder is found by words alone, and
   * by the vectors that it has. A folder that rests is begun again by itself.
   */
  readonly keep: (knowledge: string) => Promise<void>;
  /** Forgets all vectors: they are of another length than what is asked for. False: not now. */
  readonly forget: () => boolean;
}

/** Keeps the vectors of folders up to their texts. */
export function createVectorKeeper(deps: VectorKeeperDeps): VectorKeeper {
  const { vectors, space, embed, clock, log, signal } = deps;
  const keeping = new Map<string, Promise<void>>();
  /** Folders that changed while they were kept. */
  const stale = new Set<string>();
  const resting = createRests(clock, signal);
  let mayForgetAt = 0;

  function rest(knowledge: string, why: string): void {
    log.warn("knowledge.not-embedded", { knowledge, why });
    // Nobody waits for a next try, so nobody else hears that it threw.
    resting.begin(knowledge, () => {
      begin(knowledge).catch((error: unknown) => rest(knowledge, errorText(error)));
    });
  }

  function forget(): boolean {
    if (clock.now() < mayForgetAt || !vectors.keepOnly(undefined)) return false;
    mayForgetAt = clock.now() + anewMs;
    return true;
  }

  async function keep(knowledge: string): Promise<void> {
    await untilWritten(deps, () => vectors.keepOnly(space));
    let made = 0;
    while (!signal.aborted) {
      const bare = vectors.bare(knowledge, space, textsAtOnce);
      if (bare.length === 0) break;
      const embedded = await embed(
        bare.map(({ text }) => text),
        signal,
      );
      if (signal.aborted) return;
      if (embedded.kind === "unmade") return rest(knowledge, embedded.message);
      const length = vectors.lengthOf(space);
      if (length !== undefined && length !== embedded.vectors[0]?.length) {
        // The same name, another model: none of those before can be compared with it.
        await untilWritten(deps, () => forget() || clock.now() < mayForgetAt);
        if (signal.aborted) return;
        if (vectors.lengthOf(space) !== undefined) {
          return rest(knowledge, `${space} makes vectors of one length, then of another`);
        }
      }
      const found = new Map<string, Float32Array>();
      for (const [place, vector] of embedded.vectors.entries()) {
        const hash = bare[place]?.hash;
        if (hash !== undefined) found.set(hash, vector);
      }
      await untilWritten(deps, () => vectors.put(space, found));
      made += found.size;
    }
    if (made > 0) log.info("knowledge.embedded", { knowledge, vectors: made, model: space });
  }

  /** One at a time for each folder, and none while it rests; what changed meanwhile has another round. */
  function begin(knowledge: string): Promise<void> {
    if (resting.has(knowledge)) return Promise.resolve();
    const going = keeping.get(knowledge);
    if (going !== undefined) {
      stale.add(knowledge);
      return going;
    }
    const begun = rounds(knowledge).finally(() => keeping.delete(knowledge));
    keeping.set(knowledge, begun);
    return begun;
  }

  async function rounds(knowledge: string): Promise<void> {
    do {
      stale.delete(knowledge);
      await keep(knowledge);
    } while (stale.has(knowledge) && !resting.has(knowledge) && !signal.aborted);
  }

  return { keep: begin, forget };
}

/** Writes as soon as nobody else does, unless it is called off. */
async function untilWritten(
  { clock, signal }: Pick<VectorKeeperDeps, "clock" | "signal">,
  write: () => boolean,
): Promise<void> {
  while (!signal.aborted && !write()) {
    await new Promise<void>((resolve) => void clock.after(busyMs, resolve));
  }
}

/** Folders that are left alone for a while; each is tried again once. */
function createRests(clock: Clock, signal: AbortSignal) {
  const resting = new Map<string, Cancel>();
  const stop = () => {
    for (const cancel of resting.values()) cancel();
  };
  signal.addEventListener("abort", stop, { once: true });
  return {
    has: (knowledge: string) => resting.has(knowledge),
    begin(knowledge: string, again: () => void): void {
      const cancel = clock.after(restMs, () => {
        resting.delete(knowledge);
        again();
      });
      resting.set(knowledge, cancel);
    },
  };
}
