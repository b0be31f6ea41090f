import type { ASTNode } from "@marcbachmann/cel-js";
import { sourceOf } from "./ast-nodes.ts";
import type { FunctionTable } from "./functions.ts";
import type { ExpressionCode, ExpressionIssue } from "./issue.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import { anyType, mayBeNull, orNull, withoutNull } from "./type-algebra.ts";

/** A value that may be missing, as `contact.?city` gives; only its own methods can use it. */
export interface OptionalType {
  readonly kind: "optional";
  readonly of: ValueType;
}

export type Inferred = ValueType | OptionalType;

/** What a check gathers on its way through an expression. */
export interface Findings {
  readonly issues: ExpressionIssue[];
  readonly names: Set<string>;
  /** What was found for every node, for the generator. */
  readonly types: Map<ASTNode, Inferred>;
  /** Accesses that may find nothing and must then give null. */
  readonly gaps: Set<ASTNode>;
}

/** What is known at one place of an expression. */
export interface CheckContext {
  readonly table: FunctionTable;
  readonly declarations: NameTypes;
  /** Variables of the loops around. */
  readonly locals: ReadonlyMap<string, ValueType>;
  /** Paths that a condition around has found not to be null. */
  readonly known: ReadonlySet<string>;
  /** True inside `default(…)` and `has(…)`: what is missing is just unset. */
  readonly isLenient: boolean;
  /** How many loops are around. */
  readonly loops: number;
  readonly findings: Findings;
  /** The whole check, for the parts of a node. */
  readonly infer: (node: ASTNode, context: CheckContext) => Inferred;
}

export function addIssue(
  context: CheckContext,
  code: ExpressionCode,
  node: { readonly start: number; readonly end: number },
  message: string,
  hint?: string,
): void {
  const { start, end } = node;
  const issue = { code, severity: "error" as const, message, start, end: Math.max(end, start + 1) };
  context.findings.issues.push(hint === undefined ? issue : { ...issue, hint });
}

/** An optional as a plain value: null if it is missing. */
export function plainType(type: Inferred): ValueType {
  return type.kind === "optional" ? orNull(type.of) : type;
}

/** After a mistake nothing more is said about the same value. */
export const afterMistake: ValueType = anyType;

/** The type of a node that stands for a plain value, which may be null. */
export function inferValue(node: ASTNode, context: CheckContext): ValueType {
  const type = context.infer(node, context);
  if (type.kind !== "optional") return type;
  if (context.isLenient) return plainType(type);
  const hint = "say what it is then: .orValue(…)";
  addIssue(context, "FLOW_TYPE_MISMATCH", node, "this value may be missing", hint);
  return afterMistake;
}

/** The type of a node whose value must be there. */
export function inferPresent(node: ASTNode, context: CheckContext): ValueType {
  const type = inferValue(node, context);
  if (!mayBeNull(type) || context.isLenient) return withoutNull(type);
  if (type.kind === "null") {
    addIssue(context, "FLOW_NAME_UNSET", node, "null cannot be used here");
    return afterMistake;
  }
  const text = sourceOf(node);
  const hint = `write default(${text}, …), or ask first: ${text} != null && …`;
  addIssue(context, "FLOW_NAME_UNSET", node, `${text} may be empty here`, hint);
  return afterMistake;
}
