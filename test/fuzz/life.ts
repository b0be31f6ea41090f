import { waitUntil } from "#test/wait-until.ts";
import type { ChannelWatch } from "./channel-watch.ts";
import type { ExpectedRows } from "./expected-rows.ts";
import type { FuzzCase } from "./fuzz-case.ts";
import { judge, type Outcome } from "./judge.ts";
import type { CountingLog } from "./pipeline/counting-log.ts";
import type { Pipeline } from "./pipeline/open-pipeline.ts";
import { postCase } from "./post-case.ts";
import type { Probes } from "./probes.ts";
import type { Problem } from "./problem.ts";
import { addToTally, type Tally } from "./tally.ts";

/** Errors that a broken body may cause: its own event is parked, and counted. */
const allowedErrors: ReadonlySet<string> = new Set(["turn.parked"]);

export interface LifeDeps {
  readonly pipeline: Pipeline;
  readonly watch: ChannelWatch;
  readonly probes: Probes;
  readonly expected: ExpectedRows;
  readonly log: CountingLog;
  readonly tally: Tally;
  /** How long an answer, the engine and a probe may take before they count as hanging. */
  readonly patienceMs: number;
}

/** One store, from empty on, and all that is thrown at it. */
export interface Life {
  /** Posts cases beside each other and judges each; with them goes one probe. */
  post(cases: readonly FuzzCase[]): Promise<Problem | undefined>;
  /** Waits until all is handled, and compares what is stored with what should be. */
  settle(): Promise<Problem | undefined>;
}

export function createLife(deps: LifeDeps): Life {
  const { pipeline, watch, probes, expected, log, tally, patienceMs } = deps;
  let refused: FuzzCase[] = [];

  async function postAll(cases: readonly FuzzCase[]): Promise<readonly Outcome[]> {
    const deadline = createDeadline(patienceMs);
    const outcomes = await Promise.all(
      cases.map((it) => Promise.race([postCase(pipeline.http, watch, it), deadline.outcome])),
    );
    deadline.cancel();
    return outcomes;
  }

  /** What was refused comes again while nothing else does: no row may be more. */
  async function postRefused(): Promise<Problem | undefined> {
    const again = refused;
    refused = [];
    const before = pipeline.rows.intake();
    await postAll(again);
    const after = pipeline.rows.intake();
    if (before === after) return undefined;
    return { what: `refused bodies left rows: ${before} became ${after}` };
  }

  return {
    async post(cases) {
      const all = [...cases, probes.next(Date.now())];
      const outcomes = await postAll(all);
      for (const [index, it] of all.entries()) {
        const outcome = outcomes[index] ?? noAnswer;
        const [problem] = judge(it, outcome);
        if (problem !== undefined) return { what: problem, it };
        expected.add(outcome);
        if (index === cases.length) continue;
        addToTally(tally, it, outcome);
        if (outcome.status === 401) refused.push(it);
      }
      return undefined;
    },
    async settle() {
      if (!(await waitUntil(() => pipeline.isIdle(), patienceMs))) {
        return { what: "the engine does not rest" };
      }
      if (!(await waitUntil(() => probes.waiting === 0, patienceMs))) {
        return { what: `${probes.waiting} well-formed messages were not answered` };
      }
      const [wanted, found] = [expected.take(), pipeline.rows.newEvents()];
      tally.stored += found;
      if (wanted !== found) return { what: `${wanted} events had to be stored, ${found} are` };
      const error = [...log.errors].find((event) => !allowedErrors.has(event));
      if (error !== undefined) return { what: `${error}: ${log.firsts.get(error)}` };
      return postRefused();
    },
  };
}

const noAnswer: Outcome = { status: undefined, reading: undefined, readMs: 0 };

function createDeadline(delayMs: number) {
  const { promise: outcome, resolve } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => resolve(noAnswer), delayMs);
  return { outcome, cancel: () => clearTimeout(timer) };
}
