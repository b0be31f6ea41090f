import { CallContext } from "./call-context.ts";
import type { Names, Reader, Value } from "./value.ts";

/** Under this key functions find the call context. */
export const callKey = "call";

/**
 * The key of a name in the engine's context. The prefix keeps names apart from the engine's own
 * constants, so that a step may say `into: type` or `into: list`.
 */
export function contextKey(name: string): string {
  return `n_${name}`;
}

/** The names and the reader of one evaluation, prepared once and used for any number of expressions. */
export interface Scope {
  readonly names: Names;
  readonly reader: Reader;
  readonly call: CallContext;
  /** What the engine looks names up in: no prototype, so that nothing inherited can be reached. */
  readonly context: Readonly<Record<string, unknown>>;
}

/** Makes a scope. Every declared name must be there: null while it is unset. */
export function createScope(names: Names, reader: Reader): Scope {
  const call = new CallContext(reader);
  const context: Record<string, unknown> = { __proto__: null, [callKey]: call };
  for (const name of Object.keys(names)) context[contextKey(name)] = names[name];
  return { names, reader, call, context };
}

/** The same scope with more names, such as the item of a loop. */
export function extendScope(scope: Scope, names: { readonly [name: string]: Value }): Scope {
  return createScope({ ...scope.names, ...names }, scope.reader);
}
