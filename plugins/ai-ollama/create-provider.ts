import { type AiEvent, type AiProvider, type AiRequest, type PluginContext } from "sapa/plugin";
import { z } from "zod";
import { toChatBody } from "./chat-body.ts";
import { createClient, isLocal } from "./client.ts";
import type { Config } from "./config.ts";
import { createEmbedder } from "./embed.ts";
import { isCloudModel } from "./host-url.ts";
import { createInstaller } from "./install-models.ts";
import { readChat } from "./read-chat.ts";
import { toFailure } from "./to-failure.ts";

/** Longest silence between two words of a slow machine, in milliseconds. */
const idleMs = 60_000;

/** Makes a provider that asks an Ollama server. */
export function createProvider(context: PluginContext, name: string, config: Config): AiProvider {
  return {
    name,
    model: config.model,
    capabilities: {
      streaming: true,
      tools: config.tools,
      // Models of the cloud are not held to a schema.
      jsonSchema: isCloudModel(config.model) ? "none" : "hint",
      systemPrompt: true,
      history: "host",
      images: config.images,
      usage: true,
      cost: "free",
      dataLeavesHost: !isLocal(config) || isCloudModel(config.model),
      actsAsUser: false,
    },
    deadlines: { firstEventMs: config.first_word_within_s * 1_000, idleMs },
    stream: (request, signal) => answer(config, request, AbortSignal.any([signal, context.signal])),
    probe: (signal) => probe(config, signal ?? context.signal),
    installer: createInstaller(config, context.signal),
    ...(config.embedding_model === undefined
      ? {}
      : { embedder: createEmbedder(config, config.embedding_model, context.signal) }),
  };
}

async function* answer(
  config: Config,
  request: AiRequest,
  outer: AbortSignal,
): AsyncGenerator<AiEvent, void, void> {
  // A reader who leaves early does not close the connection by itself.
  const own = new AbortController();
  const signal = AbortSignal.any([outer, own.signal]);
  const aborted: AiEvent = { kind: "done", reason: "aborted" };
  if (signal.aborted) return yield aborted;
  try {
    const client = await createClient(config, signal);
    const isWhole = yield* readChat(await client.chat(toChatBody(request, config)));
    if (isWhole) return;
    const error = { kind: "protocol", message: "protocol: the answer broke off" } as const;
    yield { kind: "done", reason: "error", error };
  } catch (error) {
    if (signal.aborted) return yield aborted;
    yield { kind: "done", reason: "error", error: toFailure(error, config) };
  } finally {
    own.abort();
  }
}

const abilities = z.object({ capabilities: z.array(z.string()).catch([]) });

/** Looks whether the server runs, has the model, and the model can do what the settings say. */
async function probe(config: Config, signal: AbortSignal): Promise<string | undefined> {
  const { model, tools, images } = config;
  try {
    const client = await createClient(
      config,
      AbortSignal.any([signal, AbortSignal.timeout(15_000)]),
    );
    const { capabilities } = abilities.parse(await client.show({ model }));
    if (capabilities.length === 0) return undefined;
    if (tools && !capabilities.includes("tools"))
      return `${model} has no tools; write tools: false`;
    if (images && !capabilities.includes("vision"))
      return `${model} sees nothing; write images: false`;
    return undefined;
  } catch (error) {
    return toFailure(error, config).message;
  }
}
