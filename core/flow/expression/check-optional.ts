import type { ASTNode } from "@marcbachmann/cel-js";
import { assertNever } from "#core/lib/assert-never.ts";
import { sourceOf } from "./ast-nodes.ts";
import {
  addIssue,
  afterMistake,
  type CheckContext,
  type Inferred,
  inferValue,
} from "./check-context.ts";
import type { OptionalMethod } from "./functions.ts";
import { booleanType, orNull, uniteTypes } from "./type-algebra.ts";

/** A method of a value that may be missing: `contact.?city.orValue("-")`. */
export function checkOptional(
  name: OptionalMethod,
  receiver: ASTNode,
  values: readonly ASTNode[],
  context: CheckContext,
): Inferred {
  const type = context.infer(receiver, context);
  const [first] = values;
  if (type.kind !== "optional") {
    const text = sourceOf(receiver);
    const message = `.${name}() goes with a value that may be missing, such as contact.?city`;
    const hint = `write default(${text}, …)`;
    addIssue(
      context,
      "FLOW_TYPE_MISMATCH",
      { start: receiver.end, end: receiver.end + 1 },
      message,
      hint,
    );
    if (first !== undefined) context.infer(first, context);
    return afterMistake;
  }
  switch (name) {
    case "hasValue":
      return booleanType;
    case "value":
      return type.of;
    case "orValue":
      return first === undefined
        ? orNull(type.of)
        : uniteTypes(type.of, inferValue(first, context));
    case "or": {
      const other = first === undefined ? type : context.infer(first, context);
      if (other.kind === "optional") return { kind: "optional", of: uniteTypes(type.of, other.of) };
      addIssue(
        context,
        "FLOW_TYPE_MISMATCH",
        receiver,
        ".or() takes another value that may be missing",
        "write .orValue(…)",
      );
      return type;
    }
    default:
      return assertNever(name, "checkOptional");
  }
}
