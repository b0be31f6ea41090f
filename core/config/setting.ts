import { z } from "zod";
import { type Json, type JsonObject, jsonSchema } from "#core/lib/json.ts";
import { nameSchema, variableSchema } from "./text-schemas.ts";

/** A value that stands elsewhere: in the environment, or in a file of its own. */
export type Reference =
  | { readonly kind: "env"; readonly name: string }
  | { readonly kind: "file"; readonly path: string };

/** A reference and where it stands below the settings. */
export interface PlacedReference {
  readonly path: readonly (string | number)[];
  readonly reference: Reference;
}

const referenceSchema = z.union([
  z
    .strictObject({ env: variableSchema })
    .transform(({ env }): Reference => ({ kind: "env", name: env })),
  z
    .strictObject({ file: z.string().min(1).max(1_000) })
    .transform(({ file }): Reference => ({ kind: "file", path: file })),
]);

/** True if a value is meant as a reference: `{ env: … }` or `{ file: … }`, well formed or not. */
function isReference(value: Json): value is JsonObject {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const keys = Object.keys(value);
  return keys.length === 1 && (keys[0] === "env" || keys[0] === "file");
}

/** Every `{ env }` and `{ file }` below a value, in its order. */
export function findReferences(
  value: Json,
  path: readonly (string | number)[] = [],
): readonly PlacedReference[] {
  if (typeof value !== "object" || value === null) return [];
  if (isReference(value)) {
    const { data } = referenceSchema.safeParse(value);
    return data === undefined ? [] : [{ path, reference: data }];
  }
  return childrenOf(value).flatMap(([key, item]) => findReferences(item, [...path, key]));
}

function childrenOf(
  value: JsonObject | readonly Json[],
): readonly (readonly [string | number, Json])[] {
  return isJsonList(value)
    ? value.map((item, index) => [index, item] as const)
    : Object.entries(value);
}

/** `Array.isArray` does not narrow a readonly array. */
export function isJsonList(value: JsonObject | readonly Json[]): value is readonly Json[] {
  return Array.isArray(value);
}

/** Settings, and headers of requests, whose value is a secret by their name. */
const secretName =
  /(?:^|[_-])(?:tokens?|secrets?|keys?|apikey|passwords?|passphrase|authorization|cookie)$/i;

type Path = (string | number)[];
type Report = (issue: {
  message: string;
  path: Path;
  params: Readonly<Record<string, string>>;
}) => void;

/**
 * The settings of one account or provider: `plugin`, the host's own keys in `shape`, and whatever
 * that plugin asks for, which its own schema checks at the load. Here: references are well formed,
 * and no secret stands in the file.
 */
export function pluginSettings<Shape extends z.ZodRawShape>(shape: Shape) {
  return z
    .object({
      plugin: nameSchema.meta({
        description: "The plugin's name: a folder of plugins/, or one of the list under plugins.",
        examples: ["channel-whatsapp-cloud", "ai-scripted"],
      }),
      ...shape,
    })
    .catchall(jsonSchema)
    .superRefine((settings, context) => {
      const report: Report = (issue) => context.addIssue({ code: "custom", ...issue });
      for (const [name, value] of Object.entries(settings)) {
        const { data } = jsonSchema.safeParse(value);
        if (data !== undefined) checkSetting(name, data, [name], report);
      }
    });
}

function checkSetting(name: string, value: Json, path: Path, report: Report): void {
  if (typeof value === "string" && secretName.test(name) && value !== "") {
    report({
      message: `the value of ${name} stands in the file, where others can read it`,
      path,
      params: {
        code: "BOT_SECRET_WRITTEN",
        hint: `put it into the environment or .env and write ${name}: { env: NAME_OF_IT }`,
      },
    });
  }
  if (typeof value !== "object" || value === null) return;
  if (!isReference(value)) {
    for (const [key, item] of childrenOf(value)) {
      checkSetting(typeof key === "number" ? name : key, item, [...path, key], report);
    }
  } else if (!referenceSchema.safeParse(value).success) {
    const hint = "write { env: NAME_IN_CAPITALS } or { file: path/to/secret }";
    report({ message: "this names no environment variable and no file", path, params: { hint } });
  }
}
