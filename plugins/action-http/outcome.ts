import { type ActionOutcome, type Json, jsonDepth, jsonSchema } from "sapa/plugin";

/** Levels of JSON that an answer may have. */
const maxDepth = 32;

export type Method = "GET" | "POST" | "PUT" | "DELETE";

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** Another answer led here. */
  readonly wasRedirected?: boolean;
}

/**
 * What an answer means. 2xx is done. 429 and 503 say that nothing was done and that it may be tried
 * again, and so do 408 and 425. Another 5xx tells nothing of what was done before it: for a POST
 * nobody knows. Nor does anybody for what is not a GET and was answered with a redirect, or led on by
 * one: whoever sent it away may have done it before. All else would end the same again.
 */
export function outcomeOf(answer: Answer, host: string, method: Method): ActionOutcome {
  const { status, wasRedirected = false } = answer;
  if (status >= 200 && status < 300) return readBody(answer, host);
  const message = `${host} answered ${status}`;
  const isSentAway = wasRedirected || (status >= 300 && status < 400);
  if (method !== "GET" && isSentAway) return { kind: "unknown", message };
  if (method === "POST" && status >= 500 && status !== 503) return { kind: "unknown", message };
  const mayHelp = status >= 500 || [408, 425, 429].includes(status);
  const code = `http_${status}`;
  return { kind: "failed", code, message, ...(mayHelp ? {} : { isFinal: true }) };
}

function readBody({ headers, body }: Answer, host: string): ActionOutcome {
  if (body.trim() === "") return { kind: "done", value: null };
  const isSaidJson = /\bjson\b/i.test(headers["content-type"] ?? "");
  const value = parse(body);
  if (value !== undefined) return { kind: "done", value };
  // It was done, whatever its answer looks like.
  if (isSaidJson) return { kind: "unknown", message: `${host} answered with broken JSON` };
  return { kind: "done", value: body };
}

function parse(text: string): Json | undefined {
  if (jsonDepth(new TextEncoder().encode(text), maxDepth) > maxDepth) return undefined;
  try {
    return jsonSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
