import { describe, expect, test } from "bun:test";
import { compileExpression } from "./compile-expression.ts";
import type { NameTypes } from "./name-types.ts";

const text = { kind: "text" } as const;
const integer = { kind: "integer" } as const;
const moment = { kind: "moment" } as const;
const item = { kind: "object", fields: { name: text, qty: integer } } as const;

const declarations: NameTypes = {
  slots: {
    kind: "object",
    fields: {
      cups: { kind: "integer", nullable: true },
      n: integer,
      drink: { kind: "text", values: ["espresso", "latte", "tubruk"] },
      name: text,
      vip: { kind: "boolean" },
      price: { kind: "number" },
      items: { kind: "list", of: item },
      at: moment,
      day: { kind: "date" },
      place: { kind: "object", nullable: true, fields: { city: text } },
    },
  },
  contact: {
    kind: "object",
    fields: {
      name: { kind: "text", nullable: true },
      tags: { kind: "list", of: text },
      profile: { kind: "object", fields: {}, rest: { kind: "any" } },
    },
  },
  message: { kind: "object", fields: { text: { kind: "text", nullable: true } } },
  now: moment,
  receipt: { kind: "any" },
};

/** The errors as `CODE "the text pointed at" | message | hint`, or the type if there are none. */
function check(source: string): string[] {
  const reading = compileExpression(source, declarations);
  if (reading.ok) {
    const { kind, nullable } = reading.expression.type;
    return [`${kind}${nullable === true ? "?" : ""}`];
  }
  return reading.errors.map(({ code, start, end, message, hint }) =>
    [`${code} "${source.slice(start, end)}"`, message, ...(hint === undefined ? [] : [hint])].join(
      " | ",
    ),
  );
}

describe("types", () => {
  test.each([
    ["slots.n + 1", "integer"],
    ["slots.n / 2", "number"],
    ["slots.price * slots.n", "number"],
    ["slots.n + slots.price", "number"],
    ["slots.n - 0.5", "number"],
    ["slots.n * 2 - 1", "integer"],
    ["'Rp' + slots.price", "text"],
    ["slots.n > 10 && slots.vip", "boolean"],
    ["slots.vip ? 1 : 2.5", "number"],
    ["slots.vip ? 'a' : null", "text?"],
    ["now - slots.at", "duration"],
    ["now - slots.at > duration('30m')", "boolean"],
    ["now + duration('2h')", "moment"],
    ["slots.items[0].name", "text"],
    ["slots.items.map(x, x.qty)", "list"],
    ["slots.items.filter(x, x.qty > 1).size()", "integer"],
    ["slots.items.exists(x, x.name == 'kopi')", "boolean"],
    ["'vip' in contact.tags", "boolean"],
    ["contact.profile.anything.at.all", "any"],
    ["receipt.list[0] + 1", "any"],
    ["contact.name", "text?"],
    ["default(contact.name, 'there')", "text"],
    ["default(slots.place.city, '-')", "text"],
    ["slots.place.?city.orValue('-')", "text"],
    ["contact.?city.orValue('-')", "any"],
    ["contact.profile.?city.orValue('-')", "any"],
    ["{'a': slots.n, 'b': [1, 'x']}", "object"],
    ["slots.day < '2026-09-01'", "boolean"],
    ["plural(slots.n, 'cup', 'cups')", "text"],
    ["null == slots.cups", "boolean"],
    ["slots['n'] + 1", "integer"],
  ])("%s is %s", (source, type) => {
    expect(check(source)).toEqual([type]);
  });
});

