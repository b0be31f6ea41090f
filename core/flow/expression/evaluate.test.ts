import { describe, expect, test } from "bun:test";
import { toMillis } from "#core/lib/millis.ts";
import { compileExpression } from "./compile-expression.ts";
import type { NameTypes } from "./name-types.ts";
import { createScope, extendScope } from "./scope.ts";
import type { Names } from "./value.ts";

const any = { kind: "any" } as const;
const declarations: NameTypes = {
  slots: any,
  contact: any,
  message: any,
  now: any,
  type: any,
  list: any,
};
const names: Names = {
  slots: {
    n: 7,
    cups: null,
    drink: "latte",
    vip: true,
    price: 12_000,
    items: [
      { name: "kopi", qty: 2 },
      { name: "teh", qty: 1 },
    ],
  },
  contact: { name: null, tags: ["vip", "new"], profile: { city: "Solo" } },
  message: { text: "halo dunia" },
  now: 1_786_903_600_000,
  type: "cart",
  list: [3, 1],
};
const reader = { locale: "en", timeZone: "Asia/Jakarta", nowAt: toMillis(1_786_903_600_000) };
const scope = createScope(names, reader);

function evaluate(source: string, declared: NameTypes = declarations): unknown {
  const reading = compileExpression(source, declared);
  if (!reading.ok) return reading.errors;
  const result = reading.expression.evaluate(scope);
  if (result.ok) return result.value;
  const { message, start, end } = result.error;
  return `${message} @ ${source.slice(start, end)}`;
}

describe("values", () => {
  test.each([
    ["slots.n + 1", 8],
    ["1 + slots.n", 8],
    ["slots.n - 0.5", 6.5],
    ["slots.n * slots.price", 84_000],
    ["slots.n / 2", 3.5],
    ["slots.n % 2 == 1", true],
    ["-slots.n", -7],
    ["7 / 2", 3],
    ["7.0 / 2", 3.5],
    ["-7 / 2 * 2", -6],
    ["1 == 1.0", true],
    ["size(slots.items) / 4", 0.5],
    ["'Rp' + slots.price", "Rp12000"],
    ["slots.n + ' cups'", "7 cups"],
    ["'halo' in message.text", true],
    ["'vip' in contact.tags", true],
    ["slots.n in [1, 7]", true],
    ["'city' in contact.profile", true],
    ["slots.vip ? 1 : 2.5", 1],
    ["slots.vip ? 'a' : 3", "a"],
    ["slots.vip ? null : [1]", null],
    ["slots.cups == null", true],
    ["null == slots.cups", true],
    ["slots.drink != null", true],
    ["slots.cups == 3", false],
    ["default(slots.cups, 0) > 10", false],
    ["default(slots.nope.deeper, 'x')", "x"],
    ["default('  ', 'x')", "x"],
    ["default(0, 1)", 0],
    ["default(slots.items[9].name, 'none')", "none"],
    ["has(slots.cups)", false],
    ["has(slots.nope)", false],
    ["has(slots.drink)", true],
    ["contact.?city.orValue('-')", "-"],
    ["contact.profile.?city.orValue('-')", "Solo"],
    ["contact.?a.?b.hasValue()", false],
    ["contact.?nope", null],
    ["slots.items[0].name", "kopi"],
    ["slots.items[int(slots.n / 4)].name", "teh"],
    ["slots['drink']", "latte"],
    ["slots.items.map(x, x.qty * 2)", [4, 2]],
    ["slots.items.map(x, x.qty > 1, x.name)", ["kopi"]],
    ["slots.items.filter(x, x.qty > 1)", [{ name: "kopi", qty: 2 }]],
    ["slots.items.all(x, x.qty > 0)", true],
    ["slots.items.exists_one(x, x.qty == 1)", true],
    [
      "slots.items.map(x, contact.tags.map(t, t + x.qty))",
      [
        ["vip2", "new2"],
        ["vip1", "new1"],
      ],
    ],
    ["contact.profile.map(key, key)", ["city"]],
    ["contact.tags.join(', ')", "vip, new"],
    ["list.join('-')", "3-1"],
    ["list + [2]", [3, 1, 2]],
    ["type + '!'", "cart!"],
    ["[1, 'a', null, {'b': 2}]", [1, "a", null, { b: 2 }]],
    ["size('🎉é')", 2],
    ["int('12') + 1", 13],
    ["int(7.9)", 7],
    ["double('2.5')", 2.5],
    ["string(slots.n) + '|'", "7|"],
    ["duration('1h30m')", 5_400_000],
    ["message.text.startsWith('halo') && message.text.endsWith('dunia')", true],
    ["message.text.split(' ')[1].upperAscii()", "DUNIA"],
    ["message.text.substring(5)", "dunia"],
    ["message.text.substring(0, 4)", "halo"],
    ["message.text.indexOf('d')", 5],
    ["'  x '.trim().size()", 1],
    ["re(message.text, '^ha.o')", true],
    ["re(message.text, '(?i)DUNIA$')", true],
    ["'it\\'s \"so\"\\n'", 'it\'s "so"\n'],
    ["-0.0", 0],
  ])("%s", (source, value) => {
    expect(JSON.stringify(evaluate(source))).toBe(JSON.stringify(value));
  });

  test("are plain numbers, texts, lists and objects", () => {
    for (const source of ["7 / 2", "size('a')", "[1][0]", "{'a': 1}.a", "int('3')", "2 * 3"]) {
      expect(typeof evaluate(source)).toBe("number");
    }
    expect(Object.getPrototypeOf(evaluate("{'a': 1}"))).toBeNull();
  });
});

