import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import type { Below } from "./random-flow.ts";

/** A flow and an edit of it. */
export interface RandomEdit {
  readonly before: string;
  readonly after: string;
}

interface Branch {
  then?: Step[] | undefined;
  else?: Step[] | undefined;
  try?: Step[] | undefined;
  catch?: Step[] | undefined;
  steps?: Step[] | undefined;
}

interface Step extends Branch {
  id?: string | undefined;
  ask?: unknown;
  say?: unknown;
  into?: unknown;
  switch?: Branch[] | undefined;
}

const steps = z.lazy((): z.ZodType<Step[]> => z.array(stepSchema));
const branch = {
  // oxlint-disable-next-line unicorn/no-thenable -- a key of the language; nothing awaits it
  then: steps.optional(),
  else: steps.optional(),
  try: steps.optional(),
  catch: steps.optional(),
  steps: steps.optional(),
};
const stepSchema: z.ZodType<Step> = z.looseObject({
  ...branch,
  id: z.string().optional(),
  switch: z.array(z.looseObject(branch)).optional(),
});
const flowSchema = z.looseObject({ slots: z.record(z.string(), z.unknown()), steps });

/**
 * A flow of `randomFlow` with ids on what holds steps, and what an author might make of it: steps come,
 * go, move and get other ids and words, slots get narrower; with a `migrate`, or without one.
 */
export function randomEdit(flow: string, below: Below): RandomEdit {
  const before = parseJson(flowSchema, flow, "the flow");
  let named = 0;
  for (const step of listsOf(before.steps).flat()) {
    if (below(4) > 0 && step.try !== undefined) step.id = `try_${++named}`;
  }
  const after = parseJson(flowSchema, JSON.stringify(before), "the flow");
  const map: Record<string, string> = {};
  for (let edits = 1 + below(4); edits > 0; edits -= 1) edit(after, map, below);
  const migrate = {
    from: "any",
    ...(below(4) === 0 ? {} : { map }),
    else: ["finish", "restart", "handoff"][below(3)],
  };
  const told = below(5) === 0 ? after : { ...after, migrate };
  return { before: JSON.stringify(before), after: JSON.stringify(told) };
}

function edit(
  { steps: all, slots }: z.output<typeof flowSchema>,
  map: Record<string, string>,
  below: Below,
): void {
  const lists = listsOf(all);
  const list = lists[below(lists.length)] ?? all;
  const at = below(list.length);
  const step = list[at];
  switch (below(7)) {
    case 0:
      list.splice(at, 0, { say: "Something new" });
      return;
    case 1:
      if (list.length > 1) list.splice(at, 1);
      return;
    case 2: {
      const [taken] = list.splice(at, 1);
      if (taken !== undefined) list.splice(below(list.length + 1), 0, taken);
      return;
    }
    case 3:
      // Those of one letter are what `goto` leads to.
      if (step?.id === undefined || step.id.length === 1) return;
      map[step.id] = `${step.id}_new`;
      step.id = `${step.id}_new`;
      return;
    case 4:
      if (step?.ask !== undefined) step.ask = "In other words?";
      return;
    case 5:
      slots["count"] = { type: "integer", min: 0, max: 1 + below(5) };
      return;
    default:
      all.unshift({ ask: "And before that?", id: `before_${below(1_000)}`, into: "word" });
  }
}

/** Every list of steps in a flow, the outer ones first. */
function listsOf(list: Step[]): Step[][] {
  return [
    list,
    ...list.flatMap((step) =>
      [step, ...(step.switch ?? [])]
        .flatMap((holder) => [holder.then, holder.else, holder.try, holder.catch, holder.steps])
        .flatMap((inner) => (inner === undefined ? [] : listsOf(inner))),
    ),
  ];
}