describe("names that do not exist", () => {
  test.each([
    ["slots.drnk", 'FLOW_NAME_UNKNOWN "drnk" | slots has no field "drnk" | did you mean "drink"?'],
    [
      "slosts.n",
      'FLOW_NAME_UNKNOWN "slosts" | there is no name "slosts" here | did you mean "slots"?',
    ],
    [
      "drink",
      'FLOW_NAME_UNKNOWN "drink" | there is no name "drink" here | did you mean "slots.drink"?',
    ],
    [
      "slots.place.?cty.orValue('')",
      'FLOW_NAME_UNKNOWN "cty" | slots.place has no field "cty" | did you mean "city"?',
    ],
    ["contact.?nam", 'FLOW_NAME_UNKNOWN "nam" | contact has no field "nam" | did you mean "name"?'],
    [
      "slots.items.map(x, x.nam)",
      'FLOW_NAME_UNKNOWN "nam" | x has no field "nam" | did you mean "name"?',
    ],
    [
      "plurl(1, 'a', 'b')",
      'FLOW_NAME_UNKNOWN "plurl" | there is no function "plurl" | did you mean plural(n, one, other)?',
    ],
    [
      "slots.name.title()",
      'FLOW_NAME_UNKNOWN ".title()" | there is no method "title" | write title(slots.name)',
    ],
    [
      "trim(slots.name)",
      'FLOW_NAME_UNKNOWN "trim" | there is no function "trim" | write text.trim()',
    ],
    ["slots.name.size", 'FLOW_NAME_UNKNOWN "size" | text has no field "size" | write .size(…)'],
    [
      "slots.name.trmi()",
      'FLOW_NAME_UNKNOWN ".trmi()" | there is no method "trmi" | did you mean "trim"?',
    ],
  ])("%s", (source, expected) => {
    expect(check(source)).toEqual([expected]);
  });
});

describe("types that do not fit", () => {
  test.each([
    [
      "slots.n == '7'",
      "FLOW_TYPE_MISMATCH \"slots.n == '7'\" | a whole number is never equal to text | make a number of the text with int(…) or double(…), or take away its quotes",
    ],
    [
      "slots.drink == 'expresso'",
      'FLOW_TYPE_MISMATCH "\'expresso\'" | the value can never be "expresso" | did you mean "espresso"?',
    ],
    ["slots.drink in ['latte', 'tea']", "boolean"],
    [
      "slots.vip + 'x'",
      "FLOW_TYPE_MISMATCH \"slots.vip + 'x'\" | true or false + text has no meaning | make text of it with string(…)",
    ],
    [
      "!slots.name",
      'FLOW_TYPE_MISMATCH "slots.name" | ! needs true or false, this is text | compare it: slots.name == "…"',
    ],
    [
      "slots.n ? 1 : 2",
      'FLOW_TYPE_MISMATCH "slots.n" | ? needs true or false, this is a whole number',
    ],
    ["-slots.name", 'FLOW_TYPE_MISMATCH "-slots.name" | - needs a number, this is text'],
    [
      "now > '2h'",
      'FLOW_TYPE_MISMATCH "now > \'2h\'" | a moment > text has no meaning | a length of time is duration("2h")',
    ],
    [
      "plural('x', 'a', 'b')",
      "FLOW_TYPE_MISMATCH \"'x'\" | plural() takes a number for n, here is text | write plural(n, one, other)",
    ],
    [
      "plural(1, 'a')",
      "FLOW_TYPE_MISMATCH \"plural(1, 'a')\" | plural() takes 3 values, here are 2 | write plural(n, one, other)",
    ],
    [
      "date(slots.name)",
      'FLOW_TYPE_MISMATCH "slots.name" | date() takes a moment or a date for moment, here is text | write date(moment, [style])',
    ],
    [
      "date(now, 'tiny')",
      'FLOW_TYPE_MISMATCH "\'tiny\'" | a date is written short, medium, long, full, not "tiny"',
    ],
    [
      "money(1, 'XX')",
      'FLOW_TYPE_MISMATCH "\'XX\'" | "XX" is not a currency; write its code, such as "IDR"',
    ],
    ["slots.name[0]", 'FLOW_TYPE_MISMATCH "slots.name[0]" | text has no entries'],
    [
      "contact.tags[slots.name]",
      'FLOW_TYPE_MISMATCH "slots.name" | entries of a list are counted from 0, this is text',
    ],
    [
      "slots.n.map(x, x)",
      'FLOW_TYPE_MISMATCH "slots.n" | a loop needs a list, this is a whole number',
    ],
    [
      "slots.items.filter(x, x.qty)",
      'FLOW_TYPE_MISMATCH "x.qty" | filter() needs a condition that is true or false, this is a whole number',
    ],
    [
      "contact.?city == 'Solo'",
      'FLOW_TYPE_MISMATCH "contact.?city" | this value may be missing | say what it is then: .orValue(…)',
    ],
    [
      "slots.name.orValue('x')",
      'FLOW_TYPE_MISMATCH "." | .orValue() goes with a value that may be missing, such as contact.?city | write default(slots.name, …)',
    ],
    ["has(1 + 1)", 'FLOW_TYPE_MISMATCH "1 + 1" | has() asks for a field, as in has(contact.name)'],
  ])("%s", (source, expected) => {
    expect(check(source)).toEqual([expected]);
  });

  test("several mistakes are told at once, in order", () => {
    const codes = check("slots.drnk == slots.nme && plurl(1)").map((line) => line.split(" | ")[1]);
    expect(codes).toEqual([
      'slots has no field "drnk"',
      'slots has no field "nme"',
      'there is no function "plurl"',
    ]);
  });
});

