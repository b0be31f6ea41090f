import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Finding } from "#core/flow/finding.ts";
import { createFlowSet } from "#core/flow/flow-set.ts";
import { limits } from "#core/flow/limits.ts";
import { readYaml, type YamlPath } from "#core/flow/read/yaml-source.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";

const head = "flow: f\nformat: 1\ntriggers: [{ message: hi }]\nsteps:\n";
const say = (text: string) => `${head}  - say: ${JSON.stringify(text)}\n`;
const condition = (text: string) =>
  `${head}  - if: ${JSON.stringify(text)}\n    then:\n      - say: x\n`;
const pattern = (text: string) =>
  `flow: f\nformat: 1\ntriggers: [{ message: { matches: ${JSON.stringify(text)} } }]\nsteps:\n  - say: x\n`;
const letter = (index: number) => String.fromCharCode(97 + index);
const check = (text: string) => compileFlows([{ file: "f.flow.yaml", text }], sampleCatalog);

/** Each would hang or fill the memory of a reader that trusts its input. */
const hostile: readonly (readonly [what: string, text: string, wanted: string])[] = [
  ["10 MB", "a".repeat(10_000_000), "1:1 YAML_TOO_BIG"],
  ["10 MB of flow", head + "  - say: Hi\n".repeat(900_000), "1:1 YAML_TOO_BIG"],
  [
    "aliases that grow by the power of nine",
    `${head}  - say: &a [x,x,x,x,x,x,x,x,x]\n${Array.from(
      { length: 20 },
      (_, index) =>
        `  - say: &${letter(index + 1)} [${Array(9)
          .fill(`*${letter(index)}`)
          .join(",")}]\n`,
    ).join("")}`,
    "5:10 YAML_ANCHOR",
  ],
  ["an alias inside itself", `${head}  - &a [*a, *a]\n`, "5:5 YAML_ANCHOR"],
  ["100,000 brackets", `${head}  - say: ${"[".repeat(100_000)}`, "5:1010 YAML_TOO_DEEP"],
  ["100,000 dashes", `${head}  ${"- ".repeat(100_000)}a\n`, "5:402 YAML_TOO_DEEP"],
  ["80,000 keys in a line", `${head}${"a: ".repeat(80_000)}\n`, "5:600 YAML_TOO_DEEP"],
  ["20,000 steps", head + "  - say: Hi\n".repeat(20_000), "4:1 FLOW_TOO_BIG"],
  ["50,000 braces in a text", say("{{ ".repeat(50_000)), "5:1511 YAML_TOO_DEEP"],
  ["a text of 8,000 values", say("{{ now }}".repeat(8_000)), "5:16395 FLOW_EXPRESSION_LIMIT"],
  [
    "50,000 parentheses",
    condition(`${"(".repeat(50_000)}1${")".repeat(50_000)}`),
    "5:2010 FLOW_EXPRESSION_LIMIT",
  ],
  ["990 nots", condition(`${"!".repeat(990)}hours.open`), "5:701 FLOW_EXPRESSION_LIMIT"],
  ["a pattern that looks back", pattern("(a)\\1"), "3:34 FLOW_PATTERN_INVALID"],
  ["a pattern that grows", pattern("((a{100}){100}){100}"), "3:34 FLOW_PATTERN_INVALID"],
  [
    "a pattern of 20,000 groups",
    pattern(`${"(".repeat(20_000)}a${")".repeat(20_000)}`),
    "3:34 FLOW_PATTERN_INVALID",
  ],
  [
    "a way out of the language by constructor",
    say("{{ contact.constructor('return 1') }}"),
    "5:21 FLOW_NAME_UNKNOWN",
  ],
  ["one by __proto__", say("{{ contact.__proto__ }}"), "5:22 FLOW_EXPRESSION_REFUSED"],
  ["one by an index", say("{{ contact['__proto__'] }}"), "5:22 FLOW_EXPRESSION_REFUSED"],
  ["one by a global", say("{{ globalThis.process }}"), "5:14 FLOW_NAME_UNKNOWN"],
  ["a key of JavaScript", `${head}  - __proto__: { say: Hi }\n`, "5:5 YAML_KEY_REFUSED"],
];

/** Generous: these ask for an answer, not for a fast one, of a machine that may be busy. */
const patientMs = 60_000;

