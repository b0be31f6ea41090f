import type { ChatRequest, Message } from "ollama/browser";
import { type AiMessage, type AiRequest, assertNever, type Json, partsText } from "sapa/plugin";
import type { Config } from "./config.ts";

export type ChatBody = ChatRequest & { stream: true };

/** The question in Ollama's words; made anew each time, because the library changes what it is given. */
export function toChatBody(request: AiRequest, config: Config): ChatBody {
  const { system, messages, tools = [], schema, maxTokens } = request;
  const { temperature, think } = config;
  return {
    model: config.model,
    stream: true,
    messages: [
      ...(system === undefined ? [] : [{ role: "system", content: system }]),
      ...messages.map(toMessage),
    ],
    think: think === "off" ? false : think === "on" ? true : think,
    keep_alive: /^-?\d+$/.test(config.keep_alive) ? Number(config.keep_alive) : config.keep_alive,
    options: {
      num_ctx: config.context_tokens,
      num_predict: maxTokens,
      ...(temperature === undefined ? {} : { temperature }),
    },
    ...(schema === undefined ? {} : { format: { ...schema.schema } }),
    ...(tools.length === 0
      ? {}
      : {
          tools: tools.map(({ name, about, schema: parameters }) => ({
            type: "function",
            function: { name, description: about, parameters: { ...parameters } },
          })),
        }),
  };
}

function toMessage(message: AiMessage): Message {
  switch (message.role) {
    case "user": {
      const images = message.parts.flatMap((part) => (part.kind === "image" ? [part.bytes] : []));
      const content = partsText(message.parts);
      return { role: "user", content, ...(images.length === 0 ? {} : { images }) };
    }
    case "assistant":
      return answerOf(message);
    case "tool":
      // By its id as well, for servers that know it: two calls of one tool look the same by name.
      return Object.assign(
        { role: "tool", tool_name: message.name, content: message.content },
        { tool_call_id: message.callId },
      );
    default:
      return assertNever(message, "message");
  }
}

function answerOf({ text, toolCalls = [] }: Extract<AiMessage, { role: "assistant" }>): Message {
  if (toolCalls.length === 0) return { role: "assistant", content: text };
  const tool_calls = toolCalls.map(({ id, name, args }) =>
    Object.assign({ function: { name, arguments: toArguments(args) } }, { id }),
  );
  return { role: "assistant", content: text, tool_calls };
}

/** Ollama takes an object alone. */
function toArguments(args: Json): Record<string, Json> {
  return typeof args === "object" && args !== null && !Array.isArray(args)
    ? Object.fromEntries(Object.entries(args))
    : { value: args };
}
