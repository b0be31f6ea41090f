import type { Template } from "#core/flow/expression/compile-template.ts";
import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import type { Json } from "#core/lib/json.ts";
import { nearest } from "#core/lib/nearest.ts";
import { alternatives, type DataShape } from "./data-shape.ts";
import type { Placed } from "./placed.ts";
import { asMap } from "./raw.ts";
import { reportExpressionMisfit, reportLiteralMisfit } from "./report-misfit.ts";
import type { StepBuilder } from "./step-builder.ts";

/** Data with templates in it, as it stands under `with`. */
export type InputCode =
  | { readonly kind: "constant"; readonly value: Json }
  | { readonly kind: "template"; readonly template: Placed<Template> }
  | { readonly kind: "list"; readonly items: readonly InputCode[] }
  | { readonly kind: "map"; readonly entries: readonly (readonly [string, InputCode])[] };

/** What the value at a place must look like; `shape` undefined: anything. */
interface Wish {
  readonly shape: DataShape | undefined;
  readonly root: DataShape;
}

/** Compiles what a step gives to an action, and reports what does not fit the action's schema. */
export function compileInput(
  value: unknown,
  path: YamlPath,
  root: DataShape | undefined,
  build: StepBuilder,
): InputCode {
  return compileValue(value, path, { shape: root, root: root ?? {} }, build);
}

function compileValue(value: unknown, path: YamlPath, wish: Wish, build: StepBuilder): InputCode {
  if (typeof value === "string") return compileText(value, path, wish, build);
  if (Array.isArray(value)) {
    const shape = find(wish, "array");
    if (shape === undefined) reportLiteralMisfit([], path, listOf(wish), build);
    const items = value.map((item: unknown, index) =>
      compileValue(item, [...path, index], { ...wish, shape: shape?.items }, build),
    );
    return { kind: "list", items };
  }
  const map = asMap(value);
  if (map !== undefined) return compileMap(map, path, wish, build);
  const constant = typeof value === "number" || typeof value === "boolean" ? value : null;
  reportLiteralMisfit(constant, path, listOf(wish), build);
  return { kind: "constant", value: constant };
}

function compileText(text: string, path: YamlPath, wish: Wish, build: StepBuilder): InputCode {
  const template = build.template(path, text);
  if (template.value.isConstant) reportLiteralMisfit(text, path, listOf(wish), build);
  else reportExpressionMisfit(template.value.type, text, path, listOf(wish), build);
  return { kind: "template", template };
}

function compileMap(
  map: Readonly<Record<string, unknown>>,
  path: YamlPath,
  wish: Wish,
  build: StepBuilder,
): InputCode {
  const shape = find(wish, "object");
  if (shape === undefined) reportLiteralMisfit({}, path, listOf(wish), build);
  const { properties = {}, required = [], additionalProperties: rest = true } = shape ?? {};
  for (const name of required) {
    if (Object.hasOwn(map, name)) continue;
    const about = properties[name]?.description;
    build.report({
      code: "FLOW_KEY_MISSING",
      path,
      part: path.length === 1 ? "key" : "value",
      message: `"${name}" is missing`,
      ...(about === undefined ? {} : { hint: about }),
    });
  }
  const entries = build.inOrder(path, Object.entries(map)).map(([key, item]) => {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    if (known === undefined && rest === false) reportUnknownKey(key, path, properties, build);
    const inner = known ?? (typeof rest === "object" ? rest : undefined);
    const code = compileValue(item, [...path, key], { ...wish, shape: inner }, build);
    return [key, code] as const;
  });
  return { kind: "map", entries };
}

function reportUnknownKey(
  key: string,
  path: YamlPath,
  properties: Readonly<Record<string, DataShape>>,
  build: StepBuilder,
): void {
  const near = nearest(key, Object.keys(properties));
  build.report({
    code: "FLOW_KEY_UNKNOWN",
    path: [...path, key],
    part: "key",
    message: `there is no "${key}" here`,
    hint:
      near === undefined
        ? `keys here: ${Object.keys(properties).join(", ")}`
        : `did you mean "${near}"?`,
  });
}

function listOf({ shape, root }: Wish): readonly DataShape[] | undefined {
  return shape === undefined ? undefined : alternatives(shape, root);
}

/** The alternative of a kind; an empty one where anything goes, undefined where it does not fit. */
function find(wish: Wish, type: "array" | "object"): DataShape | undefined {
  const list = listOf(wish);
  return list === undefined ? {} : list.find((shape) => shape.type === type);
}
