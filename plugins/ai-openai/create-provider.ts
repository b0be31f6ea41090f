import type OpenAI from "openai";
import { type AiEvent, type AiProvider, type AiRequest, type PluginContext } from "sapa/plugin";
import { toChatBody } from "./chat-body.ts";
import { createClientOnce, isLocal } from "./client.ts";
import type { Config } from "./config.ts";
import { createEmbedder, createModerator, createTranscriber } from "./extras.ts";
import { isOpenAiHost } from "./hosts.ts";
import { embedPriceOf, priceOf, voicePriceOf } from "./prices.ts";
import { readChat } from "./read-chat.ts";
import { readResponses } from "./read-responses.ts";
import { toResponsesBody } from "./responses-body.ts";
import { toFailure } from "./to-failure.ts";

/** Makes a provider that asks a server which speaks OpenAI's API. */
export function createProvider(context: PluginContext, name: string, config: Config): AiProvider {
  const clientOf = createClientOnce(config);
  const isOpenAi = isOpenAiHost(config.base_url);
  const isOurs = isLocal(config);
  const isStrictHost = config.strict_schema ?? isOpenAi;
  const api = config.api ?? (isOpenAi ? "responses" : "chat");
  const price = priceOf(config, !isOurs);

  async function* ask(
    request: AiRequest,
    signal: AbortSignal,
  ): AsyncGenerator<AiEvent, boolean, void> {
    const client = await clientOf();
    const options = { signal };
    if (api === "responses") {
      const body = toResponsesBody(request, config, isStrictHost);
      return yield* readResponses(await client.responses.create(body, options));
    }
    const body = toChatBody(request, config, isStrictHost);
    return yield* readChat(await client.chat.completions.create(body, options));
  }

  return {
    name,
    model: config.model,
    capabilities: {
      streaming: true,
      tools: config.tools,
      jsonSchema: isStrictHost ? "strict" : "hint",
      systemPrompt: true,
      history: "host",
      images: config.images,
      usage: api === "responses" || config.stream_usage,
      cost: isOurs && config.price === undefined ? "free" : "metered",
      dataLeavesHost: !isOurs,
      actsAsUser: false,
    },
    ...(price === undefined ? {} : { price }),
    deadlines: { firstEventMs: config.first_word_within_s * 1_000 },
    stream: (request, signal) => finish(ask, request, AbortSignal.any([signal, context.signal])),
    probe: (signal) => probe(clientOf, config, signal ?? context.signal),
    ...extrasOf(clientOf, config, { isOpenAi, isOurs }),
  };
}

type Ask = (request: AiRequest, signal: AbortSignal) => AsyncGenerator<AiEvent, boolean, void>;

/** Sees to it that whatever happens ends in exactly one `done`. */
async function* finish(
  ask: Ask,
  request: AiRequest,
  signal: AbortSignal,
): AsyncGenerator<AiEvent, void, void> {
  const aborted: AiEvent = { kind: "done", reason: "aborted" };
  if (signal.aborted) return yield aborted;
  try {
    const isWhole = yield* ask(request, signal);
    if (isWhole) return;
    // An abort in the middle ends the stream like a success, too.
    if (signal.aborted) return yield aborted;
    const message = "protocol: the answer broke off before its end";
    yield { kind: "done", reason: "error", error: { kind: "protocol", message } };
  } catch (error) {
    if (signal.aborted) return yield aborted;
    yield { kind: "done", reason: "error", error: toFailure(error) };
  }
}

/** Asks for the list of models: it costs nothing and needs the key. */
async function probe(
  clientOf: () => Promise<OpenAI>,
  { model }: Config,
  signal: AbortSignal,
): Promise<string | undefined> {
  try {
    const { data } = await (await clientOf()).models.list({ signal, timeout: 15_000 });
    const names = Array.isArray(data) ? data.map(({ id }) => id) : [];
    if (names.length === 0 || names.includes(model)) return undefined;
    return `the server has no model "${model}"; it has ${names.slice(0, 8).join(", ")}`;
  } catch (error) {
    return toFailure(error).message;
  }
}

/** What the server can do beside answering; another server's models have to be named. */
function extrasOf(
  clientOf: () => Promise<OpenAI>,
  config: Config,
  { isOpenAi, isOurs }: { readonly isOpenAi: boolean; readonly isOurs: boolean },
): Pick<AiProvider, "embedder" | "transcriber" | "moderator"> {
  const { transcription_model, embedding_model, moderation_model } = config;
  const embedding = embedding_model ?? (isOpenAi ? "text-embedding-3-small" : undefined);
  const transcription = transcription_model ?? (isOpenAi ? "gpt-transcribe" : undefined);
  const moderation = moderation_model ?? (isOpenAi ? "omni-moderation-latest" : undefined);
  return {
    ...(embedding === undefined
      ? {}
      : {
          embedder: createEmbedder(
            clientOf,
            embedding,
            embedPriceOf(embedding, config.embedding_price, !isOurs),
          ),
        }),
    ...(transcription === undefined
      ? {}
      : { transcriber: createTranscriber(clientOf, transcription, voicePriceOf(config)) }),
    ...(moderation === undefined ? {} : { moderator: createModerator(clientOf, moderation) }),
  };
}
