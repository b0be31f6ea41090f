import type { ASTNode } from "@marcbachmann/cel-js";
import { assertNever } from "#core/lib/assert-never.ts";
import {
  isAccessNode,
  isEqualityNode,
  isLogicNode,
  isStrictNode,
  literalText,
} from "./ast-nodes.ts";
import { checkAccess, checkName } from "./check-access.ts";
import { checkCall, checkMethod } from "./check-calls.ts";
import {
  addIssue,
  afterMistake,
  type CheckContext,
  type Findings,
  type Inferred,
  inferPresent,
  inferValue,
  plainType,
} from "./check-context.ts";
import {
  choiceType,
  equalityType,
  logicType,
  needBoolean,
  negativeType,
  strictType,
} from "./check-operations.ts";
import type { FunctionTable } from "./functions.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import {
  anyType,
  booleanType,
  describeType,
  integerType,
  numberType,
  textType,
  uniteTypes,
} from "./type-algebra.ts";

/** Finds the type of an expression, noting every mistake, name and gap on the way. */
export function checkExpression(
  ast: ASTNode,
  declarations: NameTypes,
  table: FunctionTable,
): { readonly type: ValueType; readonly findings: Findings } {
  const findings: Findings = { issues: [], names: new Set(), types: new Map(), gaps: new Set() };
  const type = infer(ast, {
    table,
    declarations,
    locals: new Map(),
    known: new Set(),
    isLenient: false,
    loops: 0,
    findings,
    infer,
  });
  return { type: plainType(type), findings };
}

function infer(node: ASTNode, context: CheckContext): Inferred {
  const type = inferNode(node, context);
  context.findings.types.set(node, type);
  return type;
}

function inferNode(node: ASTNode, context: CheckContext): Inferred {
  if (isAccessNode(node)) return checkAccess(node, context);
  if (isStrictNode(node)) return strictType(node, context);
  if (isEqualityNode(node)) return equalityType(node, context);
  if (isLogicNode(node)) return logicType(node, context);
  switch (node.op) {
    case "value":
      return literalType(node, context);
    case "id":
      return checkName(node, context);
    case "call":
      return checkCall(node, node.args, context);
    case "rcall":
      return checkMethod(node, node.args, context);
    case "list":
      return listType(node.args, context);
    case "map":
      return objectType(node.args, context);
    case "?:":
      return choiceType(node.args, context);
    case "!_":
      needBoolean(node.args, context, "!");
      return booleanType;
    case "-_":
      return negativeType(node, node.args, context);
    default:
      return assertNever(node, "inferNode");
  }
}

function literalType(node: ASTNode & { op: "value" }, context: CheckContext): ValueType {
  const literal = node.args;
  if (literal === null) return { kind: "null" };
  if (typeof literal === "string") return textType;
  if (typeof literal === "boolean") return booleanType;
  if (typeof literal === "number") return numberType;
  if (typeof literal === "bigint") {
    if (!Number.isSafeInteger(Number(literal))) {
      addIssue(context, "FLOW_EXPRESSION_REFUSED", node, "this number is too large to be exact");
    }
    return integerType;
  }
  const message = "bytes and unsigned numbers have no use in a flow";
  addIssue(context, "FLOW_EXPRESSION_REFUSED", node, message);
  return afterMistake;
}

function listType(items: readonly ASTNode[], context: CheckContext): ValueType {
  const types = items.map((item) => inferValue(item, context));
  const [first, ...rest] = types;
  return { kind: "list", of: rest.reduce(uniteTypes, first ?? anyType) };
}

function objectType(
  entries: readonly (readonly [ASTNode, ASTNode])[],
  context: CheckContext,
): ValueType {
  const named = new Map<string, ValueType>();
  let rest: ValueType | undefined;
  for (const [key, value] of entries) {
    const type = inferValue(value, context);
    const keyType = inferPresent(key, context);
    const name = literalText(key);
    if (name !== undefined) {
      named.set(name, type);
      if (/^(__proto__|constructor|prototype)$/.test(name)) {
        addIssue(context, "FLOW_EXPRESSION_REFUSED", key, `"${name}" cannot be used as a key`);
      }
    } else {
      rest = rest === undefined ? type : uniteTypes(rest, type);
      if (keyType.kind !== "text" && keyType.kind !== "any") {
        addIssue(
          context,
          "FLOW_TYPE_MISMATCH",
          key,
          `a key is text, here it is ${describeType(keyType)}`,
        );
      }
    }
  }
  const fields = Object.fromEntries(named);
  return rest === undefined ? { kind: "object", fields } : { kind: "object", fields, rest };
}
