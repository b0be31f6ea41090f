import { type AiEvent, type Json, jsonSchema } from "sapa/plugin";
import { z } from "zod";
import { parseArgs } from "./parse-args.ts";
import { failureOfCode } from "./to-failure.ts";

const usageSchema = z.object({
  input_tokens: z.number(),
  output_tokens: z.number(),
  input_tokens_details: z.object({ cached_tokens: z.number().catch(0) }).nullish(),
});

const endSchema = z.object({
  response: z.object({
    model: z.string().optional().catch(undefined),
    usage: usageSchema.nullish().catch(undefined),
    output: z.array(jsonSchema).catch([]),
    incomplete_details: z.object({ reason: z.string().optional() }).nullish().catch(undefined),
    error: z.object({ code: z.string().optional() }).nullish().catch(undefined),
  }),
});
type End = z.infer<typeof endSchema>["response"];

const deltaSchema = z.object({ delta: z.string() });
const callSchema = z.object({
  item: z.object({
    type: z.literal("function_call"),
    call_id: z.string(),
    name: z.string(),
    arguments: z.string(),
  }),
});
const citationSchema = z.object({
  annotation: z.object({ type: z.literal("url_citation"), title: z.string(), url: z.string() }),
});

/**
 * Reads the events of the Responses API; unknown ones are passed over. Returns false if the stream
 * ended without its end, which the library takes for success.
 */
export async function* readResponses(
  stream: AsyncIterable<unknown>,
): AsyncGenerator<AiEvent, boolean, void> {
  let isRefused = false;
  let hasCalls = false;
  for await (const event of stream) {
    const type = typeOf(event);
    if (type === "response.output_text.delta") {
      const { data } = deltaSchema.safeParse(event);
      if (data !== undefined && data.delta !== "") yield { kind: "text", text: data.delta };
    } else if (type === "response.refusal.delta") {
      isRefused = true;
    } else if (type === "response.output_item.done") {
      const { data } = callSchema.safeParse(event);
      if (data === undefined) continue;
      hasCalls = true;
      const { call_id, name, arguments: args } = data.item;
      yield { kind: "tool", call: { id: call_id, name, args: parseArgs(args) } };
    } else if (type === "response.output_text.annotation.added") {
      const { data } = citationSchema.safeParse(event);
      const { title, url } = data?.annotation ?? {};
      if (title !== undefined && url !== undefined) yield { kind: "citation", title, url };
    } else if (/^response\.(completed|incomplete|failed)$/.test(type)) {
      const { response } = endSchema.parse(event);
      yield* end(type, response, isRefused, hasCalls);
      return true;
    }
  }
  return false;
}

function* end(
  type: string,
  response: End,
  isRefused: boolean,
  hasCalls: boolean,
): Generator<AiEvent, void, void> {
  const { usage, model, output, incomplete_details, error } = response;
  if (usage !== undefined && usage !== null) {
    yield {
      kind: "usage",
      inputTokens: usage.input_tokens,
      outputTokens: usage.output_tokens,
      cachedTokens: usage.input_tokens_details?.cached_tokens ?? 0,
    };
  }
  const named = model === undefined ? {} : { model };
  if (type === "response.failed") {
    const failure = failureOfCode(error?.code);
    return yield { kind: "done", reason: "error", error: failure, ...named };
  }
  if (type === "response.incomplete") {
    const isFiltered = incomplete_details?.reason === "content_filter";
    return yield { kind: "done", reason: isFiltered ? "refused" : "length", ...named };
  }
  const native: Json = { api: "responses", items: output };
  const finished = hasCalls ? "tools" : "stop";
  yield { kind: "done", reason: isRefused ? "refused" : finished, native, ...named };
}

function typeOf(event: unknown): string {
  const type = typeof event === "object" && event !== null && "type" in event ? event.type : "";
  return typeof type === "string" ? type : "";
}
