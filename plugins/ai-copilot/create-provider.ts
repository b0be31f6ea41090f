import {
  type AiEvent,
  type AiProvider,
  type AiRequest,
  type PluginContext,
  partsText,
} from "sapa/plugin";
import { z } from "zod";
import type { Config } from "./config.ts";
import { createPost, type Post } from "./graph.ts";
import { createIdentity } from "./identity.ts";
import { readConversation } from "./read-conversation.ts";
import { readSse } from "./read-sse.ts";
import { createRetriever } from "./retrieval.ts";
import { ofResponse, ofThrown } from "./to-failure.ts";

/** A grounded answer may take two minutes before its first word. Source: Chat API, known limits. */
const deadlines = { firstEventMs: 120_000, idleMs: 90_000 };

/** Makes a provider that asks Microsoft 365 Copilot as the person who signed in. */
export function createProvider(context: PluginContext, name: string, config: Config): AiProvider {
  const identity = createIdentity(context, name, config);
  const post = createPost(config, () => identity.token(config.scopes));
  return {
    name,
    model: "microsoft-365-copilot",
    capabilities: {
      streaming: true,
      tools: false,
      jsonSchema: "none",
      systemPrompt: false,
      history: "provider",
      images: false,
      usage: false,
      cost: "licence",
      dataLeavesHost: true,
      actsAsUser: true,
    },
    deadlines,
    stream: (request, signal) =>
      answer(post, config, request, AbortSignal.any([signal, context.signal])),
    async probe() {
      try {
        await identity.token(config.scopes);
        return undefined;
      } catch (error) {
        return ofThrown(error).message;
      }
    },
    signIn: identity,
    ...(config.retrieval === undefined
      ? {}
      : { retriever: createRetriever(config.retrieval, identity, context.signal) }),
  };
}

async function* answer(
  post: Post,
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
    const isWhole = yield* ask(post, config, request, signal);
    if (isWhole) return;
    if (signal.aborted) return yield aborted;
    const message = "protocol: the answer broke off before its end";
    yield { kind: "done", reason: "error", error: { kind: "protocol", message } };
  } catch (error) {
    if (signal.aborted) return yield aborted;
    yield { kind: "done", reason: "error", error: ofThrown(error) };
  } finally {
    own.abort();
  }
}

const startedSchema = z.object({ id: z.string().min(1).max(500) });

async function* ask(
  post: Post,
  config: Config,
  request: AiRequest,
  signal: AbortSignal,
): AsyncGenerator<AiEvent, boolean, void> {
  let id = request.conversation?.id;
  if (id === undefined) {
    const started = await post("", {}, signal);
    if (!started.ok) return yield* refuse(started);
    const text = await started.text();
    id = startedSchema.safeParse(JSON.parse(text)).data?.id;
    if (id === undefined) return false;
  }
  const response = await post(
    `/${encodeURIComponent(id)}/chatOverStream`,
    toBody(request, config),
    signal,
  );
  if (!response.ok) return yield* refuse(response);
  const isStream = response.headers.get("content-type")?.includes("text/event-stream") ?? false;
  if (!isStream || response.body === null) return false;
  return yield* readConversation(readSse(response.body), id);
}

async function* refuse(response: Response): AsyncGenerator<AiEvent, boolean, void> {
  yield { kind: "done", reason: "error", error: await ofResponse(response) };
  return true;
}

/** The question. The web is switched off in every turn: at Microsoft it is on by itself. */
function toBody({ messages, conversation }: AiRequest, { web }: Config) {
  const last = messages.at(-1);
  return {
    message: { text: last?.role === "user" ? partsText(last.parts) : "" },
    locationHint: { timeZone: conversation?.timeZone ?? "UTC" },
    contextualResources: { webContext: { isWebEnabled: web } },
  };
}
