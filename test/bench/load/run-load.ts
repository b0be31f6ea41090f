import { Connection } from "./connection.ts";
import { Latencies } from "./latencies.ts";
import type { LoadJob, LoadResult } from "./load-job.ts";
import { makeWebhook } from "./make-webhook.ts";
import type { MockGraph } from "./mock-graph.ts";

/** How often an open loop looks whether a message is due, in milliseconds. */
const tickMs = 1;

/** Messages of one run at most: each run has numbers of its own, so that late replies fit no other. */
const runStep = 10_000_000;

/** Sends the webhooks of one job and gathers what came of them; `run` counts the jobs. */
export async function runLoad(job: LoadJob, graph: MockGraph, run: number): Promise<LoadResult> {
  const acks = new Latencies();
  const replies = new Latencies();
  const sentAt: number[] = [];
  const runId = `R${Date.now().toString(36)}M`;
  const startedAt = performance.now();
  let refused = 0;
  let lastAckAt = startedAt;
  let lastReplyAt = startedAt;
  const seen = new Set<number>();
  let replied: () => void = () => undefined;

  graph.latencyMs = job.graphLatencyMs;
  graph.onReply = (index) => {
    const from = sentAt[index - run * runStep];
    if (from === undefined || seen.has(index)) return;
    seen.add(index);
    lastReplyAt = performance.now();
    replies.add(lastReplyAt - from);
    replied();
  };

  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => Connection.open(job.port)),
  );

  async function send(connection: Connection, dueAt: number): Promise<void> {
    const index = run * runStep + sentAt.length;
    sentAt.push(dueAt);
    const stampSeconds = Math.floor(Date.now() / 1_000);
    const person = index % job.people;
    const webhook = makeWebhook({ secret: job.secret, runId, index, person, stampSeconds });
    const status = await connection.request(webhook);
    lastAckAt = performance.now();
    if (status === 200) acks.add(lastAckAt - dueAt);
    else refused += 1;
  }

  if (job.mode === "closed") await runClosed(connections, job, send);
  else await runOpen(connections, job, send);
  for (const connection of connections) connection.close();

  if (job.awaitsReplies) {
    await new Promise<void>((resolve) => {
      const patience = setTimeout(resolve, job.patienceMs);
      replied = () => {
        if (seen.size < acks.count) return;
        clearTimeout(patience);
        resolve();
      };
      replied();
    });
  }
  graph.onReply = () => undefined;
  return {
    sent: sentAt.length,
    acknowledged: acks.count,
    refused,
    seconds: (lastAckAt - startedAt) / 1_000,
    ackMs: acks.summary(),
    replies: seen.size,
    replySeconds: (lastReplyAt - startedAt) / 1_000,
    replyMs: replies.summary(),
    unanswered: job.awaitsReplies ? acks.count - seen.size : 0,
  };
}

type Send = (connection: Connection, dueAt: number) => Promise<void>;

async function runClosed(
  connections: readonly Connection[],
  job: LoadJob,
  send: Send,
): Promise<void> {
  const endAt = performance.now() + job.durationMs;
  await Promise.all(
    connections.map(async (connection) => {
      while (performance.now() < endAt) await send(connection, performance.now());
    }),
  );
}

async function runOpen(
  connections: readonly Connection[],
  job: LoadJob,
  send: Send,
): Promise<void> {
  const free = [...connections];
  const due: number[] = [];
  const startedAt = performance.now();
  const total = Math.floor((job.ratePerSecond * job.durationMs) / 1_000);
  let planned = 0;
  let open = 0;

  function pump(): void {
    for (;;) {
      const connection = due.length > 0 ? free.pop() : undefined;
      const dueAt = connection === undefined ? undefined : due.shift();
      if (connection === undefined || dueAt === undefined) return;
      open += 1;
      void send(connection, dueAt).then(() => {
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
        due.push(startedAt + (planned * 1_000) / job.ratePerSecond);
      }
      pump();
      const isLate = now - startedAt > job.durationMs + job.patienceMs;
      if ((planned === total && due.length === 0 && open === 0) || isLate) {
        clearInterval(ticker);
        resolve();
      }
    }, tickMs);
  });
}
