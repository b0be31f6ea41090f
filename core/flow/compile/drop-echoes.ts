import { comparePositions, type Finding, type Position } from "#core/flow/finding.ts";
import type { YamlSource } from "#core/flow/read/yaml-source.ts";
import type { FlowOutline, StepNode } from "./flow-outline.ts";

/**
 * Leaves out what only follows from a broken form: what is said of a line that YAML complains of
 * already, of the step that the first break stands in, and of all that comes after it, where the
 * structure is a guess.
 */
export function dropEchoes(
  findings: readonly Finding[],
  source: YamlSource,
  outline: FlowOutline,
): readonly Finding[] {
  const { brokenAt, value } = source;
  const broken = findings.filter(
    (found) => found.code.startsWith("YAML_") && found.severity === "error",
  );
  if (broken.length === 0) return dropDoubts(findings);
  if (value === undefined) return findings.filter((found) => !found.code.startsWith("FLOW_"));
  const lines = new Set(broken.map((found) => found.at.line));
  const guess = brokenAt === undefined ? undefined : guessedFrom(brokenAt, source, outline);
  return findings.filter((found) => {
    if (!found.code.startsWith("FLOW_")) return true;
    if (lines.has(found.at.line)) return false;
    return guess === undefined || !guess(found);
  });
}

/** A value that is refused need not be doubted too. */
function dropDoubts(findings: readonly Finding[]): readonly Finding[] {
  const refused = findings.filter((found) => found.severity === "error");
  return findings.filter(
    (found) =>
      !found.code.startsWith("YAML_") ||
      found.severity === "error" ||
      !refused.some((other) => comparePositions(other.at, found.at) === 0),
  );
}

/** Whether a finding is about the step that a break stands in, what is missing around it, or what follows. */
function guessedFrom(
  brokenAt: Position,
  source: YamlSource,
  outline: FlowOutline,
): (found: Finding) => boolean {
  const inner = outline.nodes.findLast(
    (node) => comparePositions(source.at(node.path), brokenAt) <= 0,
  );
  const from = inner === undefined ? brokenAt : source.at(inner.path);
  const around = new Set<number>();
  for (let node: StepNode | undefined = inner; node !== undefined; node = node.list.parent) {
    around.add(source.at(node.path).line);
  }
  return ({ at, code }) =>
    comparePositions(at, from) >= 0 || (code.endsWith("_MISSING") && around.has(at.line));
}
