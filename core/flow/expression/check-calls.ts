import type { ASTNode } from "@marcbachmann/cel-js";
import { nearest } from "#core/lib/nearest.ts";
import { isAccessNode, literalText, sourceOf } from "./ast-nodes.ts";
import {
  addIssue,
  afterMistake,
  type CheckContext,
  type Inferred,
  inferPresent,
  inferValue,
} from "./check-context.ts";
import { checkLoop } from "./check-loops.ts";
import { checkOptional } from "./check-optional.ts";
import { describeUsage, type FunctionRule, type Parameter } from "./function-rule.ts";
import { isLoopMethod, isOptionalMethod, loopMethods } from "./functions.ts";
import type { ValueType } from "./name-types.ts";
import { booleanType, describeKind, describeType, withoutNull } from "./type-algebra.ts";

/** A function: `plural(n, one, other)`. */
export function checkCall(
  node: ASTNode,
  [name, values]: readonly [string, readonly ASTNode[]],
  context: CheckContext,
): ValueType {
  const rule = context.table.findFunction(name);
  if (rule === undefined) {
    const place = { start: node.start, end: node.start + name.length };
    addIssue(
      context,
      "FLOW_NAME_UNKNOWN",
      place,
      `there is no function "${name}"`,
      functionHint(name, context),
    );
    for (const value of values) inferValue(value, context);
    return afterMistake;
  }
  const isLenient =
    (name === "default" || name === "has") && values[0] !== undefined && isReadable(values[0]);
  if (name === "has" && values[0] !== undefined && !isReadable(values[0])) {
    addIssue(
      context,
      "FLOW_TYPE_MISMATCH",
      values[0],
      "has() asks for a field, as in has(contact.name)",
    );
  }
  return checkArguments(node, rule, values, [], context, isLenient);
}

function isReadable(node: ASTNode): boolean {
  return node.op === "id" || isAccessNode(node);
}

function functionHint(name: string, context: CheckContext): string {
  const functions = context.table.rules.filter((rule) => rule.receiver === undefined);
  const near = nearest(
    name,
    functions.map((rule) => rule.name),
  );
  const meant = functions.find((rule) => rule.name === near);
  if (meant !== undefined) return `did you mean ${describeUsage(meant)}?`;
  const method = context.table.findMethod(name);
  if (method !== undefined) return `write ${describeUsage(method)}`;
  return `functions: ${functions.map((rule) => rule.name).join(", ")}`;
}

/** A method: `message.text.startsWith("hi")`. */
export function checkMethod(
  node: ASTNode,
  [name, receiver, values]: readonly [string, ASTNode, readonly ASTNode[]],
  context: CheckContext,
): Inferred {
  if (isLoopMethod(name)) return checkLoop(node, name, receiver, values, context);
  if (isOptionalMethod(name)) return checkOptional(name, receiver, values, context);
  const place = { start: receiver.end, end: node.end };
  if (name === "matches") {
    const hint = "write re(text, pattern)";
    addIssue(
      context,
      "FLOW_EXPRESSION_REFUSED",
      place,
      "matches() can hang on some texts and is not allowed",
      hint,
    );
    return booleanType;
  }
  const rule = context.table.findMethod(name);
  const receiverType =
    rule?.receiver === undefined ? inferValue(receiver, context) : inferPresent(receiver, context);
  if (rule?.receiver === undefined) {
    addIssue(
      context,
      "FLOW_NAME_UNKNOWN",
      place,
      `there is no method "${name}"`,
      methodHint(name, receiver, context),
    );
    for (const value of values) inferValue(value, context);
    return afterMistake;
  }
  if (!accepts(rule.receiver, receiverType)) {
    const message = `${describeType(receiverType)} has no method "${name}"`;
    addIssue(context, "FLOW_TYPE_MISMATCH", place, message, `it goes with ${describeUsage(rule)}`);
  }
  return checkArguments(node, rule, values, [receiverType], context, false);
}

