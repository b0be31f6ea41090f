import type { Engine } from "#core/engine/create-engine.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";

/** How long an engine may take to finish what is in hand at the end, in milliseconds. */
const drainMs = 25_000;
/** How long webhooks are still taken in from the start of a drain, in milliseconds. */
const acceptMs = 5_000;

/** The life of a bot that is put together. */
export interface Lifecycle {
  /** Goes to work: call it when the HTTP server answers. */
  start(): Promise<void>;
  /**
   * Finishes what is in hand and turns webhooks away at the end; false if time ran out, and then
   * the rest is done after the next start. Never ready again.
   */
  drain(): Promise<boolean>;
  /** True once webhooks are turned away. */
  isClosed(): boolean;
  /** What keeps the bot from its work, one line each. */
  findObstacles(): Promise<readonly string[]>;
}

/** `new` ──start──► `running` ──drain──► `draining` ──5 s, or drained──► `closed`. */
export function createLifecycle(deps: {
  readonly engine: Pick<Engine, "start" | "drain">;
  readonly store: { stats(): Promise<{ readonly refusal?: string }> };
  readonly clock: Clock;
}): Lifecycle {
  const { engine, store, clock } = deps;
  let phase: "new" | "running" | "draining" | "closed" = "new";
  return {
    async start() {
      await engine.start();
      phase = "running";
    },
    async drain() {
      phase = "draining";
      const cancel = clock.after(acceptMs, () => {
        phase = "closed";
      });
      const isDone = await engine.drain(drainMs);
      cancel();
      phase = "closed";
      return isDone;
    },
    isClosed: () => phase === "closed",
    async findObstacles() {
      if (phase === "new") return ["the bot is starting"];
      if (phase !== "running") return ["the bot is shutting down"];
      try {
        const { refusal } = await store.stats();
        return refusal === undefined ? [] : [`nothing more is taken in: ${refusal}`];
      } catch (error) {
        return [`the store does not answer: ${errorText(error)}`];
      }
    },
  };
}
