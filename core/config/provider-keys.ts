import { z } from "zod";
import { roleSchema } from "./role-schema.ts";
import { rateSchema } from "./text-schemas.ts";

/** What the host itself reads below a provider of bot.yaml; all else is the plugin's. */
export const providerKeys = {
  limit: rateSchema.optional().meta({
    description:
      "How often it is asked, over all conversations, for answers, vectors, documents and voice notes together; a question that is over goes to the next one.",
    examples: ["60/min"],
  }),
  only_for: z
    .array(roleSchema)
    .min(1)
    .optional()
    .meta({ description: "Roles that may use the provider; without it, everybody." }),
  company: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({ description: "Whose it is, as people are told.", examples: ["OpenAI"] }),
  country: z
    .string()
    .min(1)
    .max(60)
    .optional()
    .meta({
      description: "Where it reads what people write, as they are told; `here`: on this machine.",
      examples: ["USA", "here"],
    }),
};
