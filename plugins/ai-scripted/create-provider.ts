import {
  type AiEvent,
  type AiProvider,
  type AiRequest,
  BotError,
  type PluginContext,
  type Transcriber,
} from "sapa/plugin";
import type { Config, Fault } from "./config.ts";
import { countTokens } from "./count-tokens.ts";
import { findAnswer, messageText } from "./find-answer.ts";
import { pause, waitForAbort } from "./pause.ts";
import { splitText } from "./split-text.ts";

/** Makes a provider that answers by the rules of its settings. It keeps nothing between questions. */
export function createProvider(context: PluginContext, name: string, config: Config): AiProvider {
  return {
    name,
    model: "scripted",
    capabilities: {
      streaming: true,
      tools: false,
      jsonSchema: "strict",
      systemPrompt: true,
      history: "host",
      images: false,
      usage: true,
      cost: "free",
      dataLeavesHost: false,
      actsAsUser: false,
    },
    stream: (request, signal) =>
      answer(context, config, request, AbortSignal.any([signal, context.signal])),
    probe: () => Promise.resolve(undefined),
    transcriber: createTranscriber(context, config),
  };
}

/** Listens to nothing: what it hears is written in its settings. */
function createTranscriber(
  { clock, signal: outer }: PluginContext,
  { heard, delay_ms: delayMs }: Config,
): Transcriber {
  let count = 0;
  return {
    model: "scripted",
    async transcribe(_voice, signal) {
      const pausing = await pause(clock, delayMs, AbortSignal.any([signal, outer]));
      if (pausing === "aborted") throw new BotError("AI_TIMEOUT", "it was called off");
      const text = heard[count] ?? heard.at(-1) ?? "";
      count += 1;
      return { text };
    },
  };
}

async function* answer(
  { clock }: PluginContext,
  config: Config,
  request: AiRequest,
  signal: AbortSignal,
): AsyncGenerator<AiEvent, void, void> {
  const found = findAnswer(config, request);
  const aborted: AiEvent = { kind: "done", reason: "aborted" };
  if ((await pause(clock, found.delayMs, signal)) === "aborted") return yield aborted;
  if (found.kind === "fault") return yield await fail(found.fault, signal);

  const pieces = splitText(found.text, config.chunk_chars);
  const inputTokens = countInput(request);
  let outputTokens = 0;
  for (const [index, text] of pieces.entries()) {
    const delayMs = index === 0 ? 0 : config.chunk_delay_ms;
    if ((await pause(clock, delayMs, signal)) === "aborted") return yield aborted;
    if (outputTokens + countTokens(text) > request.maxTokens) {
      yield { kind: "usage", inputTokens, outputTokens };
      return yield { kind: "done", reason: "length" };
    }
    outputTokens += countTokens(text);
    yield { kind: "text", text };
  }
  yield { kind: "usage", inputTokens, outputTokens };
  yield { kind: "done", reason: "stop" };
}

async function fail(fault: Fault, signal: AbortSignal): Promise<AiEvent> {
  if (fault === "refused" || fault === "outside") return { kind: "done", reason: "refused" };
  if (fault === "hang") {
    await waitForAbort(signal);
    return { kind: "done", reason: "aborted" };
  }
  const error = { kind: "server", message: "A rule of this provider asks for an error." } as const;
  return { kind: "done", reason: "error", error };
}

function countInput(request: AiRequest): number {
  const texts = [request.system ?? "", ...request.messages.map(messageText)];
  return texts.reduce((sum, text) => sum + countTokens(text), 0);
}
