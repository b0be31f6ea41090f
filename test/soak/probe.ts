import { heapStats } from "bun:jsc";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/**
 * Loaded before the program (`--preload`), so that the program itself is what users run: counts its
 * timers, and answers over IPC what the process holds once all garbage is gone.
 */

/** Freed pages go back to the system in the background, in milliseconds. Measured with Bun 1.4.4. */
const purgeMs = 500;
/** Collections, one after the other: the least that is left after one of them is what is held. */
const rounds = 4;

/** What fell due while it is read: it makes garbage, and is done after it. */
const held: (() => void)[] = [];
let isHolding = false;

const timers = new Set<unknown>();
const { setTimeout: setReal, clearTimeout: clearReal, setInterval: repeatReal } = globalThis;

function count(begin: (task: () => void) => unknown, task: () => void): unknown {
  const timer = begin(() => {
    const run = () => {
      timers.delete(timer);
      task();
    };
    if (isHolding) held.push(run);
    else run();
  });
  timers.add(timer);
  return timer;
}

Object.assign(globalThis, {
  setTimeout: (task: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) =>
    count(
      (run) => setReal(run, ms),
      () => task(...values),
    ),
  setInterval: (task: (...values: unknown[]) => void, ms?: number, ...values: unknown[]) => {
    const timer = repeatReal(task, ms, ...values);
    timers.add(timer);
    return timer;
  },
  clearTimeout: (timer: ReturnType<typeof setTimeout>) => {
    timers.delete(timer);
    clearReal(timer);
  },
  clearInterval: (timer: ReturnType<typeof setTimeout>) => {
    timers.delete(timer);
    clearReal(timer);
  },
});

/** Streams that our own code makes, such as those of server-sent events, from their start to their end. */
const streams = new Set<symbol>();

type Controller = ReadableStreamDefaultController<Uint8Array>;

interface Source {
  readonly start?: (controller: Controller) => void | Promise<void>;
  readonly pull?: (controller: Controller) => void | Promise<void>;
  readonly cancel?: (reason: unknown) => void | Promise<void>;
}

class CountedStream extends ReadableStream<Uint8Array> {
  constructor(source: Source = {}, strategy?: QueuingStrategy<Uint8Array>) {
    const id = Symbol("stream");
    const end = () => streams.delete(id);
    super(
      {
        ...source,
        start(controller) {
          streams.add(id);
          watchEnd(controller, end);
          return source.start?.(controller);
        },
        cancel(reason) {
          end();
          return source.cancel?.(reason);
        },
      },
      strategy,
    );
  }
}

function watchEnd(controller: Controller, end: () => void): void {
  const close = controller.close.bind(controller);
  const error = controller.error.bind(controller);
  Object.defineProperty(controller, "close", { value: () => [end(), close()] });
  Object.defineProperty(controller, "error", { value: (why: unknown) => [end(), error(why)] });
}

Object.assign(globalThis, { ReadableStream: CountedStream });

function countSockets(): number {
  return readdirSync("/proc/self/fd").filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).startsWith("socket:");
    } catch {
      // Closed since the folder was read.
      return false;
    }
  }).length;
}

/** Memory that is no file's, in bytes: pages of the program itself come in as they are first used. */
function readAnonymous(): number {
  const text = readFileSync("/proc/self/smaps_rollup", "utf8");
  return Number(/^Anonymous:\s+(\d+)/m.exec(text)?.[1] ?? 0) * 1_024;
}

/** Holds the program's timers for so long that what it no longer needs is gone. */
async function read() {
  isHolding = true;
  try {
    let least = take();
    for (let round = 0; round < rounds; round += 1) {
      Bun.gc(true);
      await new Promise((done) => setReal(done, purgeMs));
      const reading = take();
      if (reading.anonymousBytes < least.anonymousBytes) least = reading;
    }
    return { ...take(), ...memoryOf(least) };
  } finally {
    isHolding = false;
    for (const run of held.splice(0)) run();
  }
}

function memoryOf({ heapBytes, anonymousBytes, residentBytes }: ReturnType<typeof take>) {
  return { heapBytes, anonymousBytes, residentBytes };
}

function take() {
  const { heapSize } = heapStats();
  return {
    timers: timers.size,
    sockets: countSockets(),
    streams: streams.size,
    heapBytes: heapSize,
    anonymousBytes: readAnonymous(),
    residentBytes: process.memoryUsage.rss(),
  };
}

process.on("message", (what) => {
  const reading = what === "memory" ? read() : Promise.resolve(take());
  void reading.then((taken) => process.send?.(taken));
});
