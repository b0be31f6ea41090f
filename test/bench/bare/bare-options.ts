import { z } from "zod";

const schema = z.object({
  BENCH_PORT: z.coerce.number(),
  BENCH_SECRET: z.string(),
  BENCH_FILE: z.string(),
  BENCH_GRAPH_URL: z.string(),
});

/** What a baseline is told by the bench that starts it. */
export interface BareOptions {
  readonly port: number;
  readonly secret: string;
  /** The database. */
  readonly file: string;
  readonly graphUrl: string;
}

export function readBareOptions(): BareOptions {
  const { BENCH_PORT, BENCH_SECRET, BENCH_FILE, BENCH_GRAPH_URL } = schema.parse(process.env);
  return {
    port: BENCH_PORT,
    secret: BENCH_SECRET,
    file: BENCH_FILE,
    graphUrl: BENCH_GRAPH_URL,
  };
}
