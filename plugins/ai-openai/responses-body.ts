import type OpenAI from "openai";
import { type AiMessage, type AiRequest, type AiTool, assertNever } from "sapa/plugin";
import { z } from "zod";
import type { Config } from "./config.ts";
import { toDataUrl } from "./data-url.ts";
import { isStrict } from "./is-strict.ts";

export type ResponsesBody = OpenAI.Responses.ResponseCreateParamsStreaming;
type Item = OpenAI.Responses.ResponseInputItem;

/** The least that the API takes as the greatest length. Source: OpenAI API, max_output_tokens. */
const leastTokens = 16;

/** How an answer of this API is kept for the next question; of another provider it is not ours. */
const nativeSchema = z.object({
  api: z.literal("responses"),
  items: z.array(z.custom<Item>((value) => typeof value === "object" && value !== null)),
});

/** The question in the words of the Responses API. Nothing is kept at the vendor's (`store: false`). */
export function toResponsesBody(
  request: AiRequest,
  config: Config,
  isStrictHost: boolean,
): ResponsesBody {
  const { system, schema, tools = [], endUser, maxTokens } = request;
  const { model, effort, temperature } = config;
  return {
    model,
    stream: true,
    store: false,
    input: request.messages.flatMap(toItems),
    max_output_tokens: Math.max(leastTokens, maxTokens),
    ...(system === undefined ? {} : { instructions: system }),
    ...(tools.length === 0 ? {} : toolsOf(tools, isStrictHost)),
    ...(effort === undefined ? {} : { reasoning: { effort } }),
    ...(temperature === undefined ? {} : { temperature }),
    ...(endUser === undefined ? {} : { safety_identifier: endUser }),
    ...(schema === undefined ? {} : { text: { format: formatOf(schema, isStrictHost) } }),
  };
}

/** What the model thought goes back with the calls it made, as text that only the vendor can read. */
function toolsOf(tools: readonly AiTool[], isStrictHost: boolean): Partial<ResponsesBody> {
  return {
    include: ["reasoning.encrypted_content"],
    tools: tools.map(({ name, about, schema }) => ({
      type: "function",
      name,
      description: about,
      parameters: { ...schema },
      strict: isStrictHost && isStrict(schema),
    })),
  };
}

function formatOf({ name, schema }: NonNullable<AiRequest["schema"]>, isStrictHost: boolean) {
  const strict = isStrictHost && isStrict(schema);
  return { type: "json_schema", name, schema: { ...schema }, strict } as const;
}

function toItems(message: AiMessage): readonly Item[] {
  switch (message.role) {
    case "user":
      return [
        {
          role: "user",
          content: message.parts.map((part) =>
            part.kind === "text"
              ? { type: "input_text", text: part.text }
              : {
                  type: "input_image",
                  image_url: toDataUrl(part.bytes, part.mime),
                  detail: "auto",
                },
          ),
        },
      ];
    case "tool":
      return [{ type: "function_call_output", call_id: message.callId, output: message.content }];
    case "assistant":
      return answerItems(message);
    default:
      return assertNever(message, "message");
  }
}

function answerItems(message: Extract<AiMessage, { role: "assistant" }>): readonly Item[] {
  const native = nativeSchema.safeParse(message.native);
  if (native.success) return native.data.items;
  const { text, toolCalls = [] } = message;
  const said: readonly Item[] = text === "" ? [] : [{ role: "assistant", content: text }];
  const calls = toolCalls.map(({ id, name, args }): Item => {
    const written = typeof args === "string" ? args : JSON.stringify(args);
    return { type: "function_call", call_id: id, name, arguments: written };
  });
  return [...said, ...calls];
}
