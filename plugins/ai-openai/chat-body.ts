import type OpenAI from "openai";
import { type AiMessage, type AiRequest, assertNever } from "sapa/plugin";
import type { Config } from "./config.ts";
import { toDataUrl } from "./data-url.ts";
import { isOpenAiHost } from "./hosts.ts";
import { isStrict } from "./is-strict.ts";

export type ChatBody = OpenAI.Chat.ChatCompletionCreateParamsStreaming;
type Message = OpenAI.Chat.ChatCompletionMessageParam;

/**
 * The question in the words of Chat Completions, which every compatible server speaks. What only
 * OpenAI knows goes to OpenAI alone: others refuse fields that they do not know.
 */
export function toChatBody(request: AiRequest, config: Config, isStrictHost: boolean): ChatBody {
  const { schema, tools = [], endUser } = request;
  const { model, effort, temperature, stream_usage } = config;
  const isOpenAi = isOpenAiHost(config.base_url);
  return {
    model,
    stream: true,
    messages: [...systemOf(request.system, isOpenAi), ...request.messages.map(toMessage)],
    ...lengthOf(request.maxTokens, config, isOpenAi),
    ...(stream_usage ? { stream_options: { include_usage: true } } : {}),
    ...(effort === undefined ? {} : { reasoning_effort: effort }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(isOpenAi ? { store: false } : {}),
    ...(isOpenAi && endUser !== undefined ? { safety_identifier: endUser } : {}),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, about, schema: parameters }) => ({
            type: "function",
            function: {
              name,
              description: about,
              parameters: { ...parameters },
              ...(isStrictHost && isStrict(parameters) ? { strict: true } : {}),
            },
          })),
        }),
    ...(schema === undefined
      ? {}
      : {
          response_format: {
            type: "json_schema",
            json_schema: {
              name: schema.name,
              schema: { ...schema.schema },
              ...(isStrictHost ? { strict: isStrict(schema.schema) } : {}),
            },
          },
        }),
  };
}

function systemOf(text: string | undefined, isOpenAi: boolean): readonly Message[] {
  if (text === undefined) return [];
  return [{ role: isOpenAi ? "developer" : "system", content: text }];
}

/** Most other servers know the older word alone. */
function lengthOf(tokens: number, { max_tokens_field }: Config, isOpenAi: boolean): object {
  return { [max_tokens_field ?? (isOpenAi ? "max_completion_tokens" : "max_tokens")]: tokens };
}

function toMessage(message: AiMessage): Message {
  switch (message.role) {
    case "user":
      return { role: "user", content: contentOf(message) };
    case "tool":
      return { role: "tool", tool_call_id: message.callId, content: message.content };
    case "assistant":
      return answerOf(message);
    default:
      return assertNever(message, "message");
  }
}

/** Words alone as one text: not every server takes a list. */
function contentOf({ parts }: Extract<AiMessage, { role: "user" }>) {
  const [only] = parts;
  if (parts.length === 1 && only?.kind === "text") return only.text;
  return parts.map((part) =>
    part.kind === "text"
      ? ({ type: "text", text: part.text } as const)
      : ({ type: "image_url", image_url: { url: toDataUrl(part.bytes, part.mime) } } as const),
  );
}

function answerOf({ text, toolCalls = [] }: Extract<AiMessage, { role: "assistant" }>): Message {
  if (toolCalls.length === 0) return { role: "assistant", content: text };
  return {
    role: "assistant",
    content: text === "" ? null : text,
    tool_calls: toolCalls.map(({ id, name, args }) => ({
      id,
      type: "function",
      function: { name, arguments: typeof args === "string" ? args : JSON.stringify(args) },
    })),
  };
}
