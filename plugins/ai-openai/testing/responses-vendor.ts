import type { Json, JsonObject } from "sapa/plugin";
import { refuse, sse } from "#plugins/ai-openai/testing/wire.ts";

let sequence = 0;
const frame = (type: string, fields: JsonObject) => {
  sequence += 1;
  return `event: ${type}\ndata: ${JSON.stringify({ type, sequence_number: sequence, ...fields })}\n\n`;
};

const place = { item_id: "msg_1", output_index: 0, content_index: 0 };
const usage = {
  input_tokens: 11,
  input_tokens_details: { cached_tokens: 3, cache_write_tokens: 0 },
  output_tokens: 7,
  output_tokens_details: { reasoning_tokens: 2 },
  total_tokens: 18,
};

function response(status: string, output: Json, more: JsonObject = {}): JsonObject {
  return {
    response: {
      id: "resp_1",
      object: "response",
      created_at: 1_795_000_000,
      model: "gpt-6-luna-2026-09-01",
      status,
      output,
      error: null,
      incomplete_details: null,
      ...more,
    },
  };
}

const begin = () => [
  frame("response.created", response("in_progress", [])),
  frame("response.in_progress", response("in_progress", [])),
  frame("response.output_item.added", {
    output_index: 0,
    item: { id: "msg_1", type: "message", status: "in_progress", role: "assistant", content: [] },
  }),
];
const delta = (text: string) =>
  frame("response.output_text.delta", { ...place, delta: text, logprobs: [] });
const said = (text: string) => [
  {
    id: "msg_1",
    type: "message",
    status: "completed",
    role: "assistant",
    content: [{ type: "output_text", text, annotations: [] }],
  },
];
const completed = (output: Json) =>
  frame("response.completed", response("completed", output, { usage }));

/** OpenAI by its Responses API, event by event. Source: OpenAI API, streaming events. */
export const responsesVendor = {
  text: (pieces: readonly string[]) =>
    sse([...begin(), ...pieces.map(delta), completed(said(pieces.join("")))]),
  lengthy(pieces: readonly string[]) {
    const incomplete_details = { reason: "max_output_tokens" };
    const cut = response("incomplete", said(pieces.join("")), { usage, incomplete_details });
    return sse([...begin(), ...pieces.map(delta), frame("response.incomplete", cut)]);
  },
  cut: (pieces: readonly string[]) => sse([...begin(), ...pieces.map(delta)]),
  filtered: () =>
    sse([
      ...begin(),
      frame("response.refusal.delta", { ...place, delta: "I can't help with that." }),
      frame("response.refusal.done", { ...place, refusal: "I can't help with that." }),
      completed([]),
    ]),
  call(id: string, name: string, args: Json) {
    const item = {
      id: "fc_1",
      type: "function_call",
      status: "completed",
      call_id: id,
      name,
      arguments: JSON.stringify(args),
    };
    return sse([
      begin()[0] ?? "",
      frame("response.output_item.added", {
        output_index: 0,
        item: { ...item, status: "in_progress", arguments: "" },
      }),
      frame("response.function_call_arguments.delta", {
        item_id: "fc_1",
        output_index: 0,
        delta: item.arguments,
      }),
      frame("response.output_item.done", { output_index: 0, item }),
      completed([item]),
    ]);
  },
  strange: (text: string) =>
    sse([
      ": a comment\n\n",
      ...begin(),
      frame("response.telepathy.delta", { delta: { nested: [1, 2] } }),
      delta(text),
      frame("response.output_text.delta", { ...place, delta: null }),
      completed([{ type: "thought_crystal", facets: 9 }]),
    ]),
  heartbeats: () => sse([": ping\n\n", ...begin().slice(0, 2), ": ping\n\n"]).pieces,
  garbled: () => sse([...begin(), "event: response.output_text.delta\ndata: {not json\n\n"]),
  refusal: refuse,
};
