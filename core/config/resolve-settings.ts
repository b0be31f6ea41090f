import type { Json, JsonObject } from "#core/lib/json.ts";
import type { Variables } from "./environment.ts";
import { findReferences, isJsonList, type PlacedReference } from "./setting.ts";

/** Where `{ env }` and `{ file }` look. */
export interface SettingSources {
  readonly variables: Variables;
  /** The text of a secret file, or undefined if it cannot be read. */
  readonly readFile: (path: string) => string | undefined;
}

export interface ResolvedSettings {
  /** The settings with every reference replaced; one that leads nowhere is left out with its key. */
  readonly settings: JsonObject;
  /** References that lead nowhere. */
  readonly unset: readonly PlacedReference[];
  /** What came from outside the file: never to be logged. */
  readonly secrets: readonly string[];
}

/**
 * Replaces references by what they name; an empty value counts as unset. Whether one that is unset
 * was needed is the plugin's schema's to say.
 */
export function resolveSettings(settings: JsonObject, sources: SettingSources): ResolvedSettings {
  const unset: PlacedReference[] = [];
  const values = new Map<string, string>();
  for (const placed of findReferences(settings)) {
    const { reference } = placed;
    const value =
      reference.kind === "env"
        ? sources.variables[reference.name]
        : sources.readFile(reference.path)?.trim();
    if (value === undefined || value === "") unset.push(placed);
    else values.set(pathKey(placed.path), value);
  }
  const missing = new Set(unset.map(({ path }) => pathKey(path)));
  return {
    settings: replaceIn(settings, []),
    unset,
    secrets: [...values.values()],
  };

  function replaceIn(object: JsonObject, path: readonly (string | number)[]): JsonObject {
    return Object.fromEntries(
      Object.entries(object).flatMap(([key, item]) => {
        const replaced = replace(item, [...path, key]);
        return replaced === undefined ? [] : [[key, replaced]];
      }),
    );
  }

  function replace(value: Json, path: readonly (string | number)[]): Json | undefined {
    const key = pathKey(path);
    if (missing.has(key)) return undefined;
    const found = values.get(key);
    if (found !== undefined) return found;
    if (typeof value !== "object" || value === null) return value;
    if (!isJsonList(value)) return replaceIn(value, path);
    return value.flatMap((item, index) => {
      const replaced = replace(item, [...path, index]);
      return replaced === undefined ? [] : [replaced];
    });
  }
}

/** The line that tells which setting lacks its value. */
export function describeReference({ path, reference }: PlacedReference): string {
  const name = reference.kind === "env" ? reference.name : `the file ${reference.path}`;
  return `${name} (${path.join(".")})`;
}

function pathKey(path: readonly (string | number)[]): string {
  return path.join("\u0000");
}
