import type { Engine } from "#core/engine/create-engine.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { jsonDepth } from "#core/lib/json.ts";
import { answerAndClose, answerJson } from "./answers.ts";
import type { Deadlines } from "./deadlines.ts";
import { eventRequestSchema, recipientOf } from "./event-request.ts";
import { readBody } from "./read-body.ts";

export const maxEventBytes = 64 * 1_024;
const maxDepth = 16;
const maxKeyChars = 200;

export interface EventDeps {
  readonly engine: Pick<Engine, "takeEvent">;
  readonly accounts: ReadonlyMap<string, AccountId>;
  readonly deadlines: Deadlines;
}

/**
 * Takes one event of the owner's own systems in: 202 when it is kept, 200 for a repeat of the same
 * `Idempotency-Key`, and an error in words otherwise. The caller has checked the token.
 */
export async function receiveEvent(deps: EventDeps, request: Request): Promise<Response> {
  const key = request.headers.get("idempotency-key") ?? "";
  if (key === "" || key.length > maxKeyChars) {
    return refuse(`send an Idempotency-Key of 1 to ${maxKeyChars} characters`);
  }
  const reading = await readBody(request, maxEventBytes, deps.deadlines);
  switch (reading.kind) {
    case "read":
      return takeIn(deps, key, reading.bytes);
    case "too-large":
      return answerAndClose(413, `the body is over ${maxEventBytes} bytes`);
    case "too-slow":
      return answerAndClose(408, "the body took too long");
    case "gone":
      return answerAndClose(400, "the body ended early");
    default:
      return assertNever(reading, "event body");
  }
}

async function takeIn(deps: EventDeps, key: string, bytes: Uint8Array): Promise<Response> {
  if (jsonDepth(bytes, maxDepth) > maxDepth) return refuse(`more than ${maxDepth} levels deep`);
  const body = parseBytes(bytes);
  if (body === undefined) return refuse("the body is not JSON");
  const parsed = eventRequestSchema.safeParse(body);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path.join(".") ?? "";
    return refuse(`${path === "" ? "the body" : path}: ${issue?.message ?? "not as described"}`);
  }
  const { event: name, account: wanted, data } = parsed.data;
  const account = findAccount(deps.accounts, wanted);
  if (account === undefined) {
    return wanted === undefined
      ? refuse("account: there are several, say which")
      : answerJson(404, { error: "no such account" });
  }
  const to = recipientOf(parsed.data);
  const answer = await deps.engine.takeEvent({ account, to, name, data, key });
  switch (answer) {
    case "new":
      return answerJson(202, { status: "accepted" });
    case "duplicate":
      return answerJson(200, { status: "duplicate" });
    case "no-account":
      return answerJson(404, { error: "no such account" });
    case "no-contact":
      return answerJson(404, { error: "no such contact" });
    default:
      return assertNever(answer, "event answer");
  }
}

function findAccount(
  accounts: ReadonlyMap<string, AccountId>,
  wanted: string | undefined,
): AccountId | undefined {
  if (wanted !== undefined) return accounts.get(wanted);
  const [only, ...others] = accounts.values();
  return others.length === 0 ? only : undefined;
}

/** Undefined if it is no JSON in UTF-8. */
function parseBytes(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function refuse(error: string): Response {
  return answerJson(400, { error });
}
