import { z } from "zod";
import { type Json, jsonSchema } from "#core/lib/json.ts";
import type { CatalogAction } from "./catalog.ts";
import { actionDefinitions } from "./schema/action-definitions.ts";
import { flowSchema } from "./schema/flow-schema.ts";

/**
 * The schema of `*.flow.yaml` for editors, as kept in `flow.schema.json`: made from the very schema
 * that reads flows, so that completion, hover and check never disagree; with what is known of the
 * actions. Draft 7, because that is what YAML language servers read.
 */
export function flowJsonSchema(actions: readonly CatalogAction[] = []): Json {
  const made = z.toJSONSchema(flowSchema, { io: "input", target: "draft-7" });
  const explained = explainVerbs(spreadDescriptions(jsonSchema.parse(made)));
  return markDown(addActions(explained, actions));
}

/** Refers from the step that runs an action to what is known of actions. */
function addActions(schema: Json, actions: readonly CatalogAction[]): Json {
  const withActions = changeBranches(schema, (branch) => {
    if (field(branch, "title") !== "run" || !isMap(branch)) return branch;
    const named = mapField(branch, "properties", (properties) =>
      mapField(properties, "run", (run) =>
        isMap(run) ? { ...run, allOf: [{ $ref: "#/definitions/action_name" }] } : run,
      ),
    );
    return isMap(named) ? { ...named, allOf: [{ $ref: "#/definitions/action" }] } : named;
  });
  return mapField(withActions, "definitions", (all) =>
    isMap(all) ? { ...all, ...actionDefinitions(actions) } : all,
  );
}

function changeBranches(schema: Json, change: (branch: Json) => Json): Json {
  return mapField(schema, "definitions", (definitions) =>
    mapField(definitions, "step", (step) =>
      mapField(step, "anyOf", (branches) => (isList(branches) ? branches.map(change) : branches)),
    ),
  );
}

/** Definitions of plain values, whose use says more than they do themselves. */
const valueDefinitions = ["text", "expression", "duration"];

/**
 * A server shows the innermost description. So what a shared definition says of itself is put at
 * the end of what is said where it is used, and taken from the definition.
 */
function spreadDescriptions(schema: Json): Json {
  const definitions = field(schema, "definitions");
  const shared = new Map<string, string>(
    valueDefinitions.map((name) => {
      const about = field(field(definitions, name), "description");
      return [`#/definitions/${name}`, typeof about === "string" ? about : ""];
    }),
  );

  function walk(node: Json): Json {
    if (isList(node)) return node.map(walk);
    if (!isMap(node)) return node;
    const about = shared.get(refOf(node) ?? "");
    if (about === undefined) {
      return Object.fromEntries(Object.entries(node).map(([key, item]) => [key, walk(item)]));
    }
    const own = field(node, "description");
    const description = typeof own === "string" ? `${own}\n\n${about}` : about;
    return "$ref" in node ? { description, allOf: [node] } : { ...node, description };
  }

  const walked = walk(schema);
  return mapField(walked, "definitions", (each) =>
    valueDefinitions.reduce((all, name) => mapField(all, name, withoutDescription), each),
  );
}

/** The definition that a node stands for: by itself, or with a description of its own beside it. */
function refOf(node: Json): string | undefined {
  const parts = field(node, "allOf");
  const only = isList(parts) && parts.length === 1 ? parts[0] : node;
  const ref = field(only, "$ref");
  return typeof ref === "string" ? ref : undefined;
}

/** Says at each verb what its step does, where a pointer rests on it. */
function explainVerbs(schema: Json): Json {
  const explain = (branch: Json): Json => {
    const [verb, about] = [field(branch, "title"), field(branch, "description")];
    if (typeof verb !== "string" || typeof about !== "string") return branch;
    return mapField(branch, "properties", (properties) =>
      mapField(properties, verb, (key) => {
        const own = field(key, "description");
        if (!isMap(key)) return key;
        return { ...key, description: typeof own === "string" ? `${about}\n\n${own}` : about };
      }),
    );
  };
  return changeBranches(schema, explain);
}

/** Servers escape what is marked in a description, unless it is said to be Markdown. */
function markDown(node: Json): Json {
  if (isList(node)) return node.map(markDown);
  if (!isMap(node)) return node;
  const inner = Object.fromEntries(
    Object.entries(node).map(([key, item]) => [key, markDown(item)]),
  );
  const { description } = node;
  return typeof description === "string" && description.includes("`")
    ? { ...inner, markdownDescription: description }
    : inner;
}

function isMap(node: Json | undefined): node is { readonly [key: string]: Json } {
  return typeof node === "object" && node !== null && !Array.isArray(node);
}

function isList(node: Json | undefined): node is readonly Json[] {
  return Array.isArray(node);
}

function field(node: Json | undefined, key: string): Json | undefined {
  return isMap(node) && Object.hasOwn(node, key) ? node[key] : undefined;
}

function mapField(node: Json, key: string, change: (value: Json) => Json): Json {
  const value = field(node, key);
  return isMap(node) && value !== undefined ? { ...node, [key]: change(value) } : node;
}

function withoutDescription(node: Json): Json {
  if (!isMap(node)) return node;
  const { description: _, ...rest } = node;
  return rest;
}
