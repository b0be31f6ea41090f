import type { FunctionRule } from "./function-rule.ts";
import { createIntlFormats, type IntlFormats } from "./intl-formats.ts";
import { createMethods } from "./method-functions.ts";
import { createPatternCache } from "./pattern.ts";
import { createPlainFunctions } from "./plain-functions.ts";
import { createTextFunctions } from "./text-functions.ts";

/** Everything that an expression can call. */
export interface FunctionTable {
  readonly rules: readonly FunctionRule[];
  readonly formats: IntlFormats;
  findFunction(name: string): FunctionRule | undefined;
  findMethod(name: string): FunctionRule | undefined;
}

export function createFunctionTable(): FunctionTable {
  const formats = createIntlFormats();
  const rules = [
    ...createPlainFunctions(createPatternCache()),
    ...createMethods(),
    ...createTextFunctions(formats),
  ];
  const functions = new Map(
    rules.flatMap((rule) => (rule.receiver === undefined ? [[rule.name, rule] as const] : [])),
  );
  const methods = new Map(
    rules.flatMap((rule) => (rule.receiver === undefined ? [] : [[rule.name, rule] as const])),
  );
  return {
    rules,
    formats,
    findFunction: (name) => functions.get(name),
    findMethod: (name) => methods.get(name),
  };
}

/** Methods of CEL that take a variable and an expression; the engine's own. */
export const loopMethods = ["all", "exists", "exists_one", "filter", "map"] as const;
export type LoopMethod = (typeof loopMethods)[number];

export function isLoopMethod(name: string): name is LoopMethod {
  return loopMethods.some((known) => known === name);
}

/** Methods of optional values (`contact.?city`); the engine's own. */
export const optionalMethods = ["orValue", "or", "hasValue", "value"] as const;
export type OptionalMethod = (typeof optionalMethods)[number];

export function isOptionalMethod(name: string): name is OptionalMethod {
  return optionalMethods.some((known) => known === name);
}
