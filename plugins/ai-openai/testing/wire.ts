import type { Json, JsonObject } from "sapa/plugin";

const encode = (text: string) => new TextEncoder().encode(text);

/** A stream of server-sent events, one piece each. */
export function sse(frames: readonly string[]) {
  const headers = { "content-type": "text/event-stream; charset=utf-8", "x-request-id": "req_1" };
  return { status: 200, headers, pieces: frames.map(encode) };
}

/** An answer of JSON that is no stream. */
export function json(status: number, body: Json, headers: Readonly<Record<string, string>> = {}) {
  const all = { "content-type": "application/json", ...headers };
  return { status, headers: all, pieces: [encode(JSON.stringify(body))] };
}

/** An answer of the machine in between. */
export function page(status: number) {
  const text = "<html><body><h1>504 Gateway Time-out</h1></body></html>";
  return { status, headers: { "content-type": "text/html" }, pieces: [encode(text)] };
}

function error(code: string | null, type: string, message: string): JsonObject {
  return { error: { message, type, param: null, code } };
}

/** How OpenAI refuses. Source: OpenAI API, error codes. */
export function refuse(kind: string) {
  switch (kind) {
    case "key_wrong":
      return json(
        401,
        error("invalid_api_key", "invalid_request_error", "Incorrect API key provided"),
      );
    case "not_allowed":
      return json(403, error(null, "invalid_request_error", "Country not supported"));
    case "no_such_model":
      return json(
        404,
        error("model_not_found", "invalid_request_error", "The model does not exist"),
      );
    case "too_fast":
      return json(429, error("rate_limit_exceeded", "requests", "Rate limit reached"));
    case "too_fast_wait_2s":
      return json(429, error("rate_limit_exceeded", "requests", "Rate limit reached"), {
        "retry-after": "2",
      });
    case "no_money":
      return json(
        429,
        error("insufficient_quota", "insufficient_quota", "You exceeded your quota"),
      );
    case "broken":
      return json(500, error("server_error", "server_error", "The server had an error"));
    case "overloaded":
      return json(503, error(null, "server_error", "That model is currently overloaded"));
    case "gateway_page":
      return page(504);
    default:
      return undefined;
  }
}
