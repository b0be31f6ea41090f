import type { InputCode } from "#core/flow/compile/action-input.ts";
import { limits } from "#core/flow/limits.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import type { Failure, Outcome } from "./failure.ts";
import type { Turn } from "./turn.ts";

/** Works out what is given to an action or a called flow; `at` is where the step stands. */
export function evaluateInput(code: InputCode, turn: Turn, at: Failure["at"]): Outcome<Json> {
  const result = evaluateCode(code, turn);
  if (!result.ok || JSON.stringify(result.value).length <= limits.resultChars) return result;
  const message = `what it is given is larger than ${limits.resultChars} characters`;
  return { ok: false, failure: { code: "FLOW_VALUE_REFUSED", message, at } };
}

function evaluateCode(code: InputCode, turn: Turn): Outcome<Json> {
  switch (code.kind) {
    case "constant":
      return { ok: true, value: code.value };
    case "template":
      return turn.evaluate(code.template);
    case "list": {
      const items: Json[] = [];
      for (const item of code.items) {
        const result = evaluateCode(item, turn);
        if (!result.ok) return result;
        items.push(result.value);
      }
      return { ok: true, value: items };
    }
    case "map":
      return evaluateMap(code.entries, turn);
    default:
      return assertNever(code, "evaluateInput");
  }
}

/** The values of a map, worked out in its order. */
export function evaluateMap(
  entries: readonly (readonly [string, InputCode])[],
  turn: Turn,
): Outcome<JsonObject> {
  const values: (readonly [string, Json])[] = [];
  for (const [key, item] of entries) {
    const result = evaluateCode(item, turn);
    if (!result.ok) return result;
    values.push([key, result.value]);
  }
  return { ok: true, value: Object.fromEntries(values) };
}
