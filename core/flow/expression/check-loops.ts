import type { ASTNode } from "@marcbachmann/cel-js";
import {
  addIssue,
  afterMistake,
  type CheckContext,
  inferPresent,
  inferValue,
} from "./check-context.ts";
import type { LoopMethod } from "./functions.ts";
import type { ValueType } from "./name-types.ts";
import { anyType, booleanType, describeType, textType } from "./type-algebra.ts";

/** How many loops may stand inside each other. */
const maxLoops = 2;

/** `list.map(x, x.name)` and its kin: the first value names the item, the last is the work. */
export function checkLoop(
  node: ASTNode,
  name: LoopMethod,
  receiver: ASTNode,
  values: readonly ASTNode[],
  context: CheckContext,
): ValueType {
  const list = inferPresent(receiver, context);
  const [variable, ...bodies] = values;
  const most = name === "map" ? 2 : 1;
  if (variable?.op !== "id" || bodies.length < 1 || bodies.length > most) {
    addIssue(context, "FLOW_TYPE_MISMATCH", node, `a loop is written list.${name}(x, …)`);
    return afterMistake;
  }
  if (context.loops >= maxLoops) {
    addIssue(context, "FLOW_EXPRESSION_LIMIT", node, `loops may stand ${maxLoops} deep at most`);
    return afterMistake;
  }
  const item = itemType(list, receiver, context);
  const inner: CheckContext = {
    ...context,
    loops: context.loops + 1,
    isLenient: false,
    locals: new Map([...context.locals, [variable.args, item]]),
  };
  const conditions = name === "map" ? bodies.slice(0, -1) : bodies;
  for (const condition of conditions) needCondition(condition, name, inner);
  const work = name === "map" ? bodies.at(-1) : undefined;
  if (work !== undefined) return { kind: "list", of: inferValue(work, inner) };
  return name === "filter" ? { kind: "list", of: item } : booleanType;
}

function itemType(list: ValueType, receiver: ASTNode, context: CheckContext): ValueType {
  if (list.kind === "list") return list.of;
  if (list.kind === "object") return textType;
  if (list.kind !== "any") {
    const message = `a loop needs a list, this is ${describeType(list)}`;
    addIssue(context, "FLOW_TYPE_MISMATCH", receiver, message);
  }
  return anyType;
}

function needCondition(node: ASTNode, name: string, context: CheckContext): void {
  const type = inferPresent(node, context);
  if (type.kind === "boolean" || type.kind === "any") return;
  const message = `${name}() needs a condition that is true or false, this is ${describeType(type)}`;
  addIssue(context, "FLOW_TYPE_MISMATCH", node, message);
}
