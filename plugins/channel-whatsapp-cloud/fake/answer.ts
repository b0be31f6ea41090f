import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "./graph-error.ts";

/** What an endpoint says. `body` of a refusal is laid beside Meta's `error`. */
export type Answer =
  | { readonly kind: "ok"; readonly body: JsonObject }
  | { readonly kind: "file"; readonly mime: string; readonly content: Uint8Array }
  /** Nothing is there, and nobody says why: how Meta's file servers refuse. */
  | { readonly kind: "absent" }
  | { readonly kind: "refused"; readonly error: GraphError; readonly body?: JsonObject };

export const succeeded: Answer = { kind: "ok", body: { success: true } };

export function ok(body: JsonObject): Answer {
  return { kind: "ok", body };
}

export function refuse(error: GraphError): Answer {
  return { kind: "refused", error };
}
