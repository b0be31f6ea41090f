import type { Cancel, Clock } from "#core/model/ports/clock.ts";

/** A quiet connection is cut by the server after 10 s and by proxies after 30: it says so often. */
const beatMs = 5_000;
/** Watchers of one page; the oldest goes when another comes. */
const maxWatchers = 64;

/** Tells browsers what changed, by channel. */
export interface Hub {
  /** A stream of server-sent events for one watcher, `first` before all; it ends when the signal aborts. */
  watch(
    channels: readonly string[],
    signal: AbortSignal,
    first?: string,
  ): ReadableStream<Uint8Array>;
  /** Sends a piece of a page to all who watch the channel. */
  tell(channel: string, html: string): void;
  isWatched(channel: string): boolean;
  /** Ends every stream. */
  stop(): void;
  /** How many are watching, for a test that nothing is left. */
  readonly watching: number;
}

interface Watcher {
  readonly channels: readonly string[];
  write(text: string): void;
  end(): void;
}

export function createHub(clock: Clock): Hub {
  const watchers = new Set<Watcher>();
  const encoder = new TextEncoder();
  let beat: Cancel | undefined;

  function keepBeating(): void {
    if (beat !== undefined || watchers.size === 0) return;
    beat = clock.after(beatMs, () => {
      beat = undefined;
      for (const watcher of watchers) watcher.write(": beat\n\n");
      keepBeating();
    });
  }

  function stopBeating(): void {
    beat?.();
    beat = undefined;
  }

  function admit(watcher: Watcher): void {
    const [first = ""] = watcher.channels;
    const others = [...watchers].filter(({ channels }) => channels.includes(first));
    if (others.length >= maxWatchers) others[0]?.end();
    watchers.add(watcher);
    keepBeating();
  }

  return {
    watch(channels, signal, first) {
      let watcher: Watcher | undefined;
      return new ReadableStream<Uint8Array>({
        start(controller) {
          const mine: Watcher = {
            channels,
            write: (text) => controller.enqueue(encoder.encode(text)),
            end() {
              if (!watchers.delete(mine)) return;
              controller.close();
              if (watchers.size === 0) stopBeating();
            },
          };
          watcher = mine;
          admit(mine);
          mine.write(first === undefined ? ": hello\n\n" : toEvent(first));
          signal.addEventListener("abort", () => mine.end(), { once: true });
        },
        cancel: () => watcher?.end(),
      });
    },
    tell(channel, html) {
      const event = toEvent(html);
      for (const watcher of watchers) {
        if (watcher.channels.includes(channel)) watcher.write(event);
      }
    },
    isWatched: (channel) => [...watchers].some(({ channels }) => channels.includes(channel)),
    stop() {
      for (const watcher of watchers) watcher.end();
    },
    get watching() {
      return watchers.size;
    },
  };
}

/** Every way to end a line ends one in this protocol: what follows must begin as data again. */
function toEvent(html: string): string {
  const lines = html.split(/\r\n|\r|\n/).map((line) => `data: ${line}\n`);
  return `${lines.join("")}\n`;
}
