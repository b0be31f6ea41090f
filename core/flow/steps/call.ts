import { z } from "zod";
import { compileCall, type Input } from "#core/flow/compile/call.ts";
import { outputsType } from "#core/flow/compile/call-outputs.ts";
import { defineStep } from "#core/flow/define-step.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import { evaluateMap } from "#core/flow/run/evaluate-input.ts";
import type { Failure, Outcome } from "#core/flow/run/failure.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import type { JsonObject } from "#core/lib/json.ts";

/** Goes through another flow and comes back. */
export const call = defineStep({
  verb: "call",
  about:
    "Goes through another flow, with values in its inputs, and comes back with its outputs when it ends.",
  keys: () => ({
    call: nameSchema.meta({ description: "The flow's name.", examples: ["pick_size"] }),
    with: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({
        description:
          "Values of its inputs. A text that is nothing but one `{{ expression }}` keeps its type.",
        examples: [{ drink: "{{ slots.drink }}" }],
      }),
    into: nameSchema.optional().meta({
      description: "A name for its outputs: `into: size` is read as `size.<output>`.",
    }),
  }),
  outline({ call: flow, into }) {
    const fills = into === undefined ? [] : [into];
    const type = (around: Parameters<typeof outputsType>[1]) => outputsType(flow, around);
    return {
      lists: [],
      ways: [{ to: { kind: "next" }, after: { kind: "call", flow }, fills }],
      speaks: "not",
      calls: flow,
      ...(into === undefined ? {} : { into: { name: into, path: ["into"], type } }),
    };
  },
  compile: (input, build) => compileCall(input, build),
  enter({ flow, entries, inputs, at }, turn) {
    const values = evaluateMap(entries, turn);
    const checked = values.ok ? checkInputs(values.value, inputs, flow, at) : values;
    return checked.ok
      ? { kind: "call", flow, inputs: checked.value }
      : { kind: "fail", failure: checked.failure };
  },
  returned({ into }, turn, outputs) {
    if (into !== undefined) turn.fill(into, outputs);
    return { kind: "next" };
  },
  holding: ({ flow }) => ({ keeps: [], of: flow }),
});

/** The values that fit; an empty one stands for the input's own default. */
function checkInputs(
  values: JsonObject,
  inputs: readonly Input[],
  flow: string,
  at: Failure["at"],
): Outcome<JsonObject> {
  const given = Object.entries(values).filter(([, value]) => value !== null);
  const misfit = inputs.find(({ slot, isRequired }) => {
    const value = values[slot.name] ?? null;
    return value === null ? isRequired : !isSlotValue(slot.type, value);
  });
  if (misfit === undefined) return { ok: true, value: Object.fromEntries(given) };
  const message = `what is given does not fit the input "${misfit.slot.name}" of ${flow}`;
  return { ok: false, failure: { code: "FLOW_VALUE_REFUSED", message, at } };
}
