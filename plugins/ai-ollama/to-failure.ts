import { type AiFailure, type AiFailureKind, isUnsent } from "sapa/plugin";
import { OllamaError } from "./client.ts";
import type { Config } from "./config.ts";

/** What a status means. Source: Ollama, server/routes.go; 401, 403, 429 and 502 are of its cloud. */
const kindsByStatus: Readonly<Record<number, AiFailureKind>> = {
  400: "bad_request",
  401: "auth",
  403: "permission",
  404: "model_missing",
  408: "timeout",
  429: "rate_limit",
  503: "overloaded",
};

/** What a thrown error means, with the command that mends it. Never holds what was asked. */
export function toFailure(error: unknown, config: Config): AiFailure {
  if (error instanceof OllamaError) return ofStatus(error, config);
  if (error instanceof Error && /done or success|JSON|while parsing/i.test(error.message)) {
    return { kind: "protocol", message: "protocol: the answer broke off before its end" };
  }
  if (error instanceof Error && error.constructor === Error) {
    // A line of the stream that says `error`: the model failed in the middle.
    return { kind: "server", message: `server: Ollama stopped in the middle (${hintOf(error)})` };
  }
  const hint = `start Ollama (ollama serve), or check host: ${config.host}`;
  const unsent = isUnsent(error) ? { isUnsent: true } : {};
  return { kind: "unreachable", message: `unreachable: ${hint}`, ...unsent };
}

function ofStatus({ status, message }: OllamaError, { model }: Config): AiFailure {
  if (status < 400) {
    return { kind: "protocol", message: "protocol: what answers at host is not Ollama", status };
  }
  const kind = kindsByStatus[status] ?? (status >= 500 ? "server" : "bad_request");
  const told: Partial<Record<AiFailureKind, string>> = {
    model_missing: `the server has no model "${model}"; run: ollama pull ${model}`,
    overloaded: "too many questions wait at the server (OLLAMA_MAX_QUEUE)",
    auth: "sign in at the server (ollama signin), or set key",
    permission: "the server may not use models of the cloud",
    bad_request: missingAbility(message) ?? "the server does not take the question",
  };
  return {
    kind,
    message: `${kind} (HTTP ${status}): ${told[kind] ?? "see the server's log"}`,
    status,
  };
}

function missingAbility(text: string): string | undefined {
  const ability = /does not support (tools|thinking|chat|vision)/.exec(text)?.[1];
  if (ability === undefined) return undefined;
  const setting = { tools: "tools: false", thinking: "think: off", vision: "images: false" }[
    ability
  ];
  return `the model does not support ${ability}${setting === undefined ? "" : `; write ${setting}`}`;
}

/** Only what Ollama itself says; a text that may hold the question does not. */
function hintOf({ message }: Error): string {
  return /memory|cuda|gpu/i.test(message) ? "out of memory: take a smaller model" : "see its log";
}
