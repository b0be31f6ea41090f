import type { Catalog } from "#core/flow/catalog.ts";
import type { CompiledFlow } from "#core/flow/compile/flow-facts.ts";
import type { Finding } from "#core/flow/finding.ts";
import { checkCalls } from "./check-calls.ts";
import { findOverlaps } from "./find-overlaps.ts";
import { findTaken } from "./find-taken.ts";

/** Runs every check that looks at several flows. */
export function checkFlowSet(flows: readonly CompiledFlow[], catalog: Catalog): readonly Finding[] {
  return [
    ...findSameFlows(flows),
    ...checkCalls(flows),
    ...findOverlaps(flows),
    ...findTaken(flows, catalog),
  ];
}

/** Two files with one flow name: only one of them could ever run. */
function findSameFlows(flows: readonly CompiledFlow[]): readonly Finding[] {
  const first = new Map<string, CompiledFlow>();
  const findings: Finding[] = [];
  for (const flow of flows) {
    const { flow: name, source } = flow.draft;
    if (name === undefined) continue;
    const other = first.get(name);
    if (other === undefined) {
      first.set(name, flow);
      continue;
    }
    findings.push({
      code: "FLOW_NAME_TWICE",
      severity: "error",
      at: source.at(["flow"]),
      message: `another file has the flow "${name}" already`,
      related: [{ at: other.draft.source.at(["flow"]), message: "here" }],
    });
  }
  return findings;
}
