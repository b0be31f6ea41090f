import { createChannelWatch } from "./channel-watch.ts";
import { createExpectedRows } from "./expected-rows.ts";
import { createLife, type Life } from "./life.ts";
import { type CountingLog, createCountingLog } from "./pipeline/counting-log.ts";
import { loadFuzzBot, openPipeline, type Pipeline } from "./pipeline/open-pipeline.ts";
import { createStubNet } from "./pipeline/stub-net.ts";
import { createProbes, type Probes } from "./probes.ts";
import { createTally, type Tally } from "./tally.ts";

/** Most events that the bodies of a life become, for each body; crowds are rare. */
const mostEventsPerBody = 6;
/** A few crowds may make a short run. */
const spareEvents = 50_000;

export interface FuzzRunDeps {
  /** How long an answer, the engine and a probe may take before they count as hanging. */
  readonly patienceMs: number;
  /** Bodies that one store gets. */
  readonly lifeBodies: number;
  /** Builds a fault in, to show that it is noticed. */
  readonly tamper?: (pipeline: Pipeline) => Pipeline;
}

/** What lasts for a whole run while stores come and go. */
export interface FuzzRun {
  readonly tally: Tally;
  readonly log: CountingLog;
  readonly probes: Probes;
  /** Opens the bot on an empty store. */
  open(): Promise<Life>;
  /** Ends it and adds up what it kept; false if it would not end in good order. */
  close(): Promise<boolean>;
}

export async function createFuzzRun(deps: FuzzRunDeps): Promise<FuzzRun> {
  const { patienceMs, lifeBodies, tamper = (pipeline) => pipeline } = deps;
  const bot = await loadFuzzBot();
  const log = createCountingLog();
  const tally = createTally();
  const probes = createProbes();
  const net = createStubNet((receiver) => {
    tally.sent += 1;
    probes.noteSent(receiver);
  });
  const watch = createChannelWatch();
  const expected = createExpectedRows(lifeBodies * mostEventsPerBody + spareEvents);
  let pipeline: Pipeline | undefined;
  return {
    tally,
    log,
    probes,
    async open() {
      expected.reset();
      pipeline = tamper(await openPipeline({ bot, net, log, watch: watch.wrap }));
      return createLife({ pipeline, watch, probes, expected, log, tally, patienceMs });
    },
    async close() {
      if (pipeline === undefined) return true;
      const { dead, pending, unparsed } = pipeline.rows.states();
      tally.parked += dead;
      tally.waiting += pending;
      tally.unparsed += unparsed;
      return pipeline.close();
    },
  };
}
