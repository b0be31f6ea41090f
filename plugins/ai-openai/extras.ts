import type OpenAI from "openai";
import {
  BotError,
  type Embedder,
  type EmbedPrice,
  type Moderator,
  type Transcriber,
} from "sapa/plugin";
import { z } from "zod";
import { toFailure } from "./to-failure.ts";

type ClientOf = () => Promise<OpenAI>;

const vectorsSchema = z.object({
  data: z.array(z.object({ embedding: z.array(z.number()) })),
  usage: z.object({ prompt_tokens: z.int().nonnegative() }).optional().catch(undefined),
});

/** Texts of one request. Source: OpenAI API, embeddings: 2,048 inputs; fewer, to stay below its tokens. */
const textsAtOnce = 256;

/** Makes vectors of texts, in their order. */
export function createEmbedder(
  clientOf: ClientOf,
  model: string,
  price: EmbedPrice | undefined,
): Embedder {
  return {
    model,
    ...(price === undefined ? {} : { price }),
    async embed(texts, _use, signal) {
      const vectors: Float32Array[] = [];
      let inputTokens: number | undefined = 0;
      for (let at = 0; at < texts.length; at += textsAtOnce) {
        const input = texts.slice(at, at + textsAtOnce);
        const answer = await translated(async () =>
          (await clientOf()).embeddings.create(
            { model, input, encoding_format: "float" },
            { signal },
          ),
        );
        const found = vectorsSchema.safeParse(answer);
        if (!found.success || found.data.data.length !== input.length) throw strange("embeddings");
        const { data, usage } = found.data;
        for (const { embedding } of data) vectors.push(Float32Array.from(embedding));
        inputTokens =
          usage && inputTokens !== undefined ? inputTokens + usage.prompt_tokens : undefined;
      }
      return inputTokens === undefined ? { vectors } : { vectors, inputTokens };
    },
  };
}

const heardSchema = z.object({
  text: z.string(),
  usage: z.object({ seconds: z.number().nonnegative().optional() }).nullish().catch(undefined),
  duration: z.number().nonnegative().optional().catch(undefined),
});

/** Writes down a voice note; WhatsApp's come as ogg and go as they are. */
export function createTranscriber(
  clientOf: ClientOf,
  model: string,
  price: Transcriber["price"],
): Transcriber {
  return {
    model,
    ...(price === undefined ? {} : { price }),
    async transcribe({ bytes, mime, language }, signal) {
      const type = mime.split(";")[0] ?? mime;
      const file = new File([Uint8Array.from(bytes)], `voice.${extensionOf(type)}`, { type });
      // ISO 639-1 alone is taken; without it the server finds out by itself.
      const spoken = /^[a-z]{2}(?=-|$)/i.exec(language ?? "")?.[0].toLowerCase();
      const answer = await translated(async () =>
        (await clientOf()).audio.transcriptions.create(
          { model, file, ...(spoken === undefined ? {} : { language: spoken }) },
          { signal },
        ),
      );
      const heard = heardSchema.safeParse(answer);
      if (!heard.success) throw strange("transcription");
      const seconds = heard.data.usage?.seconds ?? heard.data.duration;
      return { text: heard.data.text, ...(seconds === undefined ? {} : { seconds }) };
    },
  };
}

/** The endings by which the server knows what a file is. Source: OpenAI API, transcriptions. */
const extensions: Readonly<Record<string, string>> = {
  "audio/ogg": "ogg",
  "audio/opus": "ogg",
  "audio/mpeg": "mp3",
  "audio/mp4": "m4a",
  "audio/aac": "m4a",
  "audio/wav": "wav",
  "audio/webm": "webm",
};

function extensionOf(type: string): string {
  return extensions[type] ?? "ogg";
}

const verdictSchema = z.array(
  z.object({ flagged: z.boolean(), categories: z.record(z.string(), z.boolean().nullable()) }),
);

/** Names the categories that a text offends against. */
export function createModerator(clientOf: ClientOf, model: string): Moderator {
  return {
    async check(text, signal) {
      const { results } = await translated(async () =>
        (await clientOf()).moderations.create({ model, input: text }, { signal }),
      );
      const verdicts = verdictSchema.safeParse(results);
      const [verdict] = verdicts.data ?? [];
      if (verdict === undefined) throw strange("moderation");
      if (!verdict.flagged) return [];
      return Object.keys(verdict.categories).filter((name) => verdict.categories[name] === true);
    },
  };
}

async function translated<Value>(ask: () => Promise<Value>): Promise<Value> {
  try {
    return await ask();
  } catch (error) {
    const { kind, message } = toFailure(error);
    throw new BotError(`AI_${kind.toUpperCase()}`, message, { cause: error });
  }
}

function strange(what: string): BotError {
  return new BotError("AI_PROTOCOL", `protocol: the server's ${what} cannot be understood`, {
    hint: "Check that base_url is a server of this kind.",
  });
}
