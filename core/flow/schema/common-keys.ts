import { z } from "zod";
import { expressionSchema } from "./expression-schema.ts";

/** What step ids and slot names look like: a name that expressions can hold. */
export const nameSchema = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9_]*$/, "a name is small letters, digits and _, and begins with a letter");

/** Keys that every step may have beside its verb. */
export const commonKeys = {
  id: nameSchema.optional().meta({
    description:
      "The step's name: `goto` and `on_timeout` lead to it, and conversations that rest here are found again by it when the flow changes.",
    examples: ["ask_name"],
  }),
  when: expressionSchema.optional().meta({
    description: "A condition (CEL): unless it is true, the step is skipped.",
    examples: ["slots.cups > 1"],
  }),
  description: z.string().optional().meta({ description: "A note for the team; never sent." }),
};
