import type { Template } from "./compile-template.ts";
import type { ExpressionIssue } from "./issue.ts";
import type { ValueType } from "./name-types.ts";

/** Warns of values in a text for people that no person can read: objects, and lists of them. */
export function unreadableParts(template: Template): readonly ExpressionIssue[] {
  return template.parts.flatMap((part) => {
    if (part.kind === "text" || !holdsObject(part.expression.type)) return [];
    return [
      {
        code: "FLOW_TYPE_MISMATCH" as const,
        severity: "warning" as const,
        message: "an object cannot be read as text",
        hint: "choose one of its fields",
        start: part.start,
        end: part.end,
      },
    ];
  });
}

function holdsObject(type: ValueType): boolean {
  return type.kind === "object" || (type.kind === "list" && holdsObject(type.of));
}
