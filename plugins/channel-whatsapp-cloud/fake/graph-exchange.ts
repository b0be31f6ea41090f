import type { Millis } from "sapa/plugin";

/** A request to the fake Graph API; `path` with its query, headers as they came. */
export interface GraphRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: string | Uint8Array;
  readonly contentType?: string | undefined;
  /** Where the request was sent to, such as `http://127.0.0.1:8090`: files are fetched from there. */
  readonly origin?: string | undefined;
}

/** `dropped`: the connection breaks before an answer; the request may have had its effect. */
export type GraphReply =
  | { readonly kind: "answer"; readonly status: number; readonly body: string }
  | { readonly kind: "file"; readonly mime: string; readonly content: Uint8Array }
  | { readonly kind: "dropped" };

/** A span of durations out of which one is drawn. */
export interface Span {
  readonly minMs: number;
  readonly maxMs: number;
}

/** A duration of the span; `fraction` in [0, 1). */
export function drawMs(span: Span, fraction: number): number {
  return span.minMs + (span.maxMs - span.minMs) * fraction;
}

/** Meta's time stamp: whole seconds as text. */
export function stampOf(at: Millis): string {
  return String(secondsOf(at));
}

/** Meta's other time stamp: whole seconds as a number. */
export function secondsOf(at: Millis): number {
  return Math.floor(at / 1_000);
}
