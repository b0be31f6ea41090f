import { z } from "zod";
import { toHostUrl } from "./host-url.ts";

/** Settings of one provider, below its key under `providers:` of bot.yaml. */
export const configSchema = z.strictObject({
  host: z
    .string()
    .trim()
    .min(1)
    .max(300)
    .default("http://127.0.0.1:11434")
    .transform((text, context) => {
      const url = toHostUrl(text);
      if (url !== undefined) return url;
      context.addIssue({ code: "custom", message: "write an address like http://127.0.0.1:11434" });
      return z.NEVER;
    })
    .describe("Where Ollama listens: { env: OLLAMA_HOST }. Without a port it is 11434."),
  model: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .describe(
      "The model, as `ollama list` names it: qwen3:4b. Names with cloud leave this machine.",
    ),
  key: z
    .string()
    .trim()
    .min(1)
    .optional()
    .describe(
      "A bearer token, for a server behind a proxy or for ollama.com; Ollama itself has none.",
    ),
  context_tokens: z
    .int()
    .min(512)
    .max(1_048_576)
    .default(8_192)
    .describe(
      "How much the model sees at once; more costs memory. Ollama cuts silently what is over.",
    ),
  keep_alive: z
    .string()
    .regex(/^(-1|0|\d{1,6}(s|m|h))$/, "write 10m, 0 or -1")
    .default("10m")
    .describe("How long the model stays loaded after an answer; -1: for ever."),
  think: z
    .enum(["off", "on", "low", "medium", "high"])
    .default("off")
    .describe("Whether the model may think before it answers, where it can."),
  temperature: z.number().min(0).max(2).optional().describe("Chance in the answer."),
  tools: z.boolean().default(true).describe("Whether the model can ask for tools."),
  images: z.boolean().default(false).describe("Whether the model sees pictures."),
  is_local: z
    .boolean()
    .optional()
    .describe(
      "True: the server is yours and no text leaves your hands. Left out: on this machine alone.",
    ),
  embedding_model: z
    .string()
    .trim()
    .min(1)
    .max(200)
    .optional()
    .describe("The model that makes vectors for knowledge: nomic-embed-text."),
  first_word_within_s: z
    .int()
    .min(1)
    .max(1_800)
    .default(120)
    .describe(
      "How long a cold start may take, in seconds: the model is loaded, the question read.",
    ),
});

export type Config = z.infer<typeof configSchema>;