describe("failures", () => {
  test.each([
    ["slots.cups > 10", "the left side of > is empty @ slots.cups > 10"],
    ["1 + slots.cups", "the right side of + is empty @ 1 + slots.cups"],
    ["!slots.cups", "the value of ! is empty @ !slots.cups"],
    ["slots.vip && slots.cups", "needs true or false, here it is empty @ slots.vip"],
    ["slots.n ? 1 : 2", "needs true or false, here it is a number @ slots.n"],
    ["slots.drink - 1", "text - a number has no meaning @ slots.drink - 1"],
    ["slots.nope", 'there is no field "nope" @ slots.nope'],
    ["slots.nope.deeper", 'there is no field "nope" @ slots.nope'],
    ["slots.drink.deeper", 'there is no field "deeper" @ slots.drink.deeper'],
    ["slots.items[5].name", "there is no entry 5: the list has 2 @ slots.items[5]"],
    ["slots.items[-1]", "there is no entry -1: entries are counted from 0 @ slots.items[-1]"],
    ["[][0]", "there is no entry 0: the list has 0 @ [][0]"],
    ["slots.n / 0", "the result is not a number (was something divided by 0?) @ slots.n / 0"],
    ["7 / 0", "something is divided by 0 @ 7 / 0"],
    [
      "plural(slots.drink, 'a', 'b')",
      "plural() needs a number as value 1, here it is text @ plural(slots.drink, 'a', 'b')",
    ],
    [
      "re(slots.drink, slots.drink + '(')",
      "the pattern cannot be read: error parsing regexp: missing closing ): `latte(` @ re(slots.drink, slots.drink + '(')",
    ],
    ["int(slots.drink)", "int() cannot read a number from this text @ int(slots.drink)"],
    ["1 + size(slots.n)", "size() needs text, a list or an object @ size(slots.n)"],
    ["contact.?a.value()", "the value is missing @ contact.?a.value()"],
  ])("%s", (source, failure) => {
    expect(evaluate(source)).toBe(failure);
  });

  test("a name that the scope lacks is a failure, not a crash", () => {
    expect(evaluate("env.KEY", { env: any })).toBe("env has no value @ env");
  });

  test("nothing inherited can be reached", () => {
    const open = { x: any };
    for (const field of ["toString", "valueOf", "hasOwnProperty", "__defineGetter__", "length"]) {
      const reading = compileExpression(`x.${field}`, open);
      if (!reading.ok) throw new Error(field);
      for (const x of [{}, [], "text", 1, true]) {
        expect(reading.expression.evaluate(createScope({ x }, reader)).ok).toBe(false);
      }
    }
  });
});

