import { z } from "zod";

/** A CEL expression, written bare. YAML reads `5` and `true` as values: they are expressions too. */
export const expressionSchema = z
  .union([z.string().min(1), z.number(), z.boolean()])
  .meta({ id: "expression", description: "A CEL expression, such as `slots.cups > 10`." });

export type ExpressionInput = z.output<typeof expressionSchema>;

/** The expression's text as written. */
export function expressionText(input: ExpressionInput): string {
  return String(input);
}
