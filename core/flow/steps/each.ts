import { z } from "zod";
import { defineStep, type Next } from "#core/flow/define-step.ts";
import { limits } from "#core/flow/limits.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";
import type { Json } from "#core/lib/json.ts";

/** Goes through its steps once for each item of a list. The list is kept in the run. */
export const each = defineStep({
  verb: "each",
  about:
    "Goes through `steps` once for each item of a list, up to 100; conversations may rest inside.",
  keys: (steps) => ({
    each: expressionSchema.meta({
      description: "A list (CEL), worked out once.",
      examples: ["slots.cart.items"],
    }),
    as: nameSchema.meta({
      description: "The name of the item inside the steps.",
      examples: ["item"],
    }),
    steps: steps.meta({ description: "What is done for each item." }),
  }),
  outline: (input) => ({
    lists: [{ path: ["steps"], steps: input.steps, isLoop: true }],
    ways: [
      { to: { kind: "list", path: ["steps"] }, after: { kind: "nothing" }, fills: [] },
      { to: { kind: "next" }, after: { kind: "nothing" }, fills: [] },
    ],
    speaks: "not",
    binds: { name: input.as, path: ["as"] },
  }),
  compile(input, build) {
    const items = build.expression(["each"], input.each, { kinds: ["list"] });
    const { type } = items.value;
    build.passOn(input.as, items.value.names);
    build.bind(["steps"], input.as, type.kind === "list" ? type.of : { kind: "any" });
    return { items, name: input.as, list: build.list(["steps"]), key: `each ${build.place}` };
  },
  enter({ items, name, list, key }, turn) {
    const result = turn.evaluate(items);
    if (!result.ok) return { kind: "fail", failure: result.failure };
    const values: readonly Json[] = Array.isArray(result.value) ? result.value : [];
    const isTooBig = JSON.stringify(values).length > limits.stateChars;
    if (values.length > limits.eachItems || isTooBig) {
      const message = isTooBig
        ? `the list is larger than ${limits.stateChars} characters`
        : `the list has ${values.length} items, ${limits.eachItems} are gone through`;
      const at = items.place(0);
      return { kind: "fail", failure: { code: "FLOW_LIMIT_REACHED", message, at } };
    }
    return take(values, 0, { name, list, key }, turn);
  },
  again(loop, turn) {
    const state = readState(turn.local(loop.key));
    return state === undefined ? leaveLoop(loop, turn) : take(state.items, state.next, loop, turn);
  },
  leave: (loop, turn) => {
    leaveLoop(loop, turn);
  },
  holding: ({ key, name }) => ({ keeps: [key, name] }),
});

interface Loop {
  readonly name: string;
  readonly list: string;
  /** Where the run keeps what is left of the list; no name of an expression can look like it. */
  readonly key: string;
}

function take(items: readonly Json[], index: number, loop: Loop, turn: Turn): Next {
  const item = items[index];
  if (item === undefined) return leaveLoop(loop, turn);
  turn.setLocal(loop.key, { items, next: index + 1 });
  turn.setLocal(loop.name, item);
  return { kind: "enter", list: loop.list };
}

function leaveLoop({ name, key }: Loop, turn: Turn): Next {
  turn.setLocal(key, undefined);
  turn.setLocal(name, undefined);
  return { kind: "next" };
}

const stateSchema = z.object({ items: z.array(z.json()), next: z.int().min(0) });

function readState(value: Json) {
  return stateSchema.safeParse(value).data;
}
