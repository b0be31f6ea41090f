import { z } from "zod";
import { isOpenAiHost } from "./hosts.ts";

const model = z.string().trim().min(1).max(200);

const price = z.number().min(0).max(10_000);

/** Settings of one provider, below its key under `providers:` of bot.yaml. */
export const configSchema = z
  .strictObject({
    key: z
      .string()
      .trim()
      .min(1, "must not be empty")
      .optional()
      .describe(
        "The API key, never written here: { env: OPENAI_API_KEY }. Local servers need none.",
      ),
    base_url: z
      .url({ protocol: /^https?$/ })
      .transform((value) => value.replace(/\/+$/, ""))
      .default("https://api.openai.com/v1")
      .describe("Address of the API; any server that speaks it: Azure, OpenRouter, Groq, vLLM …"),
    model: model
      .default("gpt-6-luna")
      .describe("The model's name as the server knows it; on Azure the deployment's."),
    api: z
      .enum(["responses", "chat"])
      .optional()
      .describe(
        "Responses or Chat Completions. Left out: responses at OpenAI and Azure, else chat.",
      ),
    effort: z
      .enum(["none", "minimal", "low", "medium", "high"])
      .optional()
      .describe("How much the model may think before it answers; thinking is billed as output."),
    temperature: z
      .number()
      .min(0)
      .max(2)
      .optional()
      .describe("Chance in the answer. Many newer models take it with effort none alone."),
    images: z.boolean().default(true).describe("Whether the model sees pictures."),
    tools: z.boolean().default(true).describe("Whether the model can ask for tools."),
    strict_schema: z
      .boolean()
      .optional()
      .describe("Whether the server promises the schema. Left out: at OpenAI and Azure alone."),
    stream_usage: z
      .boolean()
      .default(true)
      .describe("Whether the server tells tokens at the end of a chat stream when asked to."),
    max_tokens_field: z
      .enum(["max_tokens", "max_completion_tokens"])
      .optional()
      .describe("The chat API's word for the greatest length. Left out: by the server."),
    headers: z
      .record(z.string().regex(/^[a-z0-9-]{1,64}$/i), z.string().max(1_000))
      .default({})
      .describe("Headers that go along with every request."),
    price: z
      .strictObject({
        input: price.describe("USD for a million tokens that go in."),
        cached: price
          .optional()
          .describe("The same for those that the server had; as input if absent."),
        output: price.describe("USD for a million tokens of answer, thinking included."),
        as_of: z.iso.date().describe("The day on which you looked it up."),
      })
      .optional()
      .describe("What the model costs. Left out: from the plugin's own table, where it knows it."),
    is_local: z
      .boolean()
      .optional()
      .describe(
        "True: the server is yours and no text leaves your hands. Left out: on this machine alone.",
      ),
    first_word_within_s: z
      .int()
      .min(1)
      .max(1_800)
      .default(60)
      .describe(
        "How long the model may think, or a server load it, before the first word, in seconds.",
      ),
    transcription_model: model
      .optional()
      .describe("The model that writes down voice notes; at OpenAI gpt-transcribe."),
    transcription_price: z
      .strictObject({
        minute: price.describe("USD for a minute of sound."),
        as_of: z.iso.date().describe("The day on which you looked it up."),
      })
      .optional()
      .describe(
        "What listening costs; where there is a budget, nothing is listened to without it.",
      ),
    embedding_model: model
      .optional()
      .describe("The model that makes vectors for knowledge; at OpenAI text-embedding-3-small."),
    embedding_price: z
      .strictObject({
        input: price.describe("USD for a million tokens of text."),
        as_of: z.iso.date().describe("The day on which you looked it up."),
      })
      .optional()
      .describe("What vectors cost. Left out: from the plugin's own table, where it knows it."),
    moderation_model: model
      .optional()
      .describe(
        "The model that looks for offences; at OpenAI omni-moderation-latest, free of charge.",
      ),
  })
  .refine(({ key, base_url }) => key !== undefined || !isOpenAiHost(base_url), {
    path: ["key"],
    message: "OpenAI needs a key: write key: { env: OPENAI_API_KEY }",
  });

export type Config = z.infer<typeof configSchema>;
