import { type AiFailure, type AiFailureKind, BotError, isUnsent } from "sapa/plugin";
import { z } from "zod";

const kindsByStatus: Readonly<Record<number, AiFailureKind>> = {
  400: "bad_request",
  401: "auth",
  403: "permission",
  404: "bad_request",
  408: "timeout",
  429: "rate_limit",
  503: "overloaded",
  504: "timeout",
};

const advice: Partial<Readonly<Record<AiFailureKind, string>>> = {
  auth: "sign in again: sapa provider login",
  permission: "who is signed in has no Microsoft 365 Copilot licence (a new one takes 30 minutes)",
  rate_limit: "Microsoft asks to wait",
};

const errorSchema = z.object({ error: z.object({ code: z.string() }) });

/** What an answer with a bad status means. Source: Microsoft Graph, errors; Chat API, licences. */
export async function ofResponse(response: Response): Promise<AiFailure> {
  const { status, headers } = response;
  const code = codeOf(await response.text());
  // Work IQ says so when the token is another directory's than the person's home.
  const isForeign = code === "AuthenticationError";
  const kind = isForeign
    ? "auth"
    : (kindsByStatus[status] ?? (status >= 500 ? "server" : "bad_request"));
  const seconds = Number(headers.get("retry-after") ?? Number.NaN);
  const facts = [`HTTP ${status}`, code].filter((fact) => fact !== "").join(", ");
  const hint = advice[kind];
  return {
    kind,
    message: `${kind} (${facts})${hint === undefined ? "" : `: ${hint}`}`,
    status,
    ...(Number.isFinite(seconds) && seconds >= 0
      ? { retryAfterMs: Math.round(seconds * 1_000) }
      : {}),
  };
}

/** What a thrown error means. Never holds what was asked. */
export function ofThrown(error: unknown): AiFailure {
  if (error instanceof BotError && error.code === "AI_AUTH") {
    return { kind: "auth", message: error.message };
  }
  if (error instanceof BotError && error.code === "AI_UNREACHABLE") {
    return { kind: "unreachable", message: error.message, isUnsent: true };
  }
  if (error instanceof SyntaxError) {
    return { kind: "protocol", message: "protocol: the answer is not what Copilot sends" };
  }
  const message = "unreachable: Microsoft's servers do not answer";
  return { kind: "unreachable", message, ...(isUnheard(error) ? { isUnsent: true } : {}) };
}

/** The library keeps of what it was caused by nothing but the words. */
function isUnheard(error: unknown): boolean {
  const words = error instanceof Error ? error.message : "";
  return isUnsent(error) || /^ECONNREFUSED\b|\bENOTFOUND\b|\bEAI_/.test(words);
}

function codeOf(text: string): string {
  try {
    return errorSchema.safeParse(JSON.parse(text)).data?.error.code ?? "";
  } catch {
    return "";
  }
}
