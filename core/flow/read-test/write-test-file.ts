import { Document, isCollection, isMap, isScalar, visit } from "yaml";
import type { JsonObject } from "#core/lib/json.ts";

/** Longest line that a machine writes on one line, in UTF-16 units. */
const maxFlowChars = 96;

/**
 * A `*.test.yaml` as a person would write it: one line for each step, an empty line between tests.
 * `comment` stands at the top.
 */
export function writeTestFile(file: JsonObject, comment: string): string {
  const document = new Document(file, { aliasDuplicateObjects: false });
  document.commentBefore = ` ${comment}`;
  visit(document, {
    Pair(_key, pair) {
      if (!isScalar(pair.key) || pair.key.value !== "steps" || !isCollection(pair.value)) return;
      for (const step of pair.value.items) {
        if (!isMap(step)) continue;
        for (const { value } of step.items) {
          // What does not fit on a line stays a block: it reads better than a line that is wrapped.
          const isShort = JSON.stringify(value)?.length < maxFlowChars;
          if (isCollection(value) && isShort) value.flow = true;
        }
      }
      return visit.SKIP;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
}
