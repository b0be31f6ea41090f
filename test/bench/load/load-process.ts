import { z } from "zod";
import { loadJobSchema } from "./load-job.ts";
import { serveMockGraph } from "./mock-graph.ts";
import { runLoad } from "./run-load.ts";

/** A process of its own: the mock of the Graph API, and the load of one job after the other. */
export function serveLoad(): void {
  const { BENCH_GRAPH_PORT } = z.object({ BENCH_GRAPH_PORT: z.coerce.number() }).parse(process.env);
  const graph = serveMockGraph(BENCH_GRAPH_PORT);
  let runs = 0;
  process.on("message", (message: unknown) => {
    runs += 1;
    const job = loadJobSchema.parse(message);
    void runLoad(job, graph, runs).then((result) => process.send?.(result));
  });
  process.on("disconnect", () => process.exit(0));
  process.send?.("ready");
}
