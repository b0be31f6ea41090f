import type { JsonObject } from "sapa/plugin";

const encode = (text: string) => new TextEncoder().encode(text);

/** Lines of JSON, one piece each, as Ollama streams them. */
export function ndjson(lines: readonly string[]) {
  const headers = { "content-type": "application/x-ndjson" };
  return { status: 200, headers, pieces: lines.map((line) => encode(`${line}\n`)) };
}

export function json(status: number, body: JsonObject) {
  const headers = { "content-type": "application/json; charset=utf-8" };
  return { status, headers, pieces: [encode(JSON.stringify(body))] };
}

/** One line of an answer. */
export function line(message: JsonObject, more: JsonObject = {}): string {
  const created_at = "2026-11-22T10:00:00.123456789Z";
  const said = { role: "assistant", content: "", ...message };
  return JSON.stringify({ model: "qwen3:4b", created_at, message: said, done: false, ...more });
}

/** The last line of one. Durations are nanoseconds. */
export function lastLine(reason: "stop" | "length"): string {
  return line(
    {},
    {
      done: true,
      done_reason: reason,
      total_duration: 174_560_334,
      load_duration: 101_397_084,
      prompt_eval_count: 11,
      prompt_eval_duration: 13_074_791,
      eval_count: 7,
      eval_duration: 52_479_709,
    },
  );
}
