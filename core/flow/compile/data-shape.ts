import { z } from "zod";
import type { ValueType } from "#core/flow/expression/name-types.ts";
import { anyType, orNull, uniteTypes } from "#core/flow/expression/type-algebra.ts";
import type { Json } from "#core/lib/json.ts";

/** The part of JSON Schema that actions are described with; all else in it is not looked at. */
export interface DataShape {
  readonly $ref?: string | undefined;
  readonly $defs?: Readonly<Record<string, DataShape>> | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly Json[] | undefined;
  readonly const?: Json | undefined;
  readonly anyOf?: readonly DataShape[] | undefined;
  readonly oneOf?: readonly DataShape[] | undefined;
  readonly properties?: Readonly<Record<string, DataShape>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: DataShape | boolean | undefined;
  readonly items?: DataShape | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
}

const shapes = z.lazy((): z.ZodType<Readonly<Record<string, DataShape>>> => {
  return z.record(z.string(), dataShapeSchema);
});

/** Reads a JSON Schema. */
export const dataShapeSchema: z.ZodType<DataShape> = z.lazy(() =>
  z.object({
    $ref: z.string().optional(),
    $defs: shapes.optional(),
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.json()).optional(),
    const: z.json().optional(),
    anyOf: z.array(dataShapeSchema).optional(),
    oneOf: z.array(dataShapeSchema).optional(),
    properties: shapes.optional(),
    required: z.array(z.string()).optional(),
    additionalProperties: z.union([z.boolean(), dataShapeSchema]).optional(),
    items: dataShapeSchema.optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    minLength: z.number().optional(),
    maxLength: z.number().optional(),
    format: z.string().optional(),
    description: z.string().optional(),
  }),
);

/** Levels that are looked into: a schema may refer to itself. */
const maxDepth = 8;

/** A shape that may be each of these may be anything. */
const jsonTypes = ["string", "number", "boolean", "null", "array", "object"];

/** The alternatives of a shape, with references followed; none where anything goes. */
export function alternatives(
  shape: DataShape,
  root: DataShape,
  depth = 0,
): readonly DataShape[] | undefined {
  if (depth > maxDepth) return undefined;
  if (shape.$ref !== undefined) {
    const target = root.$defs?.[shape.$ref.replace(/^#\/\$defs\//, "")];
    return target === undefined ? undefined : alternatives(target, root, depth + 1);
  }
  const choices = shape.anyOf ?? shape.oneOf;
  if (choices !== undefined) {
    const found = choices.map((choice) => alternatives(choice, root, depth + 1));
    if (!found.every((list) => list !== undefined)) return undefined;
    const all = found.flat();
    return jsonTypes.every((type) => all.some((one) => one.type === type)) ? undefined : all;
  }
  if (shape.const !== undefined || shape.enum !== undefined) return [shape];
  if (shape.type === undefined) return undefined;
  const types = typeof shape.type === "string" ? [shape.type] : shape.type;
  return types.map((type) => ({ ...shape, type }));
}

/** How expressions see data of a shape. */
export function shapeValueType(shape: DataShape, root: DataShape, depth = 0): ValueType {
  const found = depth > maxDepth ? undefined : alternatives(shape, root);
  if (found === undefined || found.length === 0) return anyType;
  return found.map((one) => oneValueType(one, root, depth)).reduce(uniteTypes);
}

function oneValueType(shape: DataShape, root: DataShape, depth: number): ValueType {
  const values = shape.enum ?? (shape.const === undefined ? undefined : [shape.const]);
  if (values !== undefined) {
    const texts = values.filter((value) => typeof value === "string");
    return texts.length === values.length ? { kind: "text", values: texts } : anyType;
  }
  const type = typeof shape.type === "string" ? shape.type : "";
  switch (type) {
    case "string":
      return { kind: "text" };
    case "integer":
    case "number":
    case "boolean":
    case "null":
      return { kind: type };
    case "array":
      return {
        kind: "list",
        of: shape.items === undefined ? anyType : shapeValueType(shape.items, root, depth + 1),
      };
    case "object":
      return objectType(shape, root, depth);
    default:
      return anyType;
  }
}

function objectType(shape: DataShape, root: DataShape, depth: number): ValueType {
  const { properties = {}, required = [], additionalProperties: rest } = shape;
  const fields = Object.entries(properties).map(([name, property]) => {
    const type = shapeValueType(property, root, depth + 1);
    return [name, required.includes(name) ? type : orNull(type)] as const;
  });
  const object = { kind: "object", fields: Object.fromEntries(fields) } as const;
  if (rest === false) return object;
  const other = typeof rest === "object" ? shapeValueType(rest, root, depth + 1) : orNull(anyType);
  return { ...object, rest: orNull(other) };
}
