import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { z } from "zod";
import { readDocument } from "./read-document.ts";
import { readYaml } from "./yaml-source.ts";

const common = {
  id: z
    .string()
    .regex(/^[a-z_]+$/, "an id has small letters and _")
    .optional(),
  when: z.string().optional(),
};
const say = z.strictObject({
  say: z.union([z.string().min(1).max(20), z.record(z.string(), z.string())]),
  pick: z.enum(["random", "rotate"]).optional(),
  ...common,
});
const ask = z.strictObject({
  ask: z.string(),
  into: z.string().meta({ description: "the slot that the answer goes into" }),
  retry: z.strictObject({ max: z.int().min(1).max(5) }).optional(),
  ...common,
});
const jump = z.strictObject({ goto: z.string(), ...common });
const branch = z.strictObject({
  if: z.string(),
  get do() {
    return z.array(step);
  },
  ...common,
});
const step: z.ZodType = z.union([say, ask, jump, branch, z.literal("end")]);
const slot = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("integer"), min: z.number().positive().optional() }),
  z.strictObject({ type: z.literal("enum"), values: z.array(z.string()).min(1) }),
]);
const flow = z.strictObject({
  flow: z.string(),
  format: z.literal(1).default(1),
  mode: z.enum(["restart", "queue", "single"]).default("restart"),
  debounce: z.boolean().optional(),
  slots: z.record(z.string().regex(/^[a-z]+$/), slot).optional(),
  steps: z.array(step).min(1).optional(),
});

function read(text: string) {
  return readDocument(flow, readYaml("f.yaml", text));
}

/** Each finding as `line:column CODE message | hint`. */
function told(text: string): string[] {
  return read(text).findings.map(
    ({ at, code, message, hint }) =>
      `${at.line}:${at.column} ${code} ${message}${hint ? ` | ${hint}` : ""}`,
  );
}

describe("a document that fits", () => {
  test("gives the value with its defaults", () => {
    const { value, findings } = read("flow: coffee\nsteps:\n  - say: Hi\n  - end\n");
    expect(findings).toEqual([]);
    expect(value).toEqual({
      flow: "coffee",
      format: 1,
      mode: "restart",
      steps: [{ say: "Hi" }, "end"],
    });
  });

  test("keeps the warnings of the source", () => {
    const reading = read("flow: a b #1\n");
    expect(reading.value).toBeDefined();
    expect(reading.findings).toHaveLength(1);
  });
});

