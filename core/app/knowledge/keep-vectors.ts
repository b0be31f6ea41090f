import type { Embedded } from "#core/engine/ai/embed.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { KnowledgeVectors } from "#core/model/ports/knowledge.ts";
import type { Log } from "#core/model/ports/log.ts";

/** Texts that are sent at once. */
const textsAtOnce = 64;
/** After a failure nothing is asked for so long. */
const restMs = 10 * minuteMs;
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

/**
 * Makes the vectors that a folder lacks, and forgets those of another model or length. Resolves when
 * all are there, or when it gives up for a while; until then the folder is found by words alone, and by
 * the vectors that it has.
 */
export function createVectorKeeper(deps: VectorKeeperDeps): (knowledge: string) => Promise<void> {
  const { vectors, space, embed, clock, log, signal } = deps;
  const keeping = new Map<string, Promise<void>>();
  /** Folders that changed while they were kept. */
  const stale = new Set<string>();

  async function keep(knowledge: string): Promise<void> {
    await untilWritten(() => vectors.keepOnly(space));
    let made = 0;
    while (!signal.aborted) {
      const bare = vectors.bare(knowledge, space, textsAtOnce);
      if (bare.length === 0) break;
      const embedded = await embed(
        bare.map(({ text }) => text),
        signal,
      );
      if (signal.aborted) return;
      if (embedded.kind === "unmade") {
        log.warn("knowledge.not-embedded", { knowledge, why: embedded.message });
        const cancel = clock.after(restMs, () => void begin(knowledge));
        signal.addEventListener("abort", cancel, { once: true });
        return;
      }
      const length = vectors.lengthOf(space);
      if (length !== undefined && length !== embedded.vectors[0]?.length) {
        // The same name, another model: none of those before can be compared with it.
        await untilWritten(() => vectors.keepOnly(undefined));
      }
      const found = new Map<string, Float32Array>();
      for (const [place, vector] of embedded.vectors.entries()) {
        const hash = bare[place]?.hash;
        if (hash !== undefined) found.set(hash, vector);
      }
      await untilWritten(() => vectors.put(space, found));
      made += found.size;
    }
    if (made > 0) log.info("knowledge.embedded", { knowledge, vectors: made, model: space });
  }

  async function untilWritten(write: () => boolean): Promise<void> {
    while (!signal.aborted && !write()) {
      await new Promise<void>((resolve) => void clock.after(busyMs, resolve));
    }
  }

  /** One at a time for each folder; what changed meanwhile has another round. */
  function begin(knowledge: string): Promise<void> {
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
    } while (stale.has(knowledge) && !signal.aborted);
  }

  return begin;
}
