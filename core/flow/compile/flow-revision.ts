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
  const own = [languageVersion, normalise(source.value, [], source)];
  const text = JSON.stringify([...own, ...parts]);
  return revisionId(sha256Hex(text));
}

/** Maps as lists of pairs, since JavaScript moves keys that look like numbers to the front. */
function normalise(value: unknown, path: YamlPath, source: YamlSource): unknown {
  if (Array.isArray(value)) {
    return value.map((item, index) => normalise(item, [...path, index], source));
  }
  const map = asMap(value);
  if (map === undefined) return value;
  const keys = Object.keys(map);
  const inOrder = keys.some((key) => /^\d+$/.test(key))
    ? keys.toSorted((a, b) =>
        comparePositions(source.at([...path, a], "key"), source.at([...path, b], "key")),
      )
    : keys;
  return { map: inOrder.map((key) => [key, normalise(map[key], [...path, key], source)]) };
}
