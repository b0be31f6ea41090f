import type { Engine } from "#core/engine/create-engine.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import { answerAndClose, answerText } from "./answers.ts";
import type { Deadlines } from "./deadlines.ts";
import { readBody } from "./read-body.ts";

/** Meta's own limit is 3 MB. Source: Cloud API, webhooks. */
export const maxWebhookBytes = 4 * 1_024 * 1_024;
/** From the head of a request to the last byte of its body. */
export const bodyDeadlineMs = 10_000;

export interface WebhookDeps {
  readonly engine: Pick<Engine, "receive">;
  readonly clock: Clock;
  readonly deadlines: Deadlines;
}

const noBody = new Uint8Array();
const noQuery: Readonly<Record<string, string>> = Object.freeze({});

/**
 * Hands a webhook's raw bytes to the engine and gives its answer. The envelope is the channel's to
 * read, after it has verified it: here nothing is parsed.
 */
export async function receiveWebhook(
  deps: WebhookDeps,
  account: AccountId,
  request: Request,
): Promise<Response> {
  const receivedAt = deps.clock.now();
  const method = request.method === "POST" ? "POST" : "GET";
  let body: Uint8Array = noBody;
  if (method === "POST") {
    const reading = await readBody(request, maxWebhookBytes, deps.deadlines);
    switch (reading.kind) {
      case "read":
        body = reading.bytes;
        break;
      case "too-large":
        return answerAndClose(413, `the body is over ${maxWebhookBytes} bytes`);
      case "too-slow":
        return answerAndClose(408, `the body took over ${bodyDeadlineMs} ms`);
      case "gone":
        return answerAndClose(400, "the body ended early");
      default:
        return assertNever(reading, "webhook body");
    }
  }
  const headers = request.headers.toJSON();
  const query = queryOf(request.url);
  const answer = await deps.engine.receive(account, { method, query, headers, body, receivedAt });
  return answerText(answer.status, answer.body);
}

/** The query's values by name; the first one wins. */
function queryOf(url: string): Readonly<Record<string, string>> {
  const start = url.indexOf("?");
  if (start === -1) return noQuery;
  return Object.fromEntries([...new URLSearchParams(url.slice(start))].toReversed());
}
