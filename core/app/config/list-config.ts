import { basename } from "node:path";
import { botJsonSchema } from "#core/config/bot-json-schema.ts";
import type { Variables } from "#core/config/environment.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { type Json, type JsonObject, jsonSchema } from "#core/lib/json.ts";
import type { SettingOverride } from "#core/model/ops.ts";

/** One setting as it counts: `value` as bot.yaml would write it, undefined if it has none. */
export interface ConfigRow {
  /** As bot.yaml nests it, with dots. */
  readonly key: string;
  readonly value: Json | undefined;
  /** Where the value comes from, in words. */
  readonly from: string;
}

/** What is shown in place of a value that stands outside of the file. */
const hidden = "(hidden)";

/**
 * Every setting of a bot.yaml that is valid, in the order of its schema: what the file says and where, what the
 * program takes where it says nothing, and what a command has put over either.
 */
export function listConfig(
  source: YamlSource,
  variables: Variables,
  overrides: readonly SettingOverride[],
): readonly ConfigRow[] {
  const rows = new Walk(source, variables).rowsOf(botJsonSchema(), jsonOf(source.value), []);
  const set = new Map(overrides.map((override) => [override.key, override]));
  return rows.map((row) => {
    const override = set.get(row.key);
    if (override === undefined) return row;
    const day = new Date(override.at).toISOString().slice(0, 10);
    const under = row.value === undefined ? "nothing" : textOf(row.value);
    const from = `set by ${override.by} on ${day}, over ${under} (${row.from})`;
    return { ...row, value: override.value, from };
  });
}

/** A value on one line. */
export function textOf(value: Json): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

class Walk {
  readonly #source: YamlSource;
  readonly #variables: Variables;

  constructor(source: YamlSource, variables: Variables) {
    this.#source = source;
    this.#variables = variables;
  }

  rowsOf(schema: JsonObject, value: Json | undefined, path: YamlPath): readonly ConfigRow[] {
    const key = path.join(".");
    const reference = value === undefined ? undefined : referenceOf(value);
    if (reference !== undefined) return [this.#referenceRow(key, reference, path)];
    if (value !== undefined) {
      const children = this.#childrenOf(schema, value, path, true);
      return children ?? [{ key, value, from: this.#placeOf(path) }];
    }
    const fallback = schema["default"];
    if (fallback === undefined) return [{ key, value: undefined, from: "not set" }];
    return (
      this.#childrenOf(schema, fallback, path, false) ?? [{ key, value: fallback, from: "default" }]
    );
  }

  /** Undefined for what is shown as a whole: it has no keys, or none that are known. */
  #childrenOf(
    schema: JsonObject,
    value: Json,
    path: YamlPath,
    isWritten: boolean,
  ): readonly ConfigRow[] | undefined {
    if (!isMap(value)) return undefined;
    const known = mapOf(schema["properties"]);
    const names = [...new Set([...Object.keys(known), ...Object.keys(value)])];
    if (names.length === 0) return undefined;
    const others = mapOf(schema["additionalProperties"]);
    return names.flatMap((name) => {
      const child = Object.hasOwn(known, name) ? mapOf(known[name]) : others;
      const its = value[name];
      // What stands in a default is no more written than the default.
      if (isWritten || its === undefined) return this.rowsOf(child, its, [...path, name]);
      return this.rowsOf({ ...child, default: its }, undefined, [...path, name]);
    });
  }

  #placeOf(path: YamlPath): string {
    return `${basename(this.#source.file)}:${this.#source.at(path).line}`;
  }

  #referenceRow(key: string, { kind, name }: Reference, path: YamlPath): ConfigRow {
    const place = this.#placeOf(path);
    if (kind === "file") return { key, value: hidden, from: `the file ${name} (${place})` };
    const isSet = (this.#variables[name] ?? "") !== "";
    return isSet
      ? { key, value: hidden, from: `the variable ${name} (${place})` }
      : { key, value: undefined, from: `the variable ${name}, which is not set (${place})` };
  }
}

interface Reference {
  readonly kind: "env" | "file";
  readonly name: string;
}

function referenceOf(value: Json): Reference | undefined {
  if (!isMap(value) || Object.keys(value).length !== 1) return undefined;
  const { env, file } = value;
  if (typeof env === "string") return { kind: "env", name: env };
  return typeof file === "string" ? { kind: "file", name: file } : undefined;
}

function isMap(value: Json): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function mapOf(value: Json | undefined): JsonObject {
  return value !== undefined && isMap(value) ? value : {};
}

function jsonOf(value: unknown): Json {
  return jsonSchema.parse(value);
}
