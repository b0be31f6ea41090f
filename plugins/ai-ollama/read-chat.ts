import { type AiEvent, jsonSchema } from "sapa/plugin";
import { z } from "zod";

const lineSchema = z.object({
  model: z.string().optional().catch(undefined),
  message: z
    .object({
      content: z.string().catch(""),
      tool_calls: z
        .array(
          z.object({
            id: z.string().optional().catch(undefined),
            function: z.object({ name: z.string(), arguments: jsonSchema.catch({}) }),
          }),
        )
        .nullish()
        .catch(undefined),
    })
    .optional()
    .catch(undefined),
  done: z.boolean().catch(false),
  done_reason: z.string().optional().catch(undefined),
  prompt_eval_count: z.number().optional().catch(undefined),
  eval_count: z.number().optional().catch(undefined),
});

/** Reads the lines of an answer. Returns false if the last one, which says that it is done, is missing. */
export async function* readChat(
  stream: AsyncIterable<unknown>,
): AsyncGenerator<AiEvent, boolean, void> {
  let calls = 0;
  for await (const item of stream) {
    const { data: line } = lineSchema.safeParse(item);
    if (line === undefined) continue;
    const { message, done, done_reason, model, prompt_eval_count = 0, eval_count } = line;
    if (message !== undefined && message.content !== "") {
      yield { kind: "text", text: message.content };
    }
    for (const { id, function: called } of message?.tool_calls ?? []) {
      calls += 1;
      const call = { id: id ?? `call_${calls}`, name: called.name, args: called.arguments };
      yield { kind: "tool", call };
    }
    if (!done) continue;
    if (eval_count !== undefined) {
      yield { kind: "usage", inputTokens: prompt_eval_count, outputTokens: eval_count };
    }
    const finished = calls > 0 ? "tools" : "stop";
    const reason = done_reason === "length" ? "length" : finished;
    yield { kind: "done", reason, ...(model === undefined ? {} : { model }) };
    return true;
  }
  return false;
}
