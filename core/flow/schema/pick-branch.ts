import { z } from "zod";
import { asMap } from "#core/flow/compile/raw.ts";
import type { ReadOptions } from "#core/flow/read/issue-teller.ts";
import { schemaFields } from "#core/flow/read/schema-shape.ts";
import { stepKindOf } from "#core/flow/step-kinds.ts";

/**
 * Which branch of a union an author meant: a slot says it by its `type`, a step by its verb. The
 * reader finds out about all others by itself.
 */
export const pickBranch: NonNullable<ReadOptions["pickBranch"]> = (options, value) => {
  const type = asMap(value)?.["type"];
  const byType = options.findIndex((option) => {
    const field = schemaFields(option)?.get("type");
    return typeof type === "string" && field instanceof z.ZodLiteral && field.values.has(type);
  });
  if (byType >= 0) return byType;
  const verb = stepKindOf(value)?.verb;
  const byVerb = options.findIndex((option) => {
    const first = schemaFields(option)?.keys().next().value;
    return verb !== undefined && first === verb && schemaFields(option)?.has("when") === true;
  });
  return byVerb >= 0 ? byVerb : undefined;
};
