import { assertNever } from "#core/lib/assert-never.ts";
import type { NameTypes, ValueKind, ValueType } from "./name-types.ts";

export const anyType = { kind: "any" } as const satisfies ValueType;
export const textType = { kind: "text" } as const satisfies ValueType;
export const numberType = { kind: "number" } as const satisfies ValueType;
export const integerType = { kind: "integer" } as const satisfies ValueType;
export const booleanType = { kind: "boolean" } as const satisfies ValueType;

/** The type with null as one more value. */
export function orNull(type: ValueType): ValueType {
  return type.kind === "null" ? type : { ...type, nullable: true };
}

/** The type without null; of `null` alone nothing is left to know. */
export function withoutNull(type: ValueType): ValueType {
  if (type.kind === "null") return anyType;
  return type.nullable === true ? { ...type, nullable: false } : type;
}

export function mayBeNull(type: ValueType): boolean {
  return type.kind === "null" || type.nullable === true;
}

/** Durations are milliseconds, so they are reckoned with as numbers. */
export function isNumeric(type: ValueType): boolean {
  return type.kind === "integer" || type.kind === "number" || type.kind === "duration";
}

/** Dates and times of day are texts that sort as they should. */
export function isTextual(type: ValueType): boolean {
  return type.kind === "text" || type.kind === "date" || type.kind === "time";
}

/** The type of a value that is either of the two. */
export function uniteTypes(a: ValueType, b: ValueType): ValueType {
  if (a.kind === "null") return orNull(b);
  if (b.kind === "null") return orNull(a);
  const united = uniteKinds(a, b);
  return a.nullable === true || b.nullable === true ? orNull(united) : united;
}

function uniteKinds(a: ValueType, b: ValueType): ValueType {
  if (a.kind === "text" && b.kind === "text") {
    if (a.values === undefined || b.values === undefined) return textType;
    return { kind: "text", values: [...new Set([...a.values, ...b.values])] };
  }
  if (a.kind === "list" && b.kind === "list") return { kind: "list", of: uniteTypes(a.of, b.of) };
  if (a.kind === "object" && b.kind === "object") return uniteObjects(a.fields, b.fields);
  if (a.kind === b.kind) return withoutNull(a);
  if (isNumeric(a) && isNumeric(b)) return numberType;
  return isTextual(a) && isTextual(b) ? textType : anyType;
}

/** Fields of either object; a field that only one has may be missing. */
function uniteObjects(a: NameTypes, b: NameTypes): ValueType {
  const fields = new Map<string, ValueType>();
  for (const name of [...Object.keys(a), ...Object.keys(b)]) {
    const [left, right] = [fieldOf(a, name), fieldOf(b, name)];
    fields.set(name, left && right ? uniteTypes(left, right) : orNull(left ?? right ?? anyType));
  }
  return { kind: "object", fields: Object.fromEntries(fields) };
}

/** The type of an own field, never of something inherited. */
export function fieldOf(fields: NameTypes, name: string): ValueType | undefined {
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

/** True if values of the two types can ever be equal. */
export function canBeEqual(a: ValueType, b: ValueType): boolean {
  if (a.kind === "any" || b.kind === "any" || a.kind === "null" || b.kind === "null") return true;
  if (isNumeric(a) && isNumeric(b)) return true;
  if (isTextual(a) && isTextual(b)) return true;
  return a.kind === b.kind;
}

/** A type in words an author knows, with its article. */
export function describeType(type: ValueType): string {
  return describeKind(type.kind);
}

export function describeKind(kind: ValueKind): string {
  switch (kind) {
    case "text":
      return "text";
    case "integer":
      return "a whole number";
    case "number":
      return "a number";
    case "boolean":
      return "true or false";
    case "moment":
      return "a moment";
    case "duration":
      return "a duration";
    case "date":
      return "a date";
    case "time":
      return "a time of day";
    case "list":
      return "a list";
    case "object":
      return "an object";
    case "any":
      return "anything";
    case "null":
      return "nothing";
    default:
      return assertNever(kind, "describeKind");
  }
}
