import { BotError, type Embedder } from "sapa/plugin";
import { z } from "zod";
import { createClient, isLocal } from "./client.ts";
import type { Config } from "./config.ts";
import { isCloudModel } from "./host-url.ts";
import { toFailure } from "./to-failure.ts";

const vectorsSchema = z.object({
  embeddings: z.array(z.array(z.number())),
  prompt_eval_count: z.int().nonnegative().optional().catch(undefined),
});

/**
 * What models were trained to see before a text; without it they find less. Source: their cards at
 * ollama.com, November 2026.
 */
const prefixes: readonly {
  readonly model: RegExp;
  readonly passage: string;
  readonly question: string;
}[] = [
  { model: /^nomic-embed-text/, passage: "search_document: ", question: "search_query: " },
  {
    model: /^embeddinggemma/,
    passage: "title: none | text: ",
    question: "task: search result | query: ",
  },
  {
    model: /^mxbai-embed-large/,
    passage: "",
    question: "Represent this sentence for searching relevant passages: ",
  },
];

/** Makes vectors of texts, in their order. */
export function createEmbedder(config: Config, model: string, outer: AbortSignal): Embedder {
  const prefix = prefixes.find((item) => item.model.test(model));
  return {
    model,
    dataLeavesHost: !isLocal(config) || isCloudModel(model),
    async embed(texts, use, signal) {
      const input = texts.map((text) => `${prefix?.[use] ?? ""}${text}`);
      try {
        const client = await createClient(config, AbortSignal.any([signal, outer]));
        const answer = vectorsSchema.parse(await client.embed({ model, input }));
        if (answer.embeddings.length === texts.length) {
          const vectors = answer.embeddings.map((row) => Float32Array.from(row));
          const { prompt_eval_count: inputTokens } = answer;
          return inputTokens === undefined ? { vectors } : { vectors, inputTokens };
        }
      } catch (error) {
        const { kind, message } = toFailure(error, { ...config, model });
        throw new BotError(`AI_${kind.toUpperCase()}`, message, { cause: error });
      }
      throw new BotError("AI_PROTOCOL", "protocol: the server gave fewer vectors than texts");
    },
  };
}
