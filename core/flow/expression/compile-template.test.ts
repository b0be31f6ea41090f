import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { toMillis } from "#core/lib/millis.ts";
import { compileTemplate, type Template } from "./compile-template.ts";
import type { NameTypes, ValueKind } from "./name-types.ts";
import { createScope } from "./scope.ts";
import { splitTemplate } from "./split-template.ts";
import { unreadableParts } from "./unreadable-parts.ts";
import type { Names, Value } from "./value.ts";

const at = toMillis(Date.UTC(2026, 7, 17, 5, 30));
const declarations: NameTypes = {
  n: { kind: "integer" },
  price: { kind: "number" },
  name: { kind: "text", nullable: true },
  vip: { kind: "boolean" },
  at: { kind: "moment" },
  day: { kind: "date" },
  wait: { kind: "duration" },
  tags: { kind: "list", of: { kind: "text" } },
  place: { kind: "object", fields: { city: { kind: "text" } } },
  any: { kind: "any" },
};
const names: Names = {
  n: 10_023,
  price: 1_234.5,
  name: null,
  vip: true,
  at,
  day: "2026-08-17",
  wait: 5_400_000,
  tags: ["*a*", "b"],
  place: { city: "Solo" },
  any: {},
};

function scope(locale = "en") {
  return createScope(names, { locale, timeZone: "Asia/Jakarta", nowAt: at });
}

function compile(text: string): Template {
  const reading = compileTemplate(text, declarations);
  if (!reading.ok) throw new Error(reading.errors.map((error) => error.message).join());
  return reading.template;
}

describe("render, for people", () => {
  test.each([
    ["Hi!", "Hi!", "Hi!"],
    ["Hi {{ default(name, 'there') }}!", "Hi there!", "Hi there!"],
    ["{{ name }}|", "|", "|"],
    ["Your number is {{ n }}.", "Your number is 10023.", "Your number is 10023."],
    ["{{ price }}", "1234.5", "1234,5"],
    ["{{ 0.1 + 0.2 }}", "0.3", "0,3"],
    ["{{ vip }}", "yes", "ya"],
    ["{{ at }}", "Aug 17, 2026, 12:30 PM", "17 Agu 2026, 12.30"],
    ["{{ day }}", "Aug 17, 2026", "17 Agu 2026"],
    ["{{ wait }}", "1 hour, 30 minutes", "1 jam, 30 menit"],
    ["{{ tags }}", "*a* and b", "*a* dan b"],
    ["{{'{{'}} and {{ \"}}\" }}", "{{ and }}", "{{ and }}"],
    ["{{ {'a': {'b': 1}}.a.b }}", "1", "1"],
    ["{{n}}{{n}}", "1002310023", "1002310023"],
  ])("%s", (text, english, indonesian) => {
    const template = compile(text);
    expect(template.render(scope("en"))).toEqual({ ok: true, value: english });
    expect(template.render(scope("id"))).toEqual({ ok: true, value: indonesian });
  });

  test("values pass through the escape, the text around them does not", () => {
    const escape = (text: string) => text.replaceAll("*", "\\*");
    expect(compile("*bold* {{ tags }}").render(scope(), escape)).toEqual({
      ok: true,
      value: "*bold* \\*a\\* and b",
    });
  });
});

describe("evaluate, for programs", () => {
  test.each<[string, Value, ValueKind]>([
    ["{{ n }}", 10_023, "integer"],
    ["{{ vip }}", true, "boolean"],
    ["{{ tags }}", ["*a*", "b"], "list"],
    ["{{ name }}", null, "text"],
    [" {{ n }}", " 10023", "text"],
    [
      "https://x/{{ price }}?v={{ vip }}&t={{ tags }}&n={{ name }}",
      'https://x/1234.5?v=true&t=["*a*","b"]&n=',
      "text",
    ],
    ["plain", "plain", "text"],
  ])("%s", (text, value, kind) => {
    const template = compile(text);
    expect(template.evaluate(scope())).toEqual({ ok: true, value });
    expect(template.type.kind).toBe(kind);
  });

  test("says which names it reads, and whether it is constant", () => {
    expect(compile("{{ n }} {{ place.city }} {{ n }}")).toMatchObject({
      names: ["n", "place.city"],
      isConstant: false,
    });
    expect(compile("plain")).toMatchObject({ names: [], isConstant: true });
  });

  test("a failure has its place in the template", () => {
    const text = "Hello {{ any.nope }}!";
    for (const result of [compile(text).evaluate(scope()), compile(text).render(scope())]) {
      expect(result).toMatchObject({ ok: false, error: { start: 9, end: 17 } });
    }
  });
});

describe("what is refused", () => {
  test.each([
    ["a {{ n", ["FLOW_TEMPLATE_BRACES 2-4"]],
    ["a }} b", ["FLOW_TEMPLATE_BRACES 2-4"]],
    ["a {{ }} b", ["FLOW_TEMPLATE_BRACES 2-4"]],
    ["{{ 'it }} x", ["FLOW_EXPRESSION_SYNTAX 3-7"]],
    ["{{ nn }} and {{ nn + }}", ["FLOW_NAME_UNKNOWN 3-5", "FLOW_EXPRESSION_SYNTAX 21-22"]],
    ["x".repeat(20_000), ["FLOW_EXPRESSION_LIMIT 16384-20000"]],
    ["{{ n }}".repeat(101), ["FLOW_EXPRESSION_LIMIT 700-707"]],
  ])("%#: at its place", (text, expected) => {
    const reading = compileTemplate(text, declarations);
    const errors = reading.ok ? [] : reading.errors;
    expect(errors.map(({ code, start, end }) => `${code} ${start}-${end}`)).toEqual(expected);
  });

  test("ten megabytes of braces are refused at once", () => {
    const before = performance.now();
    expect(compileTemplate("{{'".repeat(3_500_000), declarations).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(200);
  });

  test("an object in a text for people is warned of", () => {
    expect(unreadableParts(compile("Hi {{ place }} {{ place.city }}"))).toMatchObject([
      { severity: "warning", start: 3, end: 14 },
    ]);
  });
});

describe("splitting", () => {
  const pieces = fc.array(
    fc.oneof(
      fc.string({ unit: "binary", maxLength: 4 }),
      fc.constantFrom("{{", "}}", "{", "}", "'", '"', "\\", "n", " "),
    ),
    { maxLength: 30 },
  );

  test("loses no text: the slices are the text, without gaps", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const text = parts.join("");
        const { slices } = splitTemplate(text);
        expect(slices.map(({ start, end }) => text.slice(start, end)).join("")).toBe(text);
        let last = 0;
        for (const { start, end } of slices) {
          expect(start).toBe(last);
          expect(end).toBeGreaterThan(start);
          last = end;
        }
      }),
      { numRuns: 1_000 },
    );
  });

  test("no text makes compiling or rendering throw", () => {
    fc.assert(
      fc.property(pieces, (parts) => {
        const reading = compileTemplate(parts.join(""), declarations);
        if (!reading.ok) {
          expect(reading.errors.length).toBeGreaterThan(0);
          return;
        }
        reading.template.render(scope());
        reading.template.evaluate(scope());
      }),
      { numRuns: 1_000 },
    );
  });

  test("text without braces renders as it is", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        fc.pre(!text.includes("{{") && !text.includes("}}"));
        expect(compile(text).render(scope())).toEqual({ ok: true, value: text });
      }),
    );
  });
});
