import type { ValueType } from "#core/flow/expression/name-types.ts";
import type { Json } from "#core/lib/json.ts";
import type { Failure } from "./failure.ts";
import type { Turn } from "./turn.ts";

/** The name under which a `catch` sees what went wrong. */
export const errorName = "error";

export const errorType: ValueType = {
  kind: "object",
  fields: { kind: { kind: "text" }, message: { kind: "text" } },
};

/** What a `catch` sees: `kind` is a word to compare with, `message` a sentence for the team. */
export function errorValue({ code, kind, message }: Failure): Json {
  return { kind: kind ?? code.replace(/^FLOW_/, "").toLowerCase(), message };
}

/** Shows an error to the steps of a `catch`; `key` keeps what an outer `catch` shows. */
export function showError(turn: Turn, key: string, failure: Failure): void {
  turn.setLocal(key, turn.local(errorName));
  turn.setLocal(errorName, errorValue(failure));
}

/** The `catch` is over: an outer one shows its own error again. */
export function hideError(turn: Turn, key: string): void {
  turn.setLocal(errorName, turn.local(key) ?? undefined);
  turn.setLocal(key, undefined);
}
