import type { ASTNode } from "@marcbachmann/cel-js";
import { isEqualityNode, isLogicNode, pathOf } from "./ast-nodes.ts";

/** Paths that are not null if a condition is true, and if it is false. */
export interface Knowledge {
  readonly whenTrue: readonly string[];
  readonly whenFalse: readonly string[];
}

const nothing: Knowledge = { whenTrue: [], whenFalse: [] };

/** What a condition tells about nulls: `x != null`, `has(x)`, and what `&&`, `||` and `!` make of it. */
export function learnFrom(node: ASTNode): Knowledge {
  if (isEqualityNode(node)) {
    const paths = comparedToNull(node.args);
    return node.op === "!=" ? { ...nothing, whenTrue: paths } : { ...nothing, whenFalse: paths };
  }
  if (node.op === "!_") {
    const { whenTrue, whenFalse } = learnFrom(node.args);
    return { whenTrue: whenFalse, whenFalse: whenTrue };
  }
  if (isLogicNode(node)) {
    const [left, right] = [learnFrom(node.args[0]), learnFrom(node.args[1])];
    return node.op === "&&"
      ? { ...nothing, whenTrue: [...left.whenTrue, ...right.whenTrue] }
      : { ...nothing, whenFalse: [...left.whenFalse, ...right.whenFalse] };
  }
  if (node.op !== "call") return nothing;
  const [name, [first]] = node.args;
  const path = name === "has" && first !== undefined ? pathOf(first) : undefined;
  return path === undefined ? nothing : { ...nothing, whenTrue: [path] };
}

function comparedToNull([left, right]: readonly [ASTNode, ASTNode]): readonly string[] {
  const other = isNull(left) ? right : isNull(right) ? left : undefined;
  const path = other === undefined ? undefined : pathOf(other);
  return path === undefined ? [] : [path];
}

function isNull(node: ASTNode): boolean {
  return node.op === "value" && node.args === null;
}