describe("a document that does not fit", () => {
  test.each([
    [
      "a typo of a key",
      "flow: a\nmdoe: queue\n",
      ['2:1 FLOW_KEY_UNKNOWN unknown key "mdoe" | did you mean "mode"?'],
    ],
    [
      "a key from nowhere",
      "flow: a\nxyz: 1\n",
      [
        '2:1 FLOW_KEY_UNKNOWN unknown key "xyz" | known here: flow, format, mode, debounce, slots, steps',
      ],
    ],
    [
      "a typo of a key that is needed, once",
      "flwo: a\n",
      ['1:1 FLOW_KEY_UNKNOWN unknown key "flwo" | did you mean "flow"?'],
    ],
    [
      "a missing key, with what it is for",
      "flow: a\nsteps:\n  - ask: Hm?\n",
      ['3:5 FLOW_KEY_MISSING "into" is missing | the slot that the answer goes into'],
    ],
    [
      "a missing key at the parent's key",
      "flow: a\nslots:\n  cups: { type: enum }\n",
      ['3:3 FLOW_KEY_MISSING "values" is missing'],
    ],
    [
      "an unknown choice with a near one",
      "flow: a\nmode: que\n",
      ['2:7 FLOW_VALUE_UNKNOWN "mode" cannot be "que" | it can be "restart", "queue" or "single"'],
    ],
    [
      "a typo of a choice",
      "flow: a\nmode: singel\n",
      ['2:7 FLOW_VALUE_UNKNOWN "mode" cannot be "singel" | did you mean "single"?'],
    ],
    [
      "a number for text",
      "flow: 12\n",
      ['1:7 FLOW_VALUE_TYPE "flow" must be text, here it is 12 | put quotes round it: "12"'],
    ],
    [
      "true for text",
      "flow: true\n",
      ['1:7 FLOW_VALUE_TYPE "flow" must be text, here it is true | put quotes round it: "true"'],
    ],
    [
      "a list for text",
      "flow: [a]\n",
      ['1:7 FLOW_VALUE_TYPE "flow" must be text, here it is a list'],
    ],
    ["nothing for text", "flow:\n", ['1:1 FLOW_VALUE_TYPE "flow" is empty; it must be text']],
    [
      "text for a number",
      "flow: a\nslots: { cups: { type: integer, min: '3' } }\n",
      ['2:38 FLOW_VALUE_TYPE "min" must be a number, here it is text | take away the quotes: 3'],
    ],
    [
      "yes for true",
      "flow: a\ndebounce: yes\n",
      ['2:11 FLOW_VALUE_TYPE "debounce" must be true or false, here it is text'],
    ],
    [
      "a broken number for a whole one",
      "flow: a\nsteps:\n  - ask: Hm?\n    into: x\n    retry: { max: 1.5 }\n",
      ['5:19 FLOW_VALUE_TYPE "max" must be a whole number, here it is 1.5'],
    ],
    [
      "too much",
      "flow: a\nsteps:\n  - ask: Hm?\n    into: x\n    retry: { max: 9 }\n",
      ['5:19 FLOW_VALUE_SIZE "max": 5 at most, here 9'],
    ],
    [
      "too little",
      "flow: a\nslots: { drink: { type: enum, values: [] } }\n",
      ['2:39 FLOW_VALUE_SIZE "values": 1 at least, here 0'],
    ],
    [
      "an empty text",
      'flow: a\nsteps: [{ say: "" }]\n',
      ['2:16 FLOW_VALUE_SIZE "say" must not be empty'],
    ],
    [
      "a text too long",
      "flow: a\nsteps:\n  - say: this is more than twenty signs\n",
      ['3:10 FLOW_VALUE_SIZE "say": 20 characters at most, here 30'],
    ],
    [
      "a message of the schema's own",
      "flow: a\nsteps:\n  - say: Hi\n    id: Big Id\n",
      ["4:9 FLOW_VALUE_INVALID an id has small letters and _"],
    ],
    [
      "a key of the wrong form",
      "flow: a\nslots: { Cups: { type: integer } }\n",
      [
        '2:10 FLOW_VALUE_FORMAT key "Cups" is not written as it should be | it must match /^[a-z]+$/',
      ],
    ],
    [
      "an unknown kind",
      "flow: a\nslots: { cups: { type: integr } }\n",
      ['2:24 FLOW_VALUE_UNKNOWN "type" cannot be "integr" | did you mean "integer"?'],
    ],
    [
      "text where the file should be",
      "coffee\n",
      [
        "1:1 FLOW_VALUE_TYPE the file must be keys with values, here it is text | its keys: flow, format, mode, debounce, slots, steps",
      ],
    ],
  ])("%s", (_name, text, expected) => {
    expect(told(text)).toEqual(expected);
  });

  test("an empty file is told of at its start", () => {
    expect(told("")[0]).toStartWith("1:1 FLOW_VALUE_TYPE the file");
  });
});