/** What JavaScript's authors write → what CEL calls it. */
const javaScriptMethods: ReadonlyMap<string, string> = new Map([
  ["toLowerCase", "lowerAscii"],
  ["toUpperCase", "upperAscii"],
  ["includes", "contains"],
  ["has", "contains"],
  ["slice", "substring"],
  ["substr", "substring"],
  ["length", "size"],
  ["some", "exists"],
  ["every", "all"],
]);

function methodHint(name: string, receiver: ASTNode, context: CheckContext): string {
  const text = sourceOf(receiver);
  const rule = context.table.findFunction(name);
  if (rule !== undefined) {
    const rest = rule.parameters.slice(1).map((parameter) => parameter.name);
    return `write ${name}(${[text, ...rest].join(", ")})`;
  }
  const methods = context.table.rules.filter((rule) => rule.receiver !== undefined);
  const names = [...methods.map((rule) => rule.name), ...loopMethods];
  const near = nearest(name, names) ?? javaScriptMethods.get(name);
  return near === undefined ? `methods: ${names.join(", ")}` : `did you mean "${near}"?`;
}

function checkArguments(
  node: ASTNode,
  rule: FunctionRule,
  values: readonly ASTNode[],
  before: readonly ValueType[],
  context: CheckContext,
  isFirstLenient: boolean,
): ValueType {
  const least = rule.parameters.filter((parameter) => parameter.isOptional !== true).length;
  if (values.length < least || values.length > rule.parameters.length) {
    const message = `${rule.name}() takes ${countWords(least, rule.parameters.length)}, here are ${values.length}`;
    addIssue(context, "FLOW_TYPE_MISMATCH", node, message, `write ${describeUsage(rule)}`);
  }
  const types = values.map((value, index) => {
    const isLenient = isFirstLenient && index === 0;
    const inner = isLenient ? { ...context, isLenient: true } : context;
    return checkArgument(value, rule, rule.parameters[index], inner);
  });
  return rule.gives([...before, ...types]);
}

function countWords(least: number, most: number): string {
  if (least === most) return least === 1 ? "1 value" : `${least} values`;
  return `${least} to ${most} values`;
}

function checkArgument(
  node: ASTNode,
  rule: FunctionRule,
  parameter: Parameter | undefined,
  context: CheckContext,
): ValueType {
  if (parameter === undefined) return inferValue(node, context);
  const type =
    parameter.takesNull === true ? inferValue(node, context) : inferPresent(node, context);
  if (!accepts(parameter, withoutNull(type))) {
    const message = `${rule.name}() takes ${wantedWords(parameter)} for ${parameter.name}, here is ${describeType(type)}`;
    addIssue(context, "FLOW_TYPE_MISMATCH", node, message, `write ${describeUsage(rule)}`);
  } else {
    const written = literalText(node);
    const complaint = written === undefined ? undefined : parameter.checkLiteral?.(written);
    const code = rule.name === "re" ? "FLOW_PATTERN_INVALID" : "FLOW_TYPE_MISMATCH";
    if (complaint !== undefined) addIssue(context, code, node, complaint);
  }
  return type;
}

/** The kinds that a parameter takes, in words; whole and broken numbers are one thing here. */
function wantedWords({ accepts }: Parameter): string {
  if (accepts === "all") return "a value";
  const kinds = accepts.includes("moment")
    ? accepts.filter((kind) => kind === "moment" || kind === "date" || kind === "time")
    : accepts.filter((kind) => kind !== "integer" && kind !== "duration");
  return kinds.map((kind) => describeKind(kind)).join(" or ");
}

function accepts(parameter: Parameter, type: ValueType): boolean {
  return (
    parameter.accepts === "all" ||
    type.kind === "any" ||
    type.kind === "null" ||
    parameter.accepts.includes(type.kind)
  );
}
