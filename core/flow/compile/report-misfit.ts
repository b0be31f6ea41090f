import type { ValueKind, ValueType } from "#core/flow/expression/name-types.ts";
import { describeType, mayBeNull } from "#core/flow/expression/type-algebra.ts";
import { joinOr } from "#core/flow/read/schema-shape.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { Json } from "#core/lib/json.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { DataShape } from "./data-shape.ts";
import type { StepBuilder } from "./step-builder.ts";

/** Reports an expression whose value cannot be one of the shapes; undefined: anything goes. */
export function reportExpressionMisfit(
  type: ValueType,
  text: string,
  path: YamlPath,
  shapes: readonly DataShape[] | undefined,
  build: StepBuilder,
): void {
  if (shapes === undefined || type.kind === "any") return;
  const wanted = new Set(shapes.flatMap((shape) => typesOf(shape)));
  const given = jsonTypes[type.kind];
  if (!given.some((kind) => wanted.has(kind))) {
    const message = `${keyName(path)} must be ${describeShapes(shapes)}, this is ${describeType(type)}`;
    build.report({ code: "FLOW_TYPE_MISMATCH", path, message });
  } else if (mayBeNull(type) && !wanted.has("null")) {
    const inner = /^\s*\{\{(.*)\}\}\s*$/s.exec(text)?.[1]?.trim() ?? "…";
    const message = `${keyName(path)} may be empty here`;
    build.report({ code: "FLOW_NAME_UNSET", path, message, hint: `write default(${inner}, …)` });
  }
}

/** Reports a written value that fits none of the shapes. Lists and maps are looked at as such. */
export function reportLiteralMisfit(
  value: Json,
  path: YamlPath,
  shapes: readonly DataShape[] | undefined,
  build: StepBuilder,
): void {
  if (shapes === undefined) return;
  const fitting = shapes.filter((shape) => typesOf(shape).includes(jsonTypeOf(value, shape)));
  if (fitting.length === 0) {
    const message = `${keyName(path)} must be ${describeShapes(shapes)}`;
    build.report({ code: "FLOW_TYPE_MISMATCH", path, message });
    return;
  }
  const misfits = fitting.map((shape) => misfitOf(value, shape));
  const [misfit] = misfits;
  if (misfit === undefined || misfits.includes(undefined)) return;
  build.report({ ...misfit, path, message: `${keyName(path)} ${misfit.message}` });
}

interface Misfit {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

function misfitOf(value: Json, shape: DataShape): Misfit | undefined {
  const values = valuesOf(shape);
  if (values !== undefined) return values.includes(value) ? undefined : notOneOf(value, values);
  const size = typeof value === "string" ? value.length : value;
  if (typeof size !== "number") return undefined;
  const isText = typeof value === "string";
  const [least, most] = isText
    ? [shape.minLength, shape.maxLength]
    : [shape.minimum, shape.maximum];
  const unit = isText ? " characters" : "";
  const code = "FLOW_VALUE_SIZE";
  if (least !== undefined && size < least) return { code, message: `is ${least}${unit} at least` };
  if (most !== undefined && size > most) return { code, message: `is ${most}${unit} at most` };
  if (isText && shape.format === "uri" && !/^[a-z][a-z0-9+.-]*:\S+$/i.test(value)) {
    return { code: "FLOW_VALUE_FORMAT", message: "is an address such as https://shop.example" };
  }
  return undefined;
}

function notOneOf(value: Json, values: readonly Json[]): Misfit {
  const words = values.map((item) => (typeof item === "string" ? item : JSON.stringify(item)));
  const near = typeof value === "string" ? nearest(value, words) : undefined;
  return {
    code: "FLOW_VALUE_UNKNOWN",
    message: `is one of ${words.join(", ")}`,
    ...(near === undefined ? {} : { hint: `did you mean "${near}"?` }),
  };
}

function valuesOf(shape: DataShape): readonly Json[] | undefined {
  return shape.enum ?? (shape.const === undefined ? undefined : [shape.const]);
}

function typesOf(shape: DataShape): readonly string[] {
  const values = valuesOf(shape);
  if (values !== undefined) return values.map((value) => jsonTypeOf(value, shape));
  return typeof shape.type === "string" ? [shape.type] : [];
}

function jsonTypeOf(value: Json, shape: DataShape): string {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value !== "number") return typeof value;
  return Number.isInteger(value) && shape.type !== "number" ? "integer" : "number";
}

/** The JSON types that a value of a kind may have. */
const jsonTypes: Readonly<Record<ValueKind, readonly string[]>> = {
  text: ["string"],
  date: ["string"],
  time: ["string"],
  integer: ["integer", "number"],
  moment: ["integer", "number"],
  duration: ["integer", "number"],
  number: ["number"],
  boolean: ["boolean"],
  list: ["array"],
  object: ["object"],
  null: ["null"],
  any: [],
};

const typeWords: Readonly<Record<string, string>> = {
  string: "text",
  integer: "a whole number",
  number: "a number",
  boolean: "true or false",
  array: "a list",
  object: "a map",
  null: "null",
};

function describeShapes(shapes: readonly DataShape[]): string {
  const types = [...new Set(shapes.flatMap((shape) => typesOf(shape)))];
  return joinOr(types.map((type) => typeWords[type] ?? type));
}

function keyName(path: YamlPath): string {
  return `"${String(path.at(-1))}"`;
}
