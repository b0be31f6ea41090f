import type { CatalogAction } from "#core/flow/catalog.ts";
import type { CalledFlow } from "./called-flow.ts";

/** What a step may know of beyond its own flow. */
export interface Around {
  /** Undefined: not known here, anything goes. */
  readonly actions: readonly CatalogAction[] | undefined;
  /** The flows beside this one; undefined: not known here. */
  readonly flows?: OtherFlows;
}

export interface OtherFlows {
  readonly names: readonly string[];
  /** Sensitive slots of any flow that are kept with the contact. */
  readonly secrets: readonly string[];
  /** Undefined: there is none of that name, or it is being looked at already. */
  find(name: string): CalledFlow | undefined;
}
