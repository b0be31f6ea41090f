import type { AiEvent, AiUsage } from "sapa/plugin";
import { z } from "zod";
import { parseArgs } from "./parse-args.ts";

const chunkSchema = z.object({
  model: z.string().optional().catch(undefined),
  choices: z
    .array(
      z.object({
        delta: z
          .object({
            content: z.string().nullish().catch(undefined),
            refusal: z.string().nullish().catch(undefined),
            tool_calls: z
              .array(
                z.object({
                  index: z.number().catch(0),
                  id: z.string().nullish(),
                  function: z
                    .object({ name: z.string().nullish(), arguments: z.string().nullish() })
                    .nullish(),
                }),
              )
              .nullish()
              .catch(undefined),
          })
          .nullish(),
        finish_reason: z.string().nullish(),
      }),
    )
    .catch([]),
  usage: z
    .object({
      prompt_tokens: z.number(),
      completion_tokens: z.number(),
      prompt_tokens_details: z.object({ cached_tokens: z.number().nullish() }).nullish(),
    })
    .nullish()
    .catch(undefined),
});
type Chunk = z.infer<typeof chunkSchema>;
type CallPart = NonNullable<NonNullable<Chunk["choices"][number]["delta"]>["tool_calls"]>[number];

interface Call {
  id: string;
  name: string;
  args: string;
}

/** What has been read of one answer beside its text. */
interface Reading {
  readonly calls: Map<number, Call>;
  finish: string | undefined;
  isRefused: boolean;
  model: string | undefined;
}

/**
 * Reads the chunks of a chat completion. Pieces of a call belong together by their index. Returns
 * false if no reason for the end came, which the library takes for success.
 */
export async function* readChat(
  stream: AsyncIterable<unknown>,
): AsyncGenerator<AiEvent, boolean, void> {
  const reading: Reading = {
    calls: new Map(),
    finish: undefined,
    isRefused: false,
    model: undefined,
  };
  for await (const item of stream) {
    const { data: chunk } = chunkSchema.safeParse(item);
    if (chunk !== undefined) yield* take(chunk, reading);
  }
  const { finish, calls, isRefused, model } = reading;
  if (finish === undefined) return false;
  for (const { id, name, args } of calls.values()) {
    yield { kind: "tool", call: { id, name, args: parseArgs(args) } };
  }
  const reason = isRefused ? "refused" : reasonOf(finish, calls.size > 0);
  yield { kind: "done", reason, ...(model === undefined ? {} : { model }) };
  return true;
}

function* take({ model, choices, usage }: Chunk, reading: Reading): Generator<AiEvent, void, void> {
  reading.model = model ?? reading.model;
  const [choice] = choices;
  const { content, refusal, tool_calls } = choice?.delta ?? {};
  if (typeof content === "string" && content !== "") yield { kind: "text", text: content };
  reading.isRefused ||= typeof refusal === "string" && refusal !== "";
  for (const part of tool_calls ?? []) addPart(reading.calls, part);
  reading.finish = choice?.finish_reason ?? reading.finish;
  if (usage !== undefined && usage !== null) yield toUsage(usage);
}

function toUsage(usage: NonNullable<Chunk["usage"]>): AiUsage {
  const { prompt_tokens, completion_tokens, prompt_tokens_details } = usage;
  const cachedTokens = prompt_tokens_details?.cached_tokens ?? 0;
  return {
    kind: "usage",
    inputTokens: prompt_tokens,
    outputTokens: completion_tokens,
    cachedTokens,
  };
}

function addPart(calls: Map<number, Call>, { index, id, function: part }: CallPart): void {
  const call = calls.get(index) ?? { id: `call_${index}`, name: "", args: "" };
  if (typeof id === "string" && id !== "") call.id = id;
  call.name += part?.name ?? "";
  call.args += part?.arguments ?? "";
  calls.set(index, call);
}

/** Some servers say `stop` where they mean their calls. */
function reasonOf(finish: string, hasCalls: boolean): "stop" | "length" | "tools" | "refused" {
  if (finish === "length") return "length";
  if (finish === "content_filter") return "refused";
  return hasCalls ? "tools" : "stop";
}