describe("values that may be empty", () => {
  test.each([
    "slots.cups > 10",
    "slots.cups + 1",
    "contact.name + '!'",
    "'halo' in message.text",
    "slots.place.city",
    "slots.cups != null || slots.cups > 1",
    "slots.cups == null && slots.cups > 1",
    "default(slots.cups + 1, 0)",
  ])("%s is refused", (source) => {
    expect(check(source)[0]).toStartWith("FLOW_NAME_UNSET");
  });

  test.each([
    "default(slots.cups, 0) > 10",
    "slots.cups != null && slots.cups > 10",
    "slots.cups == null || slots.cups > 10",
    "!(slots.cups == null) && slots.cups > 10",
    "has(slots.cups) && slots.cups > 10",
    "null != slots.cups ? slots.cups > 10 : false",
    "slots.vip && slots.cups != null && slots.cups > slots.n",
    "slots.place != null && slots.place.city == 'Solo'",
    "slots.cups == 3",
    "slots.cups in [1, 2]",
    "title(contact.name)",
  ])("%s is allowed", (source) => {
    expect(["boolean", "text"]).toContain(check(source)[0] ?? "");
  });
});

describe("form", () => {
  test.each([
    ["", 'FLOW_EXPRESSION_SYNTAX "" | the expression is empty'],
    [
      "slots.name = 'x'",
      'FLOW_EXPRESSION_SYNTAX "=" | did not expect "=" here | two values are compared with ==',
    ],
    [
      "slots.vip and slots.vip",
      'FLOW_EXPRESSION_SYNTAX "and" | did not expect "and" here | write && for and',
    ],
    [
      "not slots.vip",
      'FLOW_EXPRESSION_SYNTAX "slots" | did not expect "slots" here | write ! for not',
    ],
    [
      "slots.name ?? 'x'",
      'FLOW_EXPRESSION_SYNTAX "?" | did not expect "?" here | write default(value, otherwise)',
    ],
    [
      "“x”",
      'FLOW_EXPRESSION_SYNTAX "“" | did not expect "“" here | write straight quotes: " or \'',
    ],
    ["slots.name ==", 'FLOW_EXPRESSION_SYNTAX "" | something is missing at the end'],
    ["(slots.n", 'FLOW_EXPRESSION_SYNTAX "" | something is missing at the end'],
    ["'open", 'FLOW_EXPRESSION_SYNTAX "\'open" | this quote is never closed'],
    [
      "{{ slots.n }}",
      'FLOW_EXPRESSION_SYNTAX "{{" | {{ cannot stand inside an expression | conditions and values are written bare: braces are for texts',
    ],
    [
      "slots.items.map(1, 2)",
      'FLOW_EXPRESSION_SYNTAX "1" | the first value of a loop is the name of its item, such as x in list.map(x, x.name)',
    ],
  ])("%s", (source, expected) => {
    expect(check(source)).toEqual([expected]);
  });
});

