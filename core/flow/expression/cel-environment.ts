import { Environment } from "@marcbachmann/cel-js";
import { CallArguments } from "./call-arguments.ts";
import { CallContext } from "./call-context.ts";
import type { FunctionRule } from "./function-rule.ts";
import { createFunctionTable, type FunctionTable } from "./functions.ts";
import { failWith, toValue } from "./to-value.ts";

/** Longest expression, in UTF-16 units. */
export const maxExpressionChars = 2_000;
/** So many different expressions are kept as they were read, for when one stands there again. */
export const maxKeptExpressions = 1_000;
/** Most entries that a loop (`map`, `filter`, `all` …) may pass. */
const maxLoopEntries = 1_000;
/** Entries of a list that are copied in about the time that a loop spends on one. */
const entriesCopiedPerWork = 16;

/** The engine that expressions run on, set up once. */
export interface CelEnvironment {
  /** Reads what an author wrote: limits on nodes, depth and list size hold here. */
  readonly authored: Environment;
  /** Runs what `generateCel` made of it: the same language with our functions under hidden names. */
  readonly engine: Environment;
  readonly table: FunctionTable;
}

/** Limits on what an author may write. Source: what a flow needs, times five. */
const authoredLimits = {
  maxAstNodes: 300,
  maxDepth: 24,
  maxListElements: 100,
  maxMapEntries: 100,
  maxCallArguments: 8,
};
/** Generated text is fully bracketed, so it is deeper than what it was made of. */
const engineLimits = { maxAstNodes: 5_000, maxDepth: 1_000, maxCallArguments: 16 };

/**
 * Sets the engine up as the flow language needs it: whole and broken numbers mix, text takes numbers
 * with `+` and texts with `in`, `.?` and `[?]` are on, lists may be mixed. Names are of any type to
 * the engine, because every name may be null; types are `checkExpression`'s business. The engine's
 * own functions stay unreachable: only rules of the table have a way into the generated text.
 */
function createCelEnvironment(): CelEnvironment {
  const engine = new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
    limits: engineLimits,
  });
  engine.registerType("CallContext", CallContext);
  registerOperators(engine);
  const table = createFunctionTable();
  for (const rule of table.rules) registerRule(engine, rule);
  engine.registerFunction("f_entries(dyn, dyn): dyn", boundedEntries, { async: false });
  engine.registerFunction("f_counted(dyn, dyn): dyn", countedList, { async: false });
  return { engine, table, authored: engine.clone({ limits: authoredLimits }) };
}

let shared: CelEnvironment | undefined;

/** The environment that all expressions share: it has no state of its own, only a cost to make. */
export function celEnvironment(): CelEnvironment {
  shared ??= createCelEnvironment();
  return shared;
}

function registerOperators(engine: Environment): void {
  type Operation = (a: number, b: number) => number;
  const arithmetic: readonly (readonly [string, Operation])[] = [
    ["+", (a, b) => a + b],
    ["-", (a, b) => a - b],
    ["*", (a, b) => a * b],
    ["/", (a, b) => a / b],
    ["%", (a, b) => a % b],
  ];
  for (const [operator, run] of arithmetic) {
    const mixed = (a: number | bigint, b: number | bigint) => run(Number(a), Number(b));
    engine.registerOperator(`int ${operator} double: double`, mixed);
    engine.registerOperator(`double ${operator} int: double`, mixed);
  }
  engine.registerOperator("double % double: double", (a: number, b: number) => a % b);
  const join = (a: string | number | bigint, b: string | number | bigint) => `${a}${b}`;
  for (const type of ["int", "double"]) {
    engine.registerOperator(`string + ${type}: string`, join);
    engine.registerOperator(`${type} + string: string`, join);
  }
  engine.registerOperator("string in string: bool", (part: string, whole: string) =>
    whole.includes(part),
  );
}

/** The name that a rule has in generated text; the engine's own functions have none like it. */
export function engineName(rule: FunctionRule): string {
  return rule.receiver === undefined ? `f_${rule.name}` : `m_${rule.name}`;
}

function registerRule(engine: Environment, rule: FunctionRule): void {
  const receivers = rule.receiver === undefined ? 0 : 1;
  const optional = rule.parameters.filter((parameter) => parameter.isOptional === true).length;
  for (let left = 0; left <= optional; left += 1) {
    const values = receivers + rule.parameters.length - left;
    const types = Array.from({ length: values + 1 }, () => "dyn").join(", ");
    engine.registerFunction(
      `${engineName(rule)}(${types}): dyn`,
      (context: CallContext, ...raw: readonly unknown[]) =>
        rule.run(new CallArguments(rule.name, context, raw)),
      { async: false },
    );
  }
}

/** A loop's list, or the keys of its object, if it is not too long. */
function boundedEntries(context: CallContext, held: unknown): unknown {
  const entries = Array.isArray(held) ? held : keysOf(held);
  context.spend(1 + entries.length);
  if (entries.length <= maxLoopEntries) return entries;
  const count = entries.length;
  return failWith(`a loop may pass ${maxLoopEntries} entries at most, this list has ${count}`);
}

/** A value as it is; if it is a list, its copying is counted as work. */
function countedList(context: CallContext, held: unknown): unknown {
  if (Array.isArray(held)) context.spend(held.length / entriesCopiedPerWork);
  return held;
}

function keysOf(held: unknown): readonly unknown[] {
  const value = toValue(held);
  if (typeof value === "object" && value !== null) return Object.keys(value);
  return failWith("a loop needs a list");
}
