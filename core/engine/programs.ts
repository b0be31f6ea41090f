import type { FlowSet } from "#core/flow/flow-set.ts";
import type { Program } from "#core/flow/program.ts";
import type { RevisionId } from "#core/lib/ids.ts";

/** Greatest number of earlier revisions that stay compiled in memory. */
const keptRevisions = 200;

/** The flows that start new runs, and whatever earlier revisions live runs still rest on. */
export interface Programs {
  readonly flows: FlowSet;
  /** Runs that live stay on their revision; new ones start on these. */
  use(flows: FlowSet): void;
  /** Undefined if the revision is neither active nor stored, or no longer compiles. */
  find(revision: RevisionId): Promise<Program | undefined>;
}

export function createPrograms(
  initial: FlowSet,
  load: (revision: RevisionId) => Promise<Program | undefined>,
): Programs {
  let flows = initial;
  const earlier = new Map<RevisionId, Program>();
  return {
    get flows() {
      return flows;
    },
    use(next) {
      for (const program of flows.current.values()) keep(program);
      flows = next;
    },
    async find(revision) {
      const known = flows.get(revision) ?? earlier.get(revision);
      if (known !== undefined) return known;
      const loaded = await load(revision);
      if (loaded !== undefined) keep(loaded);
      return loaded;
    },
  };

  function keep(program: Program): void {
    earlier.delete(program.revision);
    earlier.set(program.revision, program);
    const oldest = earlier.keys().next();
    if (earlier.size > keptRevisions && oldest.done !== true) earlier.delete(oldest.value);
  }
}
