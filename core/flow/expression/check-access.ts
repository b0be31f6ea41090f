import type { ASTNode } from "@marcbachmann/cel-js";
import { nearest } from "#core/lib/nearest.ts";
import { type AccessNode, literalText, pathOf, pathParts, sourceOf } from "./ast-nodes.ts";
import {
  addIssue,
  afterMistake,
  type CheckContext,
  type Inferred,
  inferPresent,
  plainType,
} from "./check-context.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import {
  anyType,
  describeType,
  fieldOf,
  mayBeNull,
  uniteTypes,
  withoutNull,
} from "./type-algebra.ts";

/** A name that stands alone: a loop's variable or a declared name. */
export function checkName(node: ASTNode & { op: "id" }, context: CheckContext): ValueType {
  const name = node.args;
  const local = context.locals.get(name);
  if (local !== undefined) return withKnowledge(node, local, context);
  const type = fieldOf(context.declarations, name);
  if (type === undefined) {
    addIssue(
      context,
      "FLOW_NAME_UNKNOWN",
      node,
      `there is no name "${name}" here`,
      nameHint(name, context),
    );
    return afterMistake;
  }
  context.findings.names.add(name);
  return withKnowledge(node, type, context);
}

function withKnowledge(node: ASTNode, type: ValueType, context: CheckContext): ValueType {
  const path = pathOf(node);
  return path !== undefined && context.known.has(path) ? withoutNull(type) : type;
}

function nameHint(name: string, context: CheckContext): string {
  if (name === "error") return "only the steps of catch and on_error know it";
  const near = nearest(name, [...context.locals.keys(), ...Object.keys(context.declarations)]);
  if (near !== undefined) return `did you mean "${near}"?`;
  for (const holder of ["slots", "contact", "message"]) {
    const type = fieldOf(context.declarations, holder);
    if (type?.kind === "object" && fieldOf(type.fields, name))
      return `did you mean "${holder}.${name}"?`;
  }
  if (context.table.findFunction(name) !== undefined) return `a function is called with (…)`;
  return `names here: ${Object.keys(context.declarations).join(", ")}`;
}

/** A field or entry of a value. Of `slots.place.city` only the whole dotted name is noted as read. */
export function checkAccess(node: AccessNode, context: CheckContext): Inferred {
  const namesBefore = new Set(context.findings.names);
  const left = presentHolder(node, context);
  const holder = left.kind === "optional" ? left.of : left;
  const isOptional = left.kind === "optional" || node.op === ".?" || node.op === "[?]";
  const entry = entryType(node, holder, context);
  noteName(node, context, namesBefore);
  if (isOptional) return { kind: "optional", of: entry ?? afterMistake };
  if (entry === undefined) return afterMistake;
  if (mayBeNull(entry) || context.isLenient) context.findings.gaps.add(node);
  return withKnowledge(node, entry, context);
}

/** What a field is taken from; it must be there, but for `.?` and inside `default(…)`. */
function presentHolder(node: AccessNode, context: CheckContext): Inferred {
  const [holder] = node.args;
  const type = context.infer(holder, context);
  if (type.kind === "optional") return type;
  const mayMiss = context.isLenient || node.op === ".?" || node.op === "[?]";
  if (!mayMiss && mayBeNull(type)) {
    const text = sourceOf(holder);
    const hint = `write default(${sourceOf(node)}, …), or ask first: ${text} != null && …`;
    addIssue(context, "FLOW_NAME_UNSET", holder, `${text} may be empty here`, hint);
  }
  return withoutNull(type);
}

/** Replaces the shorter names that the left side noted by the whole dotted one. */
function noteName(node: AccessNode, context: CheckContext, namesBefore: ReadonlySet<string>): void {
  const { names } = context.findings;
  const parts = pathParts(node);
  const root = parts?.[0];
  if (parts === undefined || root === undefined || context.locals.has(root)) return;
  const shorter = parts.slice(0, -1).join(".");
  if (!namesBefore.has(shorter)) names.delete(shorter);
  names.add(parts.join("."));
}

function entryType(
  node: AccessNode,
  holder: ValueType,
  context: CheckContext,
): ValueType | undefined {
  const [, key] = node.args;
  if (typeof key === "string") return fieldType(node, key, holder, context);
  const name = literalText(key);
  if (name !== undefined) return fieldType(node, name, holder, context);
  return indexedType(node, key, holder, context);
}

function fieldType(
  node: AccessNode,
  name: string,
  holder: ValueType,
  context: CheckContext,
): ValueType | undefined {
  const [, key] = node.args;
  const place = typeof key === "string" ? { start: node.pos, end: node.end } : key;
  if (/^(__proto__|constructor|prototype)$/.test(name)) {
    addIssue(context, "FLOW_EXPRESSION_REFUSED", place, `"${name}" cannot be read`);
    return undefined;
  }
  if (holder.kind === "any") return anyType;
  if (holder.kind !== "object") {
    const message = `${describeType(holder)} has no field "${name}"`;
    const hint = context.table.findMethod(name) && `write .${name}(…)`;
    addIssue(context, "FLOW_NAME_UNKNOWN", place, message, hint);
    return undefined;
  }
  const type = fieldOf(holder.fields, name) ?? holder.rest;
  if (type !== undefined) return type;
  const near = nearest(name, Object.keys(holder.fields));
  const withheld = withheldHint(name, holder);
  // `.?` is there for fields that may not exist; only a likely slip of the pen is still refused.
  const isOptional = node.op === ".?" || node.op === "[?]";
  if (isOptional && near === undefined && withheld === undefined) return anyType;
  const owner = sourceOf(node.args[0]);
  addIssue(
    context,
    "FLOW_NAME_UNKNOWN",
    place,
    `${owner} has no field "${name}"`,
    withheld ?? fieldHint(near, holder.fields),
  );
  return undefined;
}

function withheldHint(
  name: string,
  { withheld = {} }: Extract<ValueType, { readonly kind: "object" }>,
): string | undefined {
  return Object.hasOwn(withheld, name) ? withheld[name] : undefined;
}

function fieldHint(near: string | undefined, fields: NameTypes): string | undefined {
  const known = Object.keys(fields);
  if (near !== undefined) return `did you mean "${near}"?`;
  return known.length === 0 ? undefined : `it has ${known.join(", ")}`;
}

function indexedType(
  node: AccessNode,
  key: ASTNode,
  holder: ValueType,
  context: CheckContext,
): ValueType | undefined {
  const index = inferPresent(key, { ...context, isLenient: false });
  if (holder.kind === "any") return anyType;
  if (holder.kind === "list") {
    if (index.kind === "integer" || index.kind === "number" || index.kind === "any")
      return holder.of;
    const message = `entries of a list are counted from 0, this is ${describeType(index)}`;
    addIssue(context, "FLOW_TYPE_MISMATCH", key, message);
    return undefined;
  }
  if (holder.kind === "object") {
    if (index.kind === "text" || index.kind === "any") return anyField(holder);
    addIssue(
      context,
      "FLOW_TYPE_MISMATCH",
      key,
      `a field is named by text, this is ${describeType(index)}`,
    );
    return undefined;
  }
  addIssue(context, "FLOW_TYPE_MISMATCH", node, `${describeType(holder)} has no entries`);
  return undefined;
}

function anyField(holder: ValueType & { kind: "object" }): ValueType {
  const types = Object.keys(holder.fields).flatMap((name) => fieldOf(holder.fields, name) ?? []);
  const [first, ...rest] = holder.rest === undefined ? types : [...types, holder.rest];
  return plainType({ kind: "optional", of: rest.reduce(uniteTypes, first ?? anyType) });
}
