import {
  type AiFailure,
  type AiFailureKind,
  aiFailureKinds,
  errorText,
  isUnsent,
} from "sapa/plugin";
import { z } from "zod";

/**
 * The vendor's own codes, which say more than the status. Source: OpenAI API, error codes; the
 * events `error` and `response.failed` of a stream use the same.
 */
const kindsByCode: Readonly<Record<string, AiFailureKind>> = {
  insufficient_quota: "quota",
  billing_hard_limit_reached: "quota",
  rate_limit_exceeded: "rate_limit",
  invalid_api_key: "auth",
  model_not_found: "model_missing",
  context_length_exceeded: "context_length",
  server_error: "server",
  server_is_overloaded: "overloaded",
  slow_down: "overloaded",
};

const kindsByStatus: Readonly<Record<number, AiFailureKind>> = {
  400: "bad_request",
  401: "auth",
  402: "quota",
  403: "permission",
  404: "model_missing",
  408: "timeout",
  409: "server",
  413: "context_length",
  422: "bad_request",
  429: "rate_limit",
  503: "overloaded",
  529: "overloaded",
};

const advice: Partial<Readonly<Record<AiFailureKind, string>>> = {
  auth: "check the key of this provider in the environment",
  quota: "the account has no money left: add credit, or raise its limit",
  permission: "the key may not use this model",
  model_missing: "check the name of the model",
  unreachable: "check base_url, and that the server runs",
};

/** Every way in which the library throws; the class names differ, these fields do not. */
const thrownSchema = z.object({
  name: z.string().optional().catch(undefined),
  status: z.number().optional().catch(undefined),
  // Some servers say a status where others say a word.
  code: z.union([z.string(), z.number()]).optional().catch(undefined),
  type: z.string().optional().catch(undefined),
  headers: z
    .custom<{ get(name: string): string | null }>((value) => value instanceof Headers)
    .optional()
    .catch(undefined),
});

/** What a thrown error means. The message never holds what was asked. */
export function toFailure(error: unknown): AiFailure {
  const thrown = thrownSchema.catch({}).parse(error);
  const { name = "", status, headers } = thrown;
  // Headers without a status: the server said in the middle of a stream that it failed.
  if (headers !== undefined && status === undefined) return failureInStream(thrown);
  const code = typeof thrown.code === "string" ? thrown.code : undefined;
  const kind = kindOf(name, status, code, error);
  const retryAfterMs = headers === undefined ? undefined : waitOf(headers);
  return {
    kind,
    message: messageOf(kind, status, code, error),
    ...(status === undefined ? {} : { status }),
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    ...(kind === "unreachable" && isUnsent(error) ? { isUnsent: true } : {}),
  };
}

function failureInStream({ code, type }: z.output<typeof thrownSchema>): AiFailure {
  if (typeof code !== "number") return failureOfCode(code ?? type);
  const kind = kindOf("", code, undefined, undefined);
  return { kind, message: messageOf(kind, code, undefined, undefined) };
}

/** A failure that a stream told of in its own words. */
export function failureOfCode(code: string | undefined): AiFailure {
  const kind = kindOfCode(code) ?? "server";
  return { kind, message: messageOf(kind, undefined, code, undefined) };
}

function kindOf(
  name: string,
  status: number | undefined,
  code: string | undefined,
  error: unknown,
): AiFailureKind {
  const byCode = kindOfCode(code);
  if (byCode !== undefined) return byCode;
  if (status !== undefined)
    return kindsByStatus[status] ?? (status >= 500 ? "server" : "bad_request");
  if (name === "APIConnectionTimeoutError" || name === "TimeoutError") return "timeout";
  if (error instanceof SyntaxError) return "protocol";
  return "unreachable";
}

function kindOfCode(code: string | undefined): AiFailureKind | undefined {
  if (code === undefined) return undefined;
  const named = Object.hasOwn(kindsByCode, code) ? kindsByCode[code] : undefined;
  return named ?? aiFailureKinds.find((kind) => kind === code);
}

function messageOf(
  kind: AiFailureKind,
  status: number | undefined,
  code: string | undefined,
  error: unknown,
): string {
  // The vendor's prose may repeat the question; its code and status do not.
  const facts = [status === undefined ? "" : `HTTP ${status}`, code ?? ""].filter(
    (item) => item !== "",
  );
  const what = facts.length > 0 ? facts.join(", ") : causeOf(error);
  const hint = advice[kind];
  return `${kind}${what === "" ? "" : ` (${what})`}${hint === undefined ? "" : `: ${hint}`}`;
}

function causeOf(error: unknown): string {
  if (error instanceof SyntaxError) return "the answer is not JSON";
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  return cause instanceof Error ? errorText(cause).slice(0, 200) : "";
}

/** `retry-after-ms`, or `retry-after` in seconds; a date is left to the host's own pace. */
function waitOf(headers: { get(name: string): string | null }): number | undefined {
  const exact = Number(headers.get("retry-after-ms") ?? Number.NaN);
  if (Number.isFinite(exact) && exact >= 0) return Math.round(exact);
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? Math.round(seconds * 1_000) : undefined;
}