describe("limits", () => {
  const many = Array.from({ length: 2_000 }, (_, index) => index);
  const run = (source: string, xs: Names[string]) => {
    const reading = compileExpression(source, { xs: any, text: any });
    if (!reading.ok) throw new Error(reading.errors[0]?.message);
    return reading.expression.evaluate(createScope({ xs, text: "a".repeat(60_000) }, reader));
  };

  test("a loop passes a thousand entries", () => {
    expect(run("xs.map(x, x + 1)", many.slice(0, 1_000)).ok).toBe(true);
    expect(run("(xs + xs).map(x, x)", many.slice(0, 600)).ok).toBe(false);
    expect(run("xs.map(x, x)", many)).toMatchObject({
      ok: false,
      error: { message: "a loop may pass 1000 entries at most, this list has 2000" },
    });
  });

  test.each([
    ["a loop inside a loop", "xs.map(x, xs.filter(y, x * y > 3 && y != x).size()).size()", 1_000],
    [
      "loops one after the other",
      Array.from({ length: 12 }, () => "xs.map(x, xs.map(y, x * y).size()).size()").join(" + "),
      100,
    ],
    ["a pattern in a loop", "xs.map(x, re(text.substring(0, 8000), '(a|b|ab)+c$')).size()", 1_000],
    ["long texts in a loop", "xs.map(x, title(text)).size()", 1_000],
    [
      "lists joined in a loop",
      `xs.map(x, size(${Array.from({ length: 100 }, () => "xs").join(" + ")})).size()`,
      1_000,
    ],
  ])("%s runs out of work before anybody waits", (_name, source, entries) => {
    const before = performance.now();
    expect(run(source, many.slice(0, entries))).toMatchObject({
      ok: false,
      error: { message: "the expression takes too long to work out" },
    });
    expect(performance.now() - before).toBeLessThan(500);
  });

  test("an expression that ran out of work starts afresh the next time", () => {
    const reading = compileExpression("xs.map(x, xs.map(y, 1).size()).size()", { xs: any });
    if (!reading.ok) throw new Error("does not compile");
    const small = createScope({ xs: many.slice(0, 100) }, reader);
    for (let count = 0; count < 5; count += 1) {
      expect(reading.expression.evaluate(small)).toEqual({ ok: true, value: 100 });
    }
  });

  test.each([
    ["a text", "text + text"],
    ["joined texts", "xs.map(x, text).join('')"],
    ["parts of a text", "text.split('')"],
    ["a result", "xs.map(x, xs.map(y, [y, y]))"],
  ])("%s may not grow without bound", (_name, source) => {
    expect(run(source, many.slice(0, 100)).ok).toBe(false);
  });

  test("a pattern that would hang a backtracking matcher answers at once", () => {
    const before = performance.now();
    expect(run("re(text.substring(0, 8000) + '!', '^(a+)+$')", null)).toEqual({
      ok: true,
      value: false,
    });
    expect(run("re(text, 'a')", null).ok).toBe(false);
    expect(performance.now() - before).toBeLessThan(1_000);
  });
});

describe("a scope", () => {
  test("may be extended without changing the one it came from", () => {
    const reading = compileExpression("item.name + '/' + slots.drink", {
      ...declarations,
      item: any,
    });
    if (!reading.ok) throw new Error("does not compile");
    expect(reading.expression.evaluate(extendScope(scope, { item: { name: "kopi" } }))).toEqual({
      ok: true,
      value: "kopi/latte",
    });
    expect(reading.expression.evaluate(scope).ok).toBe(false);
  });

  test("keeps names apart from each other's prototypes and from the engine's words", () => {
    const odd = { __proto__: 1, constructor: 2, int: 3, optional: 4, google: 5 };
    const reading = compileExpression("int + optional + google", {
      int: any,
      optional: any,
      google: any,
    });
    expect(reading.ok && reading.expression.evaluate(createScope(odd, reader))).toEqual({
      ok: true,
      value: 12,
    });
  });
});
