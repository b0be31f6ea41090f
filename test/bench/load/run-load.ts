import { Connection } from "./connection.ts";
import { Latencies } from "./latencies.ts";
import type { LoadJob, LoadResult } from "./load-job.ts";
import { makeStatus, makeWebhook } from "./make-webhook.ts";
import type { MockGraph } from "./mock-graph.ts";
import { type Due, runClosed, runOpen } from "./run-loops.ts";

/** Messages of one run at most: each run has numbers of its own, so that late replies fit no other. */
const runStep = 10_000_000;
const statuses = ["sent", "delivered", "read"] as const;

/** Sends the webhooks of one job and gathers what came of them; `run` counts the jobs. */
export async function runLoad(job: LoadJob, graph: MockGraph, run: number): Promise<LoadResult> {
  const acks = new Latencies();
  const replies = new Latencies();
  const sentAt: number[] = [];
  const runId = `R${Date.now().toString(36)}M`;
  const startedAt = performance.now();
  let refused = 0;
  let receipts = 0;
  let messages = 0;
  let lastAckAt = startedAt;
  let lastReplyAt = startedAt;
  const seen = new Set<number>();
  /** Messages of the one who floods. */
  let flooded = 0;
  /** Receipts that an open loop has to send. */
  const owed: Due[] = [];
  let replied: () => void = () => undefined;

  graph.latencyMs = job.graphLatencyMs;
  graph.onReply = (reply) => {
    const from = sentAt[reply.index - run * runStep];
    if (from === undefined || seen.has(reply.index)) return;
    if (isOfFlood(job, reply.index - run * runStep)) return;
    seen.add(reply.index);
    lastReplyAt = performance.now();
    replies.add(lastReplyAt - from);
    for (const status of statuses.slice(0, job.receipts)) {
      owed.push({ dueAt: lastReplyAt, receipt: { status, reply } });
    }
    replied();
  };

  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => Connection.open(job.port)),
  );

  function write({ dueAt, receipt }: Due): Buffer {
    if (receipt !== undefined) return writeReceipt(job, receipt);
    const count = sentAt.length;
    sentAt.push(dueAt);
    if (isOfFlood(job, count)) flooded += 1;
    return writeMessage(job, { run, runId, count });
  }

  async function send(connection: Connection, due: Due): Promise<void> {
    const status = await connection.request(write(due));
    lastAckAt = performance.now();
    if (status !== 200) {
      refused += 1;
      return;
    }
    acks.add(lastAckAt - due.dueAt);
    if (due.receipt === undefined) messages += 1;
    else receipts += 1;
  }

  if (job.mode === "closed") await runClosed(connections, job, send);
  else await runOpen(connections, job, send, owed);

  const isAnswered = () => seen.size >= messages - flooded;
  if (job.awaitsReplies) {
    await waitFor(isAnswered, job.patienceMs, (look) => {
      replied = look;
    });
  }
  for (const connection of connections) connection.close();
  graph.onReply = () => undefined;
  return {
    sent: sentAt.length,
    acknowledged: messages,
    receipts,
    refused,
    seconds: (lastAckAt - startedAt) / 1_000,
    ackMs: acks.summary(),
    replies: seen.size,
    replySeconds: (lastReplyAt - startedAt) / 1_000,
    replyMs: replies.summary(),
    unanswered: job.awaitsReplies ? messages - flooded - seen.size : 0,
  };
}

function writeReceipt({ secret }: LoadJob, receipt: NonNullable<Due["receipt"]>): Buffer {
  return makeStatus({ secret, stampSeconds: Math.floor(Date.now() / 1_000), ...receipt });
}

function writeMessage(
  job: LoadJob,
  { run, runId, count }: { readonly run: number; readonly runId: string; readonly count: number },
): Buffer {
  const index = run * runStep + count;
  const person = isOfFlood(job, count) ? job.people : index % job.people;
  const stampSeconds = Math.floor(Date.now() / 1_000);
  return makeWebhook({ secret: job.secret, runId, index, person, stampSeconds });
}

/** Whether message `count` of a job is one of the person who floods: spread evenly. */
function isOfFlood({ floodPerSecond, ratePerSecond }: LoadJob, count: number): boolean {
  const share = floodPerSecond / Math.max(1, ratePerSecond);
  return Math.floor((count + 1) * share) > Math.floor(count * share);
}

/** Resolves when `isOver`, or after `patienceMs`; `hand` is given what has to be called to look. */
function waitFor(
  isOver: () => boolean,
  patienceMs: number,
  hand: (look: () => void) => void,
): Promise<void> {
  return new Promise((resolve) => {
    const patience = setTimeout(resolve, patienceMs);
    const look = () => {
      if (!isOver()) return;
      clearTimeout(patience);
      resolve();
    };
    hand(look);
    look();
  });
}
