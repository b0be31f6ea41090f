import type { Json } from "#core/lib/json.ts";
import { type JsoncNode, parseJsonc } from "./parse-jsonc.ts";

/** What came of adding a value: the new text, or why the text stays as it is. */
export type JsoncChange =
  | { readonly kind: "changed"; readonly text: string }
  /** Something stands under the key already; `isSame` if it is the very value. */
  | { readonly kind: "kept"; readonly isSame: boolean }
  | { readonly kind: "refused"; readonly reason: string };

/**
 * Adds a value to JSON with comments, under a path of keys. Everything else stays byte for byte as
 * it was; what stands under the path already is never changed.
 */
export function addToJsonc(text: string, path: readonly string[], value: Json): JsoncChange {
  if (text.trim() === "") return { kind: "changed", text: `${render(nest(path, value), "")}\n` };
  const root = parseJsonc(text);
  return root === undefined
    ? { kind: "refused", reason: "it is not JSON" }
    : addTo(text, root, "it", path, value);
}

function addTo(
  text: string,
  node: JsoncNode,
  name: string,
  [key, ...rest]: readonly string[],
  value: Json,
): JsoncChange {
  if (key === undefined) {
    const written = text.slice(node.start, node.end).replaceAll(/\s/g, "");
    return { kind: "kept", isSame: written === JSON.stringify(value).replaceAll(/\s/g, "") };
  }
  if (node.entries === undefined) {
    return { kind: "refused", reason: `${name} is not an object` };
  }
  const entry = node.entries.findLast((one) => one.key === key);
  if (entry !== undefined) return addTo(text, entry.value, JSON.stringify(key), rest, value);
  return { kind: "changed", text: insert(text, node, key, nest(rest, value)) };
}

function nest(path: readonly string[], value: Json): Json {
  return path.toReversed().reduce((inner: Json, key) => ({ [key]: inner }), value);
}

/** Puts an entry behind the last one of an object, below its comments. */
function insert(text: string, node: JsoncNode, key: string, value: Json): string {
  const { entries = [], end, start, hasLastComma = false } = node;
  const close = end - 1;
  const outer = indentAt(text, start);
  const first = entries[0];
  const own = first === undefined ? outer : indentAt(text, first.start);
  const indent = own === outer ? `${outer}  ` : own;
  const last = entries.at(-1)?.value.end ?? start + 1;
  const comma = entries.length === 0 || hasLastComma ? "" : ",";
  const between = text.slice(last, close).trimEnd();
  const entry = `${indent}${JSON.stringify(key)}: ${render(value, indent)}`;
  return `${text.slice(0, last)}${comma}${between}\n${entry}\n${outer}${text.slice(close)}`;
}

/** The blanks that the line of an offset begins with. */
function indentAt(text: string, offset: number): string {
  const line = text.slice(text.lastIndexOf("\n", offset - 1) + 1);
  return /^[ \t]*/.exec(line)?.[0] ?? "";
}

function render(value: Json, indent: string): string {
  return JSON.stringify(value, undefined, 2).replaceAll("\n", `\n${indent}`);
}
