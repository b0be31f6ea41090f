import { assertNever } from "#core/lib/assert-never.ts";
import type { StrictOperator } from "./ast-nodes.ts";
import type { ValueType } from "./name-types.ts";
import {
  anyType,
  booleanType,
  canBeEqual,
  integerType,
  isNumeric,
  isTextual,
  numberType,
  textType,
  uniteTypes,
} from "./type-algebra.ts";

/** The type that an operator gives for two values that are not null; undefined if they do not fit. */
export function operatorType(
  operator: StrictOperator,
  left: ValueType,
  right: ValueType,
): ValueType | undefined {
  switch (operator) {
    case "+":
      return plusType(left, right);
    case "-":
      return minusType(left, right);
    case "*":
    case "/":
    case "%":
      return scaledType(operator, left, right);
    case "<":
    case "<=":
    case ">":
    case ">=":
      return isOrdered(left, right) ? booleanType : undefined;
    case "in":
      return isMember(left, right) ? booleanType : undefined;
    default:
      return assertNever(operator, "operatorType");
  }
}

function plusType(left: ValueType, right: ValueType): ValueType | undefined {
  if (left.kind === "any" || right.kind === "any") return anyType;
  const isText = (type: ValueType) => isTextual(type);
  if (isText(left) && (isText(right) || isNumeric(right))) return textType;
  if (isNumeric(left) && isText(right)) return textType;
  if (left.kind === "list" && right.kind === "list") {
    return { kind: "list", of: uniteTypes(left.of, right.of) };
  }
  if (left.kind === "moment" && isNumeric(right)) return left;
  if (right.kind === "moment" && isNumeric(left)) return right;
  return sumType(left, right);
}

function minusType(left: ValueType, right: ValueType): ValueType | undefined {
  if (left.kind === "any" || right.kind === "any") return anyType;
  if (left.kind === "moment" && right.kind === "moment") return { kind: "duration" };
  if (left.kind === "moment" && isNumeric(right)) return left;
  return sumType(left, right);
}

function sumType(left: ValueType, right: ValueType): ValueType | undefined {
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  if (left.kind === "duration" || right.kind === "duration") return { kind: "duration" };
  return bothWhole(left, right) ? integerType : numberType;
}

function scaledType(
  operator: "*" | "/" | "%",
  left: ValueType,
  right: ValueType,
): ValueType | undefined {
  if (left.kind === "any" || right.kind === "any") {
    const other = left.kind === "any" ? right : left;
    return other.kind === "any" || isNumeric(other) ? numberType : undefined;
  }
  if (!isNumeric(left) || !isNumeric(right)) return undefined;
  if (operator !== "/" && bothWhole(left, right)) return integerType;
  const isDuration =
    left.kind === "duration" ? right.kind !== "duration" || operator === "%" : operator === "*";
  const hasDuration = left.kind === "duration" || right.kind === "duration";
  return hasDuration && isDuration ? { kind: "duration" } : numberType;
}

function bothWhole(left: ValueType, right: ValueType): boolean {
  return left.kind === "integer" && right.kind === "integer";
}

function isOrdered(left: ValueType, right: ValueType): boolean {
  if (left.kind === "any") return right.kind === "any" || canOrder(right);
  if (right.kind === "any") return canOrder(left);
  if (left.kind === "moment" && right.kind === "moment") return true;
  return (isNumeric(left) && isNumeric(right)) || (isTextual(left) && isTextual(right));
}

function canOrder(type: ValueType): boolean {
  return isNumeric(type) || isTextual(type) || type.kind === "moment";
}

function isMember(left: ValueType, right: ValueType): boolean {
  if (right.kind === "any") return true;
  if (right.kind === "list") return canBeEqual(left, right.of);
  const isText = left.kind === "any" || isTextual(left);
  return isText && (right.kind === "object" || isTextual(right));
}
