import type { AiFailureKind } from "#core/model/ports/ai-provider.ts";

/** How a vendor's server writes one answer, part by part. */
export interface StreamVendor {
  readonly plugin: string;
  readonly settings: (serverUrl: string) => object;
  readonly headers: Readonly<Record<string, string>>;
  /** What comes before the first word. */
  readonly opening: readonly string[];
  readonly word: (text: string) => string;
  readonly ending: (whole: string) => string;
  /** What the server says when the model breaks in the middle, and what the host makes of it. */
  readonly fault: { readonly text: string; readonly kind: AiFailureKind };
  /** The longest silence before the first event, and between two. Milliseconds. */
  readonly firstEventMs: number;
  readonly idleMs: number;
}

const createdAt = "2026-11-22T10:00:00.123456789Z";

/** Source: Ollama, POST /api/chat: one JSON object a line, durations in nanoseconds. */
export const ollamaVendor: StreamVendor = {
  plugin: "ai-ollama",
  settings: (host) => ({ host, model: "qwen3:4b" }),
  headers: { "content-type": "application/x-ndjson" },
  opening: [],
  word: (content) => `${ollamaLine({ message: { role: "assistant", content }, done: false })}\n`,
  ending: () =>
    `${ollamaLine({
      message: { role: "assistant", content: "" },
      done: true,
      done_reason: "stop",
      total_duration: 174_560_334,
      load_duration: 101_397_084,
      prompt_eval_count: 11,
      prompt_eval_duration: 13_074_791,
      eval_count: 7,
      eval_duration: 52_479_709,
    })}\n`,
  fault: { text: '{"error":"an error was encountered while running the model"}\n', kind: "server" },
  firstEventMs: 120_000,
  idleMs: 60_000,
};

function ollamaLine(fields: object): string {
  return JSON.stringify({ model: "qwen3:4b", created_at: createdAt, ...fields });
}

const response = { id: "resp_1", object: "response", model: "gpt-6-luna", output: [], error: null };
const place = { item_id: "msg_1", output_index: 0, content_index: 0 };
const usage = {
  input_tokens: 11,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 7,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 18,
};

/** Source: OpenAI API, Responses, streaming events. */
export const responsesVendor: StreamVendor = {
  plugin: "ai-openai",
  settings: (url) => ({
    base_url: `${url}/v1`,
    api: "responses",
    key: "sk-test",
    model: "gpt-6-luna",
  }),
  headers: { "content-type": "text/event-stream; charset=utf-8" },
  opening: [
    openAiEvent("response.created", { response: { ...response, status: "in_progress" } }),
    openAiEvent("response.in_progress", { response: { ...response, status: "in_progress" } }),
  ],
  word: (delta) => openAiEvent("response.output_text.delta", { ...place, delta, logprobs: [] }),
  ending: (text) =>
    openAiEvent("response.completed", {
      response: {
        ...response,
        status: "completed",
        usage,
        output: [
          {
            id: "msg_1",
            type: "message",
            status: "completed",
            role: "assistant",
            content: [{ type: "output_text", text, annotations: [] }],
          },
        ],
      },
    }),
  fault: {
    text: openAiEvent("response.failed", {
      response: {
        ...response,
        status: "failed",
        error: { code: "server_error", message: "The model failed to generate a response." },
      },
    }),
    kind: "server",
  },
  firstEventMs: 60_000,
  idleMs: 30_000,
};

function openAiEvent(type: string, fields: object): string {
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: 1, ...fields })}\n\n`;
}

const chunk = { id: "chatcmpl-1", object: "chat.completion.chunk", created: 1_795_000_000 };

/** Source: OpenAI API, Chat Completions, as LM Studio, vLLM and Groq speak it. */
export const chatVendor: StreamVendor = {
  plugin: "ai-openai",
  settings: (url) => ({ base_url: `${url}/v1`, api: "chat", model: "qwen3-4b" }),
  headers: { "content-type": "text/event-stream" },
  opening: [
    chatData({ choices: [{ index: 0, delta: { role: "assistant" }, finish_reason: null }] }),
  ],
  word: (content) => chatData({ choices: [{ index: 0, delta: { content }, finish_reason: null }] }),
  ending: () =>
    [
      chatData({ choices: [{ index: 0, delta: {}, finish_reason: "stop" }] }),
      chatData({
        choices: [],
        usage: { prompt_tokens: 11, completion_tokens: 7, total_tokens: 18 },
      }),
      "data: [DONE]\n\n",
    ].join(""),
  fault: {
    text: `data: ${JSON.stringify({ error: { message: "The server had an error", type: "server_error", code: null, param: null } })}\n\n`,
    kind: "server",
  },
  firstEventMs: 60_000,
  idleMs: 30_000,
};

function chatData(fields: object): string {
  return `data: ${JSON.stringify({ ...chunk, model: "qwen3-4b", ...fields })}\n\n`;
}
