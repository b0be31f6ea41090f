import type { Catalog } from "#core/flow/catalog.ts";
import type { CompiledFlow } from "#core/flow/compile/flow-facts.ts";
import type { Finding } from "#core/flow/finding.ts";

/**
 * Interrupts that take their words before every trigger. START is a word like any while nobody said STOP, and the
 * word for the menu may well begin the menu's own flow.
 */
const taking: readonly string[] = ["stop", "help", "human", "cancel", "data", "erase"];

/** Finds triggers that never fire: their word is one of an interrupt, which acts in every flow and goes first. */
export function findTaken(
  flows: readonly CompiledFlow[],
  { interrupts = {} }: Catalog,
): readonly Finding[] {
  return flows.flatMap(({ triggers }) =>
    triggers.flatMap(({ match, at }): readonly Finding[] => {
      if (match.kind !== "word") return [];
      const owner = taking.find((name) => interrupts[name]?.includes(match.word));
      if (owner === undefined) return [];
      return [
        {
          code: "FLOW_TRIGGER_TAKEN",
          severity: "warning",
          at,
          message: `"${match.word}" is a word of the interrupt "${owner}", which goes first: this never begins the flow`,
          hint: "take another word",
        },
      ];
    }),
  );
}
