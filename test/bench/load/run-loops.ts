import type { Connection } from "./connection.ts";
import type { LoadJob } from "./load-job.ts";
import type { MockReply } from "./mock-graph.ts";

/** How often an open loop looks whether a webhook is due, in milliseconds. */
const tickMs = 1;

/** A webhook that is due: the next message, or a receipt. */
export interface Due {
  readonly dueAt: number;
  readonly receipt?: { readonly status: string; readonly reply: MockReply };
}

type Send = (connection: Connection, due: Due) => Promise<void>;

/** Keeps every connection busy for the job's time. */
export async function runClosed(
  connections: readonly Connection[],
  job: LoadJob,
  send: Send,
): Promise<void> {
  const endAt = performance.now() + job.durationMs;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < endAt) await send(connection, { dueAt: performance.now() });
    }),
  );
}

/** Sends messages at the job's rate whatever the answers take, and receipts as they are owed. */
export async function runOpen(
  connections: readonly Connection[],
  job: LoadJob,
  send: Send,
  owed: Due[],
): Promise<void> {
  const free = [...connections];
  const due = new Queue();
  const startedAt = performance.now();
  const total = Math.floor((job.ratePerSecond * job.durationMs) / 1_000);
  let planned = 0;
  let open = 0;

  function pump(): void {
    for (;;) {
      const connection = due.size > 0 ? free.pop() : undefined;
      const next = connection === undefined ? undefined : due.shift();
      if (connection === undefined || next === undefined) return;
      open += 1;
      void send(connection, next).then(() => {
        open -= 1;
        free.push(connection);
        pump();
      });
    }
  }

  await new Promise<void>((resolve) => {
    const ticker = setInterval(() => {
      const now = performance.now();
      const wanted = Math.min(total, Math.floor(((now - startedAt) * job.ratePerSecond) / 1_000));
      for (; planned < wanted; planned += 1) {
        due.push({ dueAt: startedAt + (planned * 1_000) / job.ratePerSecond });
      }
      for (const receipt of owed.splice(0)) due.push(receipt);
      pump();
      const isLate = now - startedAt > job.durationMs + job.patienceMs;
      if ((planned === total && due.size === 0 && open === 0) || isLate) {
        clearInterval(ticker);
        resolve();
      }
    }, tickMs);
  });
}

/** First in, first out, without moving what waits: a backlog must not slow the load itself. */
class Queue {
  #items: Due[] = [];
  #head = 0;

  get size(): number {
    return this.#items.length - this.#head;
  }

  push(item: Due): void {
    this.#items.push(item);
  }

  shift(): Due | undefined {
    const item = this.#items[this.#head];
    this.#head += 1;
    if (this.#head > 10_000) {
      this.#items = this.#items.slice(this.#head);
      this.#head = 0;
    }
    return item;
  }
}
