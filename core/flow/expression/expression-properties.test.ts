import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { toMillis } from "#core/lib/millis.ts";
import { compileExpression } from "./compile-expression.ts";
import type { NameTypes, ValueType } from "./name-types.ts";
import { createScope } from "./scope.ts";
import type { Value } from "./value.ts";

const reader = { locale: "id", timeZone: "Asia/Jakarta", nowAt: toMillis(1_786_903_600_000) };

const text = { kind: "text" } as const;
const integer = { kind: "integer" } as const;
const declarations = {
  n: integer,
  x: { kind: "number" },
  maybe: { kind: "integer", nullable: true },
  s: text,
  word: { kind: "text", nullable: true },
  b: { kind: "boolean" },
  at: { kind: "moment" },
  span: { kind: "duration" },
  day: { kind: "date" },
  xs: { kind: "list", of: integer },
  rows: {
    kind: "list",
    of: { kind: "object", fields: { name: text, qty: { kind: "integer", nullable: true } } },
  },
  any: { kind: "any" },
} as const satisfies NameTypes;

const whole = fc.integer({ min: -50, max: 50 });
const scopes = fc.record({
  n: whole,
  x: fc.double({ min: -1e6, max: 1e6, noNaN: true }),
  maybe: fc.option(whole),
  s: fc.string({ maxLength: 5 }),
  word: fc.option(fc.string({ maxLength: 5 })),
  b: fc.boolean(),
  at: fc.integer({ min: 0, max: 2e12 }),
  span: fc.integer({ min: 0, max: 1e9 }),
  day: fc.constantFrom("2026-08-17", "2026-02-28"),
  xs: fc.array(whole, { maxLength: 4 }),
  rows: fc.array(fc.record({ name: fc.string({ maxLength: 3 }), qty: fc.option(whole) }), {
    maxLength: 3,
  }),
  any: fc.jsonValue({ maxDepth: 2 }).map(plain),
});

function plain(value: unknown): Value {
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (typeof value === "number") return value;
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(Object(value)).map(([key, item]) => [key, plain(item)]));
}

/** Expressions that are well formed, but often badly typed: the checker sorts them out. */
const expressions = fc.letrec<{ any: string }>((tie) => {
  const part = tie("any");
  const pair = fc.tuple(part, part);
  const leaf = fc.constantFrom(
    ...Object.keys(declarations),
    ..."0 1 7 2.5 'a' \"kopi\" true false null [] [1,2] 'IDR' any.a any.?a any[0] rows[0].name rows[0].qty xs[1]".split(
      " ",
    ),
  );
  const binary = fc.constantFrom(
    "+",
    "-",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "&&",
    "||",
  );
  return {
    any: fc.oneof(
      { maxDepth: 3, depthSize: "small", withCrossShrink: true },
      leaf,
      fc.tuple(pair, binary).map(([[a, b], operator]) => `(${a} ${operator} ${b})`),
      fc.tuple(part, part, part).map(([a, b, c]) => `(${a} ? ${b} : ${c})`),
      fc.tuple(part, fc.constantFrom("-", "!")).map(([a, sign]) => `${sign}(${a})`),
      pair.map(([a, b]) => `default(${a}, ${b})`),
      pair.map(([a, b]) => `[${a}, ${b}]`),
      pair.map(([a, b]) => `{'a': ${a}, 'b': ${b}}`),
      fc
        .tuple(
          part,
          fc.constantFrom("size", "string", "int", "title", "list", "date", "ago", "number", "has"),
        )
        .map(([a, name]) => `${name}(${a})`),
      fc.tuple(part, part, part).map(([a, b, c]) => `plural(${a}, ${b}, ${c})`),
      fc
        .tuple(part, part, fc.constantFrom("map", "filter", "all", "exists"))
        .map(([a, b, name]) => `(${a}).${name}(n, ${b})`),
      fc
        .tuple(
          part,
          fc.constantFrom(
            "trim()",
            "upperAscii()",
            "join(',')",
            "size()",
            "orValue(1)",
            "contains('a')",
          ),
        )
        .map(([a, call]) => `(${a}).${call}`),
      pair.map(([a, b]) => `(${a})[${b}]`),
      pair.map(([a, b]) => `(${a} != null && ${b})`),
    ),
  };
}).any;

