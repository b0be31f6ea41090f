import type { ASTNode } from "@marcbachmann/cel-js";
import { nearest } from "#core/lib/nearest.ts";
import {
  type EqualityNode,
  isWholeConstant,
  type LogicNode,
  literalText,
  type StrictNode,
  sourceOf,
} from "./ast-nodes.ts";
import {
  addIssue,
  afterMistake,
  type CheckContext,
  inferPresent,
  inferValue,
} from "./check-context.ts";
import type { ValueType } from "./name-types.ts";
import { learnFrom } from "./narrowing.ts";
import { operatorType } from "./operator-type.ts";
import {
  booleanType,
  canBeEqual,
  describeType,
  integerType,
  isNumeric,
  numberType,
  uniteTypes,
  withoutNull,
} from "./type-algebra.ts";

export function choiceType(
  parts: readonly [ASTNode, ASTNode, ASTNode],
  context: CheckContext,
): ValueType {
  const [condition, yes, no] = parts;
  needBoolean(condition, context, "?");
  const { whenTrue, whenFalse } = learnFrom(condition);
  const left = inferValue(yes, knowing(context, whenTrue));
  return uniteTypes(left, inferValue(no, knowing(context, whenFalse)));
}

export function logicType(node: LogicNode, context: CheckContext): ValueType {
  const { op: operator } = node;
  const [left, right] = node.args;
  needBoolean(left, context, operator);
  const { whenTrue, whenFalse } = learnFrom(left);
  needBoolean(right, knowing(context, operator === "&&" ? whenTrue : whenFalse), operator);
  return booleanType;
}

function knowing(context: CheckContext, paths: readonly string[]): CheckContext {
  if (paths.length === 0) return context;
  return { ...context, known: new Set([...context.known, ...paths]) };
}

export function needBoolean(node: ASTNode, context: CheckContext, operator: string): void {
  const type = inferPresent(node, context);
  if (type.kind === "boolean" || type.kind === "any") return;
  const message = `${operator} needs true or false, this is ${describeType(type)}`;
  const text = sourceOf(node);
  const hint = type.kind === "text" ? `compare it: ${text} == "…"` : undefined;
  addIssue(context, "FLOW_TYPE_MISMATCH", node, message, hint);
}

export function negativeType(node: ASTNode, operand: ASTNode, context: CheckContext): ValueType {
  const type = inferPresent(operand, context);
  if (type.kind === "any" || isNumeric(type)) return type;
  addIssue(context, "FLOW_TYPE_MISMATCH", node, `- needs a number, this is ${describeType(type)}`);
  return afterMistake;
}

export function strictType(node: StrictNode, context: CheckContext): ValueType {
  const { op: operator } = node;
  const [left, right] = node.args;
  // `null in list` is a fair question; every other operator needs both values.
  const leftType =
    operator === "in" ? withoutNull(inferValue(left, context)) : inferPresent(left, context);
  const rightType = inferPresent(right, context);
  if (operator === "/" && isWholeConstant(left) && isWholeConstant(right)) {
    warnOfDivision(node, context);
    return integerType;
  }
  if (operator === "in" && rightType.kind === "list") checkChoice(left, rightType.of, context);
  const type = operatorType(operator, leftType, rightType);
  if (type !== undefined) return type;
  const message = `${describeType(leftType)} ${operator} ${describeType(rightType)} has no meaning`;
  addIssue(
    context,
    "FLOW_TYPE_MISMATCH",
    node,
    message,
    mismatchHint(operator, leftType, rightType),
  );
  return operator === "+" ? afterMistake : booleanOrNumber(operator);
}

function booleanOrNumber(operator: string): ValueType {
  return /^[-*/%]$/.test(operator) ? numberType : booleanType;
}

function mismatchHint(operator: string, left: ValueType, right: ValueType): string | undefined {
  const kinds = [left.kind, right.kind];
  if (kinds.includes("text") && (isNumeric(left) || isNumeric(right))) {
    return "make a number of the text with int(…) or double(…), or take away its quotes";
  }
  if (operator === "+" && kinds.includes("text")) return "make text of it with string(…)";
  if (kinds.includes("moment") && kinds.includes("text"))
    return 'a length of time is duration("2h")';
  return undefined;
}

export function equalityType(node: EqualityNode, context: CheckContext): ValueType {
  const [left, right] = node.args;
  const leftType = inferValue(left, context);
  const rightType = inferValue(right, context);
  if (!canBeEqual(leftType, rightType)) {
    const message = `${describeType(leftType)} is never equal to ${describeType(rightType)}`;
    addIssue(context, "FLOW_TYPE_MISMATCH", node, message, mismatchHint("==", leftType, rightType));
  }
  checkChoice(left, rightType, context);
  checkChoice(right, leftType, context);
  return booleanType;
}

/** A written text that is compared with one of a fixed set must be in the set. */
function checkChoice(node: ASTNode, type: ValueType, context: CheckContext): void {
  const written = literalText(node);
  if (written === undefined || type.kind !== "text" || type.values === undefined) return;
  if (type.values.includes(written)) return;
  const near = nearest(written, type.values);
  const hint =
    near === undefined ? `it can be ${type.values.join(", ")}` : `did you mean "${near}"?`;
  const message = `the value can never be "${written}"`;
  addIssue(context, "FLOW_TYPE_MISMATCH", node, message, hint);
}

function warnOfDivision(node: ASTNode, context: CheckContext): void {
  context.findings.issues.push({
    code: "FLOW_DIVISION_WHOLE",
    severity: "warning",
    message: "two whole numbers divide to a whole number: 7 / 2 is 3",
    hint: "write 7.0 / 2 for 3.5",
    start: node.start,
    end: node.end,
  });
}
