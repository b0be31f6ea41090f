import { dayMs } from "#core/lib/millis.ts";
import type { Programs } from "./programs.ts";
import type { RouteTarget } from "./route-target.ts";
import type { Turn } from "./turn.ts";

/** How long a queued start waits for its turn. Source: the flow language, "Runs". */
const queuedForMs = dayMs;

/** The oldest start that waited for this flow's run to end; those that waited too long are dropped. */
export async function nextQueued(
  turn: Turn,
  flow: string,
  programs: Programs,
): Promise<RouteTarget | undefined> {
  for (const run of turn.runs) {
    if (run.state !== "queued" || run.flow !== flow) continue;
    const program = await programs.find(run.revision);
    if (program === undefined || turn.now - run.startedAt > queuedForMs) {
      turn.cancelRun(run);
      turn.record("run.dropped", { flow, reason: "queued-too-long" }, run);
      continue;
    }
    const { id, trigger, opening } = run;
    const message = opening === undefined ? {} : { message: opening };
    return { program, run: undefined, cause: { kind: "start", runId: id, trigger, ...message } };
  }
  return undefined;
}
