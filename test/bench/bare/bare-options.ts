/** What a baseline is told by the bench that starts it. */
export interface BareOptions {
  readonly port: number;
  readonly secret: string;
  /** The database. */
  readonly file: string;
  readonly graphUrl: string;
}

/** Reads the environment by hand: a schema library would be the heaviest part of a baseline. */
export function readBareOptions(): BareOptions {
  return {
    port: Number(read("BENCH_PORT")),
    secret: read("BENCH_SECRET"),
    file: read("BENCH_FILE"),
    graphUrl: read("BENCH_GRAPH_URL"),
  };
}

function read(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set: the bench starts its baselines`);
  return value;
}
