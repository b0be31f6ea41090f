import { comparePositions } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { type RevisionId, revisionId } from "#core/lib/ids.ts";
import { asMap } from "./raw.ts";

/** Raised when the same text comes to mean something else; older revisions keep their meaning. */
const languageVersion = 1;

/**
 * The flow's content hash: over its keys and values in their order, which is the order of options
 * on a phone; not over comments, spacing, quotes and line breaks. `parts` are what it is made of
 * beside its own text: the schemas of the actions that it runs.
 */
export function flowRevision(source: YamlSource, parts: readonly unknown[] = []): RevisionId {
  const own = [String(languageVersion), write(source.value, undefined, source)];
  const text = `[${[...own, ...parts.map((part) => JSON.stringify(part))].join(",")}]`;
  return revisionId(sha256Hex(text));
}

/** The way to a value from the top, last step first: most are never asked for. */
interface Way {
  readonly above: Way | undefined;
  readonly step: string | number;
}

/**
 * JSON of a value with its maps as lists of pairs, `{"map":[["a",1]]}`, since JavaScript moves keys
 * that look like numbers to the front.
 */
function write(value: unknown, way: Way | undefined, source: YamlSource): string {
  if (Array.isArray(value)) {
    const items = value.map((item, step) => write(item, { above: way, step }, source));
    return `[${items.join(",")}]`;
  }
  const map = asMap(value);
  // `undefined` has no JSON; in a list it is written as null.
  if (map === undefined) return JSON.stringify(value) ?? "null";
  const pairs = keysInOrder(map, way, source).map(
    (step) => `[${JSON.stringify(step)},${write(map[step], { above: way, step }, source)}]`,
  );
  return `{"map":[${pairs.join(",")}]}`;
}

/** Keys in the order of the file. */
function keysInOrder(
  map: Readonly<Record<string, unknown>>,
  way: Way | undefined,
  source: YamlSource,
): readonly string[] {
  const keys = Object.keys(map);
  if (!keys.some((key) => /^\d+$/.test(key))) return keys;
  const path = pathOf(way);
  return keys.toSorted((a, b) =>
    comparePositions(source.at([...path, a], "key"), source.at([...path, b], "key")),
  );
}

function pathOf(way: Way | undefined): YamlPath {
  return way === undefined ? [] : [...pathOf(way.above), way.step];
}
