import { z } from "zod";

type Schema = z.core.$ZodType;

/** The schema inside `optional`, `default`, `lazy`, `pipe` and the like: what an author writes. */
function unwrapSchema(schema: Schema): Schema {
  if (
    schema instanceof z.ZodOptional ||
    schema instanceof z.ZodNullable ||
    schema instanceof z.ZodDefault ||
    schema instanceof z.ZodPrefault ||
    schema instanceof z.ZodNonOptional ||
    schema instanceof z.ZodReadonly ||
    schema instanceof z.ZodCatch ||
    schema instanceof z.ZodLazy
  ) {
    return unwrapSchema(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrapSchema(schema.in) : schema;
}

/** Schemas never change, and a file with many mistakes asks for the same ones again and again. */
const fieldsOf = new WeakMap<Schema, ReadonlyMap<string, Schema> | "none">();

/** The keys that an object schema names, with their schemas; undefined for anything else. */
export function schemaFields(schema: Schema): ReadonlyMap<string, Schema> | undefined {
  const known = fieldsOf.get(schema);
  if (known !== undefined) return known === "none" ? undefined : known;
  const fields = findFields(schema);
  fieldsOf.set(schema, fields ?? "none");
  return fields;
}

function findFields(schema: Schema): ReadonlyMap<string, Schema> | undefined {
  const inner = unwrapSchema(schema);
  if (inner instanceof z.ZodObject) {
    const shape: Readonly<Record<string, Schema>> = inner.shape;
    return new Map(Object.entries(shape));
  }
  if (inner instanceof z.ZodIntersection) {
    const left = schemaFields(inner.def.left);
    const right = schemaFields(inner.def.right);
    return left && right ? new Map([...left, ...right]) : (left ?? right);
  }
  return undefined;
}

/** The options of a union, else undefined. */
export function unionOptions(schema: Schema): readonly Schema[] | undefined {
  const inner = unwrapSchema(schema);
  if (!(inner instanceof z.ZodUnion)) return undefined;
  const options: readonly Schema[] = inner.options;
  return options;
}

/** True if an object may leave a key with this schema out. */
export function isOptionalField(schema: Schema): boolean {
  return schema._zod.optin !== undefined;
}

/** The schema of what stands under a key or index; not for unions. */
export function childSchema(schema: Schema, step: PropertyKey): Schema | undefined {
  const inner = unwrapSchema(schema);
  if (inner instanceof z.ZodArray) return inner.element;
  if (inner instanceof z.ZodRecord) return inner.valueType;
  if (inner instanceof z.ZodTuple) {
    const items: readonly Schema[] = inner.def.items;
    return typeof step === "number" ? (items[step] ?? inner.def.rest ?? undefined) : undefined;
  }
  const field = schemaFields(inner)?.get(String(step));
  if (field !== undefined) return field;
  return inner instanceof z.ZodObject ? inner.def.catchall : undefined;
}

/** The description that `.meta()` gave a schema or what it wraps. */
export function schemaDescription(schema: Schema): string | undefined {
  const own = z.globalRegistry.get(schema)?.description;
  if (own !== undefined) return own;
  const inner = unwrapSchema(schema);
  return inner === schema ? undefined : z.globalRegistry.get(inner)?.description;
}

/** The texts that `.meta({ examples })` gives the innermost schema that has some. */
export function schemaExamples(schema: Schema): readonly string[] {
  const meta = z.globalRegistry.get(unwrapSchema(schema)) ?? z.globalRegistry.get(schema);
  const examples: unknown = meta?.["examples"];
  return Array.isArray(examples) ? examples.filter((one) => typeof one === "string") : [];
}

/** True if a value of this JSON type can fit the schema at all. */
export function acceptsType(schema: Schema, value: unknown): boolean {
  const inner = unwrapSchema(schema);
  const options = unionOptions(inner);
  if (options !== undefined) return options.some((option) => acceptsType(option, value));
  if (inner instanceof z.ZodAny || inner instanceof z.ZodUnknown) return true;
  if (inner instanceof z.ZodLiteral)
    return [...inner.values].some((one) => typeof one === typeof value);
  if (Array.isArray(value)) return inner instanceof z.ZodArray || inner instanceof z.ZodTuple;
  if (typeof value === "number") return inner instanceof z.ZodNumber;
  if (typeof value === "boolean") return inner instanceof z.ZodBoolean;
  if (typeof value === "string") {
    return [z.ZodString, z.ZodStringFormat, z.ZodEnum].some((type) => inner instanceof type);
  }
  if (value === null) return inner instanceof z.ZodNull;
  return inner instanceof z.ZodRecord || schemaFields(inner) !== undefined;
}

/** What a schema wants, in a bot writer's words, such as `text` or `a list`. */
export function describeSchema(schema: Schema): string {
  const inner = unwrapSchema(schema);
  const options = unionOptions(inner);
  if (options !== undefined) return joinOr(options.map(describeSchema));
  if (inner instanceof z.ZodEnum) return joinOr(inner.options.map((one) => `"${one}"`));
  if (inner instanceof z.ZodLiteral)
    return joinOr([...inner.values].map((one) => JSON.stringify(one)));
  if (inner instanceof z.ZodNumberFormat) return "a whole number";
  if (inner instanceof z.ZodNumber) return "a number";
  if (inner instanceof z.ZodBoolean) return "true or false";
  if (inner instanceof z.ZodArray || inner instanceof z.ZodTuple) return "a list";
  if (inner instanceof z.ZodNull) return "nothing";
  if (inner instanceof z.ZodRecord || schemaFields(inner) !== undefined) return "keys with values";
  return "text";
}

/** `a`, `a or b`, `a, b or c`, without repeats. */
export function joinOr(words: readonly string[]): string {
  const unique = [...new Set(words)];
  const last = unique.pop() ?? "";
  return unique.length === 0 ? last : `${unique.join(", ")} or ${last}`;
}