describe("what would harm is refused, with its place", () => {
  test.each(hostile)(
    "%s",
    (_, text, wanted) => {
      const { programs, findings } = check(text);
      const [first] = findings;
      expect(`${first?.at.line}:${first?.at.column} ${first?.code}`).toStartWith(wanted);
      expect(first?.severity).toBe("error");
      expect(programs).toEqual([]);
      expectPlacesInside(text, findings);
    },
    patientMs,
  );

  test(
    "a pattern that hangs a backtracking engine is looked for in linear time",
    () => {
      const { programs, findings } = check(pattern("(a+)+$"));
      expect(findings).toEqual([]);
      const text = `${"a".repeat(4_000)}!`;
      const match = createFlowSet(programs).match({
        message: { kind: "text", id: "m", text },
        isFirstContact: false,
        facts: sampleFacts(),
      });
      expect(match).toBeUndefined();
    },
    patientMs,
  );

  test(
    "as many steps as are allowed are read",
    () => {
      expect(check(head + "  - say: Hi\n".repeat(limits.steps - 1)).findings).toEqual([]);
    },
    patientMs,
  );

  test(
    "any bytes are read without a throw, and every place lies in the file",
    () => {
      const signs = [
        "{",
        "}",
        "[",
        "- ",
        ": ",
        "\n",
        "  ",
        '"',
        "'",
        "#",
        "&a",
        "*a",
        "!",
        "|",
        "\t",
      ];
      const noise = fc.array(fc.oneof(fc.constantFrom(...signs), fc.string({ maxLength: 4 })));
      fc.assert(
        fc.property(noise, fc.nat(sampleText.length), (parts, at) => {
          const text = sampleText.slice(0, at) + parts.join("") + sampleText.slice(at);
          expectPlacesInside(text, check(text).findings);
        }),
        { numRuns: 300 },
      );
    },
    patientMs,
  );

  test(
    "so is any value at any place, and a flow without an error is a program",
    () => {
      const sample: unknown = readYaml("f.flow.yaml", sampleText).value;
      const paths = pathsOf(sample, []);
      fc.assert(
        fc.property(fc.constantFrom(...paths), fc.jsonValue({ maxDepth: 2 }), (path, value) => {
          const text = JSON.stringify(replaceAt(sample, path, value), undefined, 1);
          const { programs, findings } = check(text);
          expectPlacesInside(text, findings);
          const isRefused = findings.some((finding) => finding.severity === "error");
          expect(programs).toHaveLength(isRefused ? 0 : 1);
        }),
        { numRuns: 300 },
      );
    },
    patientMs,
  );
});

/** A flow with most kinds of keys in it. */
const sampleText = `flow: f
format: 1
purpose: service
mode: queue
triggers: [{ message: [hi, "order*"] }, { choice: x, when: hours.open }, { message: { matches: a+ } }]
slots:
  cups: { type: integer, min: 1, max: 9, default: 2 }
  size: { type: enum, values: [small, large], keep: contact }
  day: { type: date }
steps:
  - say: { en: "Hi {{ contact.name }}", id: 'Halo' }
    reply: true
  - choose: Which?
    id: size
    into: size
    options: { small: Small, large: { title: Large, description: More } }
    retry: { max: 2, say: Again? }
    timeout: 2h
    on_timeout: last
  - ask: When?
    id: day
    into: day
    validate: input > today
  - if: slots.cups > 2
    then:
      - set: { cups: slots.cups + 1 }
      - send: { image: "https://a.example/a.jpg", caption: A }
    else:
      - each: contact.tags
        as: tag
        steps: [{ say: "{{ tag }}" }]
  - switch: [{ when: hours.open, steps: [{ note: Open }] }, { else: [end] }]
  - wait: { for: 1h }
    id: pause
  - template: { name: order_reminder, language: en, body: ["{{ slots.day }}"] }
    id: last
  - end: { say: Bye }
`;

function expectPlacesInside(text: string, findings: readonly Finding[]): void {
  const lines = text.split("\n");
  for (const { at } of findings) {
    expect(at.line).toBeLessThanOrEqual(lines.length);
    expect(at.column).toBeLessThanOrEqual((lines[at.line - 1] ?? "").length + 1);
  }
}

function pathsOf(value: unknown, path: YamlPath): readonly YamlPath[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).map(([key, item]) =>
    pathsOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
  return [path, ...inner.flat()];
}

function replaceAt(whole: unknown, path: YamlPath, value: unknown): unknown {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (Array.isArray(whole)) {
    return whole.map((item: unknown, index) =>
      index === step ? replaceAt(item, rest, value) : item,
    );
  }
  return Object.fromEntries(
    Object.entries(whole ?? {}).map(([key, item]) => [
      key,
      key === step ? replaceAt(item, rest, value) : item,
    ]),
  );
}
