/**
 * Headers of every answer: nothing here is a page, so nothing of it may be framed, sniffed, cached
 * or told to others.
 */
const safe = {
  "cache-control": "no-store",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
};

const textHeaders = { ...safe, "content-type": "text/plain; charset=utf-8" };
const jsonHeaders = { ...safe, "content-type": "application/json" };

/** Seconds after which a sender may try again when nothing can be stored. */
const retryAfterSeconds = "5";

/** A plain answer; a 503 says when to come back. */
export function answerText(status: number, body: string): Response {
  const headers =
    status === 503 ? { ...textHeaders, "retry-after": retryAfterSeconds } : textHeaders;
  return new Response(body, { status, headers });
}

export function answerJson(status: number, body: Readonly<Record<string, unknown>>): Response {
  const headers =
    status === 503 ? { ...jsonHeaders, "retry-after": retryAfterSeconds } : jsonHeaders;
  return new Response(JSON.stringify(body), { status, headers });
}

/** Tells nothing of whether there are tokens at all. */
export function answerUnauthorized(): Response {
  return new Response(JSON.stringify({ error: "unauthorized" }), {
    status: 401,
    headers: { ...jsonHeaders, "www-authenticate": "Bearer" },
  });
}

/** An answer to a request whose body was not read to its end: the connection cannot go on. */
export function answerAndClose(status: number, error: string): Response {
  return new Response(JSON.stringify({ error }), {
    status,
    headers: { ...jsonHeaders, connection: "close" },
  });
}
