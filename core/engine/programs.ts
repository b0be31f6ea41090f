import { findOwnInterrupt } from "#core/flow/compile/own-interrupt.ts";
import type { FlowSet } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { noFlow, type Run } from "#core/model/run.ts";
import type { Delivery } from "#core/model/status.ts";

/** Greatest number of earlier revisions that stay compiled in memory. */
const keptRevisions = 200;

/** The flows that start new runs, and whatever earlier revisions live runs still rest on. */
export interface Programs {
  readonly flows: FlowSet;
  /** States of messages that triggers of the active flows listen to. */
  readonly receipts: ReadonlySet<Delivery>;
  /** Runs that live stay on their revision; new ones start on these. */
  use(flows: FlowSet): void;
  /** Whether a message is an interrupt of the run's own flow, as far as that is in memory. */
  isOwnInterrupt(run: Run, message: MessageIn): boolean;
  /** How long the run's flow waits for further texts; undefined: it does not say. */
  debounceOf(run: Run | undefined): number | undefined;
  /** Undefined if the revision is neither active nor stored, or no longer compiles. */
  find(revision: RevisionId): Promise<Program | undefined>;
}

export function createPrograms(
  initial: FlowSet,
  load: (revision: RevisionId) => Promise<Program | undefined>,
): Programs {
  let flows = initial;
  let receipts = receiptsOf(initial);
  const earlier = new Map<RevisionId, Program>();
  return {
    get flows() {
      return flows;
    },
    get receipts() {
      return receipts;
    },
    use(next) {
      for (const program of flows.current.values()) keep(program);
      flows = next;
      receipts = receiptsOf(next);
    },
    debounceOf: (run) => (run === undefined ? undefined : inMemory(run.revision)?.debounceMs),
    isOwnInterrupt({ revision }, message) {
      const program = inMemory(revision);
      return program !== undefined && findOwnInterrupt(program.interrupts, message) !== undefined;
    },
    async find(revision) {
      if (revision === noFlow) return undefined;
      const known = inMemory(revision);
      if (known !== undefined) return known;
      const loaded = await load(revision);
      if (loaded !== undefined) keep(loaded);
      return loaded;
    },
  };

  function inMemory(revision: RevisionId): Program | undefined {
    return flows.get(revision) ?? earlier.get(revision);
  }

  function keep(program: Program): void {
    earlier.delete(program.revision);
    earlier.set(program.revision, program);
    const oldest = earlier.keys().next();
    if (earlier.size > keptRevisions && oldest.done !== true) earlier.delete(oldest.value);
  }
}

function receiptsOf(flows: FlowSet): ReadonlySet<Delivery> {
  const found = new Set<Delivery>();
  for (const { triggers } of flows.current.values()) {
    for (const { match } of triggers) if (match.kind === "status") found.add(match.status);
  }
  return found;
}
