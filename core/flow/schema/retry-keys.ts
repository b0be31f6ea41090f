import { z } from "zod";
import { durationSchema } from "./duration-schema.ts";

/** How often something that failed is tried again. */
export const retrySchema = z
  .strictObject({
    max: z
      .int()
      .min(1)
      .max(10)
      .meta({ description: "How many further tries there are, up to 10." }),
    backoff: durationSchema.optional().meta({
      description: "The wait before the second try; it doubles from try to try. 1s if absent.",
      examples: ["2s"],
    }),
  })
  .meta({ description: "Tries again what failed." });
