import { z } from "zod";

/**
 * What the load process is asked to do. `closed` keeps every connection busy for `durationMs`;
 * `open` sends `ratePerSecond` whatever the answers take, and latencies count from the moment at
 * which a message was due. `patienceMs` bounds the wait for answers and replies.
 */
export const loadJobSchema = z.object({
  port: z.number(),
  secret: z.string(),
  mode: z.enum(["closed", "open"]),
  connections: z.number().min(1).max(1_024),
  ratePerSecond: z.number().max(20_000),
  durationMs: z.number().max(120_000),
  /** People who write, in turn. */
  people: z.number().min(1).max(2_000_000),
  /** Open loop: so many of the messages a second are of one person more, and are not measured. */
  floodPerSecond: z.number().min(0),
  /** Open loop: each reply is followed by so many receipts: sent, delivered, read. */
  receipts: z.number().min(0).max(3),
  /** How long the mock of the Graph API takes to answer. */
  graphLatencyMs: z.number().max(10_000),
  /** True: every message is expected to be answered. */
  awaitsReplies: z.boolean(),
  patienceMs: z.number().max(120_000),
});
export type LoadJob = z.infer<typeof loadJobSchema>;

const latencySchema = z.object({ p50: z.number(), p99: z.number(), max: z.number() });

/** What came of it; latencies in milliseconds. */
export const loadResultSchema = z.object({
  sent: z.number(),
  acknowledged: z.number(),
  /** Receipts that were acknowledged. */
  receipts: z.number(),
  refused: z.number(),
  /** From the first send to the last acknowledgement. */
  seconds: z.number(),
  ackMs: latencySchema,
  replies: z.number(),
  /** From the first send to the last reply. */
  replySeconds: z.number(),
  replyMs: latencySchema,
  /** Messages that were acknowledged and not answered in time. */
  unanswered: z.number(),
});
export type LoadResult = z.infer<typeof loadResultSchema>;
