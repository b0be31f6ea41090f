import type { ASTNode } from "@marcbachmann/cel-js";

/** Nodes of one group of operators. */
type NodeOf<Operator extends string> = Extract<ASTNode, { readonly op: Operator }>;

const accessOperators = [".", ".?", "[]", "[?]"] as const;
const arithmeticOperators = ["+", "-", "*", "/", "%"] as const;
const strictOperators = [...arithmeticOperators, "<", "<=", ">", ">=", "in"] as const;

export type AccessNode = NodeOf<(typeof accessOperators)[number]>;
/** Arithmetic, order and membership: operators that need both of their values. */
export type StrictOperator = (typeof strictOperators)[number];
export type StrictNode = NodeOf<StrictOperator>;
export type ArithmeticNode = NodeOf<(typeof arithmeticOperators)[number]>;
export type EqualityNode = NodeOf<"==" | "!=">;
export type LogicNode = NodeOf<"&&" | "||">;

export function isAccessNode(node: ASTNode): node is AccessNode {
  return accessOperators.some((operator) => operator === node.op);
}

export function isStrictNode(node: ASTNode): node is StrictNode {
  return strictOperators.some((operator) => operator === node.op);
}

export function isArithmeticNode(node: ASTNode): node is ArithmeticNode {
  return arithmeticOperators.some((operator) => operator === node.op);
}

export function isEqualityNode(node: ASTNode): node is EqualityNode {
  return node.op === "==" || node.op === "!=";
}

export function isLogicNode(node: ASTNode): node is LogicNode {
  return node.op === "&&" || node.op === "||";
}

/** The text of a node that is a text written out. */
export function literalText(node: ASTNode): string | undefined {
  return node.op === "value" && typeof node.args === "string" ? node.args : undefined;
}

/** The names that an access spells, from its root on, if every one of them is written out. */
export function pathParts(node: ASTNode): readonly string[] | undefined {
  if (node.op === "id") return [node.args];
  if (!isAccessNode(node)) return undefined;
  const [holder, key] = node.args;
  const left = pathParts(holder);
  const name = typeof key === "string" ? key : literalText(key);
  return left === undefined || name === undefined ? undefined : [...left, name];
}

/** The dotted name that an access spells. */
export function pathOf(node: ASTNode): string | undefined {
  return pathParts(node)?.join(".");
}

/** True for whole numbers that are written out, alone or reckoned with each other. */
export function isWholeConstant(node: ASTNode): boolean {
  if (node.op === "value") return typeof node.args === "bigint";
  if (node.op === "-_") return isWholeConstant(node.args);
  return isArithmeticNode(node) && node.args.every((part) => isWholeConstant(part));
}

/** How a node is written. */
export function sourceOf(node: ASTNode): string {
  return node.input.slice(node.start, node.end);
}