describe("steps, a union by the keys present", () => {
  const inSteps = (text: string) => told(`flow: a\nsteps:\n${text}`);

  test.each([
    [
      "a typo of the verb",
      "  - sya: Hi\n",
      ['3:5 FLOW_KEY_UNKNOWN unknown key "sya" | did you mean "say"?'],
    ],
    [
      "a typo of another key of the step",
      "  - ask: Hm?\n    inot: cups\n",
      ['4:5 FLOW_KEY_UNKNOWN unknown key "inot" | did you mean "into"?'],
    ],
    [
      "missing goto and unknown gotoo are one",
      "  - gotoo: x\n",
      ['3:5 FLOW_KEY_UNKNOWN unknown key "gotoo" | did you mean "goto"?'],
    ],
    [
      "an unknown verb",
      "  - shout: Hi\n",
      ['3:5 FLOW_KEY_UNKNOWN unknown key "shout" | one of: say, ask, goto, if'],
    ],
    [
      "no verb",
      "  - id: lonely\n",
      [
        '3:5 FLOW_KEY_MISSING nothing says what this is: entry 1 of "steps" needs one more key | one of: say, ask, goto, if',
      ],
    ],
    [
      "two verbs",
      "  - say: Hi\n    ask: Ho\n",
      ['4:5 FLOW_KEY_CLASH "ask" cannot stand beside "say" | give "ask" an entry of its own'],
    ],
    [
      "an empty step",
      "  - {}\n",
      ['3:5 FLOW_VALUE_TYPE entry 1 of "steps" is empty | one of: say, ask, goto, if'],
    ],
    [
      "a word that is nearly one",
      "  - ned\n",
      ['3:5 FLOW_VALUE_UNKNOWN entry 1 of "steps" cannot be "ned" | did you mean "end"?'],
    ],
    [
      "a value of a union",
      "  - say: 5\n",
      [
        '3:10 FLOW_VALUE_TYPE "say" must be text or keys with values, here it is 5 | put quotes round it: "5"',
      ],
    ],
    [
      "a text in one language of several",
      "  - say: { en: Hi, id: [Halo] }\n",
      ['3:24 FLOW_VALUE_TYPE "id" must be text, here it is a list'],
    ],
    [
      "steps inside a branch",
      "  - if: x\n    do:\n      - gotoo: y\n      - say: []\n",
      [
        '5:9 FLOW_KEY_UNKNOWN unknown key "gotoo" | did you mean "goto"?',
        '6:14 FLOW_VALUE_TYPE "say" must be text or keys with values, here it is a list',
      ],
    ],
  ])("%s", (_name, text, expected) => {
    expect(inSteps(text)).toEqual(expected);
  });

  test("the first key says which step it is, whatever else speaks for another", () => {
    expect(
      inSteps("  - say: Hi\n    ask: Ho\n    into: x\n").map((line) => line.split(" | ")[0]),
    ).toEqual([
      '4:5 FLOW_KEY_CLASH "ask" cannot stand beside "say"',
      '5:5 FLOW_KEY_CLASH "into" cannot stand beside "say"',
    ]);
  });

  test("a hook may choose the branch", () => {
    const source = readYaml("f.yaml", "flow: a\nsteps:\n  - id: x\n");
    const { findings } = readDocument(flow, source, {
      pickBranch: (options, _value, path) =>
        path.at(-1) === 0 ? options.indexOf(jump) : undefined,
    });
    expect(findings.map((finding) => finding.message)).toEqual(['"goto" is missing']);
  });
});

describe("the whole file at once", () => {
  test("all findings come in the order of the source, YAML's and the schema's", () => {
    const text = "mdoe: queue\nflow: {{ x }}\nflow: b\nsteps:\n  - sya: Hi\n  - say: 0812345678\n";
    expect(read(text).findings.map(({ at, code }) => `${at.line} ${code}`)).toEqual([
      "1 FLOW_KEY_UNKNOWN",
      "2 YAML_BRACES_UNQUOTED",
      "3 YAML_KEY_DUPLICATE",
      "5 FLOW_KEY_UNKNOWN",
      "6 YAML_NUMBER_PHONE",
    ]);
  });

  test("after a broken place nothing is told that may only follow from it", () => {
    const text = 'mdoe: queue\nsteps:\n  - sya: "Hi\n  - xyz: 1\n';
    expect(read(text).findings.map(({ at, code }) => `${at.line} ${code}`)).toEqual([
      "1 FLOW_KEY_UNKNOWN",
      "3 FLOW_KEY_UNKNOWN",
      "3 YAML_QUOTE_OPEN",
    ]);
  });

  test("codes of bot.yaml begin with BOT", () => {
    const { findings } = readDocument(flow, readYaml("bot.yaml", "flwo: a\n"), { area: "BOT" });
    expect(findings.map((finding) => finding.code)).toEqual(["BOT_KEY_UNKNOWN"]);
  });

  test("a refinement names its own code and hint", () => {
    const schema = z.strictObject({ a: z.string() }).refine(() => false, {
      message: "a is taken",
      params: { code: "FLOW_ID_DUPLICATE", hint: "choose another" },
    });
    expect(readDocument(schema, readYaml("f.yaml", "a: b\n")).findings).toMatchObject([
      { code: "FLOW_ID_DUPLICATE", message: "a is taken", hint: "choose another" },
    ]);
  });

  test("a value that does not fit always has an error, and none is ever thrown", () => {
    const json = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.constantFrom("end", "a", "", 1, 2.5, true, null),
        fc.array(tie("value"), { maxLength: 3 }),
        fc.dictionary(
          fc.constantFrom(
            "flow",
            "steps",
            "say",
            "sya",
            "ask",
            "into",
            "if",
            "do",
            "slots",
            "type",
            "id",
            "x",
          ),
          tie("value"),
          { maxKeys: 4 },
        ),
      ),
    })).value;
    fc.assert(
      fc.property(json, (value) => {
        const reading = read(JSON.stringify(value, undefined, 2));
        const errors = reading.findings.filter((finding) => finding.severity === "error");
        expect(reading.value === undefined).toBe(errors.length > 0);
      }),
      { numRuns: 500 },
    );
  });
});