/** Thousands of runs on a busy machine, in milliseconds. */
const patience = 30_000;

/** What may go wrong although the types fit: it depends on the value alone. */
const valueFailures =
  /^there is no (entry|field)|divided by 0|not a number|is not a moment|cannot read a number|longer than|more than/;

/** Sources in which a value of unknown type may come up: mixed branches and lists are of any type. */
const mixes = /any|default|[?[{]/;

function fits(value: Value, type: ValueType): boolean {
  if (type.kind === "any") return true;
  if (value === null) return type.kind === "null" || type.nullable === true;
  if (type.kind === "list") {
    return Array.isArray(value) && value.every((item: Value) => fits(item, type.of));
  }
  if (type.kind === "integer") return Number.isInteger(value);
  return typeof value === jsonTypes[type.kind] && !Array.isArray(value);
}

const jsonTypes = {
  number: "number",
  duration: "number",
  moment: "number",
  text: "string",
  date: "string",
  time: "string",
  boolean: "boolean",
  object: "object",
  null: "null",
} as const;

describe("expressions", () => {
  test(
    "no text makes compiling throw",
    () => {
      const pieces = fc.array(
        fc.oneof(
          fc.string({ unit: "binary", maxLength: 4 }),
          fc.constantFrom(
            ..."( ) [ ] { } . , ? : ! - + ' \" \\ n s xs map size default r' b' 0x 1e 9 __proto__ true in && || // .? [?".split(
              " ",
            ),
          ),
        ),
        { maxLength: 25 },
      );
      fc.assert(
        fc.property(pieces, scopes, (parts, names) => {
          const source = parts.join("");
          const reading = compileExpression(source, declarations);
          if (reading.ok) {
            reading.expression.evaluate(createScope(names, reader));
            return;
          }
          for (const { start, end, message } of reading.errors) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(start).toBeLessThanOrEqual(source.length);
            expect(message.length).toBeGreaterThan(0);
            expect(end).toBeGreaterThanOrEqual(start);
          }
        }),
        { numRuns: 1_500 },
      );
    },
    patience,
  );

  test(
    "what the checker lets through gives a value of its type, or fails on the value alone",
    () => {
      let passed = 0;
      fc.assert(
        fc.property(expressions, scopes, (source, names) => {
          const reading = compileExpression(source, declarations);
          if (!reading.ok) return;
          passed += 1;
          const { expression } = reading;
          const result = expression.evaluate(createScope(names, reader));
          if (result.ok) {
            expect([
              source,
              expression.type,
              result.value,
              fits(result.value, expression.type),
            ]).toEqual([source, expression.type, result.value, true]);
          } else if (!mixes.test(source)) {
            expect([
              source,
              valueFailures.test(result.error.message),
              result.error.message,
            ]).toEqual([source, true, result.error.message]);
          }
        }),
        { numRuns: 3_000 },
      );
      expect(passed).toBeGreaterThan(300);
    },
    patience,
  );

  test(
    "evaluating is total, whatever the scope holds",
    () => {
      const anything = fc.dictionary(
        fc.constantFrom(...Object.keys(declarations)),
        fc.jsonValue().map(plain),
      );
      fc.assert(
        fc.property(expressions, anything, (source, names) => {
          const reading = compileExpression(source, declarations);
          if (reading.ok) reading.expression.evaluate(createScope(names, reader));
        }),
        { numRuns: 1_000 },
      );
    },
    patience,
  );

  test("evaluating twice gives the same", () => {
    fc.assert(
      fc.property(expressions, scopes, (source, names) => {
        const reading = compileExpression(source, declarations);
        if (!reading.ok) return;
        const scope = createScope(names, reader);
        const before = JSON.stringify(names);
        expect(reading.expression.evaluate(scope)).toEqual(reading.expression.evaluate(scope));
        expect(JSON.stringify(names)).toBe(before);
      }),
    );
  });
});