describe("what is refused", () => {
  test.each([
    ["constructor", 'FLOW_NAME_UNKNOWN "constructor"'],
    ["toString", 'FLOW_NAME_UNKNOWN "toString"'],
    ["__proto__", 'FLOW_EXPRESSION_REFUSED "__proto__"'],
    ["slots.constructor", 'FLOW_EXPRESSION_REFUSED "constructor"'],
    ["receipt.constructor.constructor", 'FLOW_EXPRESSION_REFUSED "constructor"'],
    ["receipt['__proto__']", "FLOW_EXPRESSION_REFUSED \"'__proto__'\""],
    ["receipt.?prototype", 'FLOW_EXPRESSION_REFUSED "prototype"'],
    ["{'__proto__': 1}", "FLOW_EXPRESSION_REFUSED \"'__proto__'\""],
    ["slots.name.matches('(a+)+$')", "FLOW_EXPRESSION_REFUSED \".matches('(a+)+$')\""],
    ["re(slots.name, '(')", "FLOW_PATTERN_INVALID \"'('\""],
    ["re(slots.name, 'a(?=b)')", "FLOW_PATTERN_INVALID \"'a(?=b)'\""],
    ["1u", 'FLOW_EXPRESSION_REFUSED "1u"'],
    ["b'x'", "FLOW_EXPRESSION_REFUSED \"b'x'\""],
    ["99999999999999999999", 'FLOW_EXPRESSION_REFUSED "99999999999999999999"'],
    ["timestamp('2026-01-01T00:00:00Z')", 'FLOW_NAME_UNKNOWN "timestamp"'],
    ["type(1)", 'FLOW_NAME_UNKNOWN "type"'],
    ["int", 'FLOW_NAME_UNKNOWN "int"'],
    ["cel.bind(x, 1, x)", 'FLOW_NAME_UNKNOWN "cel"'],
    ["f_title('x')", 'FLOW_NAME_UNKNOWN "f_title"'],
    ["reader", 'FLOW_NAME_UNKNOWN "reader"'],
    ["n_slots", 'FLOW_NAME_UNKNOWN "n_slots"'],
    [
      "slots.items.map(a, slots.items.map(b, slots.items.map(c, 1)))",
      'FLOW_EXPRESSION_LIMIT "slots.items.map(c, 1)"',
    ],
  ])("%s", (source, expected) => {
    expect(check(source)[0]).toStartWith(expected);
  });

  test.each([
    ["too long", `1${" + 1".repeat(1_000)}`],
    ["too many parts", Array.from({ length: 160 }, () => "1").join("+")],
    ["too deep", `${"(".repeat(40)}1${")".repeat(40)}`],
    ["too deep in lists", `${"[".repeat(40)}1${"]".repeat(40)}`],
    ["a list too long", `[${"1,".repeat(150)}1]`],
    ["ten megabytes", "a".repeat(10_000_000)],
    ["a chain of signs", `${"!".repeat(1_900)}true`],
  ])("%s", (_name, source) => {
    const before = performance.now();
    expect(check(source)[0]).toStartWith("FLOW_EXPRESSION_LIMIT");
    expect(performance.now() - before).toBeLessThan(500);
  });
});

describe("what else an expression tells", () => {
  test.each([
    ["slots.n + slots.n", ["slots.n"]],
    ["slots.items.map(x, x.name + slots.name)", ["slots.items", "slots.name"]],
    ["contact.profile.city.name == receipt", ["contact.profile.city.name", "receipt"]],
    ["slots['n'] + slots.items[slots.n].qty", ["slots.n", "slots.items"]],
    ["default(slots.place.city, contact.?nick.orValue('x'))", ["slots.place.city", "contact.nick"]],
    ["slots == slots && slots.vip", ["slots", "slots.vip"]],
    ["1 + 1", []],
  ])("%s reads %j", (source, names) => {
    const reading = compileExpression(source, declarations);
    expect(reading.ok && reading.expression.names).toEqual(names);
  });

  test.each([
    ["7 / 2", [0, 5]],
    ["slots.n + (1 + 6) / 2", [11, 21]],
    ["slots.n / 2", undefined],
    ["7.0 / 2", undefined],
  ])("dividing whole numbers that are written out is warned of: %s", (source, place) => {
    const reading = compileExpression(source, declarations);
    const warnings = reading.ok ? reading.expression.warnings : undefined;
    expect(warnings?.map(({ code, start, end }) => [code, start, end])).toEqual(
      place === undefined ? [] : [["FLOW_DIVISION_WHOLE", ...place]],
    );
  });
});
