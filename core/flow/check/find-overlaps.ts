import type { CompiledFlow } from "#core/flow/compile/flow-facts.ts";
import type { Trigger } from "#core/flow/compile/trigger.ts";
import { triggerClaim } from "#core/flow/compile/trigger-claim.ts";
import { wordKey } from "#core/flow/compile/word-key.ts";
import type { Finding } from "#core/flow/finding.ts";
import { canGlobsMeet } from "./can-globs-meet.ts";

interface Owned {
  readonly trigger: Trigger;
  readonly flow: string;
}

/**
 * Finds triggers of two flows that claim one message at the same rank, and a trigger that stands
 * twice in one flow. What a condition or a pattern decides is a warning: the order of file names
 * settles it.
 */
export function findOverlaps(flows: readonly CompiledFlow[]): readonly Finding[] {
  const all = flows.flatMap(({ draft, triggers }) =>
    triggers.map((trigger): Owned => ({ trigger, flow: draft.source.file })),
  );
  const findings: Finding[] = [];
  const byClaim = new Map<string, Owned[]>();
  for (const owned of all) {
    const claim = triggerClaim(owned.trigger);
    const others = byClaim.get(claim) ?? [];
    const other = others.find((item) => isClash(item, owned));
    if (other !== undefined) findings.push(describe(other, owned));
    others.push(owned);
    byClaim.set(claim, others);
  }
  return findings;
}

function isClash(a: Owned, b: Owned): boolean {
  const [left, right] = [a.trigger, b.trigger];
  const isApart =
    left.channel !== undefined && right.channel !== undefined && left.channel !== right.channel;
  if (isApart) return false;
  const isSameFlow = a.flow === b.flow;
  if (left.match.kind === "glob" && right.match.kind === "glob") {
    return isSameFlow
      ? left.match.pieces.join("*") === right.match.pieces.join("*")
      : canGlobsMeet(left.match.pieces, right.match.pieces);
  }
  if (left.match.kind === "intent" && right.match.kind === "intent") {
    return wordKey(left.match.intent) === wordKey(right.match.intent);
  }
  // A schedule takes nothing away from another flow.
  if (left.match.kind === "schedule" && !isSameFlow) return false;
  if (left.match.kind === "pattern") return isSameFlow ? left.name === right.name : true;
  return true;
}

function describe(first: Owned, second: Owned): Finding {
  const { trigger } = second;
  const isSameFlow = first.flow === second.flow;
  const isUndecided =
    trigger.match.kind === "pattern" ||
    trigger.when !== undefined ||
    first.trigger.when !== undefined;
  const related = [{ at: first.trigger.at, message: `${first.trigger.name} is here` }];
  if (isSameFlow) {
    const message = `"${trigger.name}" stands in this flow already`;
    const hint = "take one of them away";
    return {
      code: "FLOW_TRIGGER_TWICE",
      severity: "warning",
      at: trigger.at,
      message,
      hint,
      related,
    };
  }
  return {
    code: "FLOW_TRIGGER_OVERLAP",
    severity: isUndecided ? "warning" : "error",
    at: trigger.at,
    message: isUndecided
      ? `"${trigger.name}" may claim the same message as "${first.trigger.name}" of another flow; the file that comes first in the alphabet wins`
      : `"${trigger.name}" claims the same message as "${first.trigger.name}" of another flow`,
    hint: isUndecided
      ? "if that is not meant, let the conditions exclude each other"
      : "take it out of one of them, or give both a when that excludes the other",
    related,
  };
}
