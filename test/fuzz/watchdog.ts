/** What the thread beside the run needs to know. */
export interface Watched {
  readonly seed: number;
  readonly patienceMs: number;
  /** The number of the first body of the batch in hand, and nothing else. */
  readonly beat: SharedArrayBuffer;
}

/**
 * Watches over this thread from another: what loops for ever lets no timer of its own run. If the
 * function that it gives back is not called for `patienceMs` with another number, it says which
 * bodies were in hand and ends the process.
 */
export function startWatchdog(seed: number, patienceMs: number): (first: number) => void {
  const watched: Watched = {
    seed,
    patienceMs,
    beat: new SharedArrayBuffer(BigInt64Array.BYTES_PER_ELEMENT),
  };
  const beat = new BigInt64Array(watched.beat);
  const worker = new Worker(new URL("./watchdog-worker.ts", import.meta.url));
  worker.postMessage(watched);
  return (first) => {
    Atomics.store(beat, 0, BigInt(first));
    Atomics.notify(beat, 0);
  };
}
