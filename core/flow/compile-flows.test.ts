import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCatalog } from "./catalog.ts";
import { compileFlows, compileRevision } from "./compile-flows.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";

const head = "flow: f\nformat: 1\n";

function revisionOf(text: string): string | undefined {
  return compileFlows([{ file: "f.flow.yaml", text }], sampleCatalog).programs[0]?.revision;
}

describe("a revision", () => {
  const text = `${head}steps:\n  - choose: Which?\n    id: q\n    options: { a: A, b: B }\n`;

  test("stays the same whatever the comments, spacing and quotes", () => {
    const same = `# a comment\nflow: "f"\nformat: 1\n\nsteps:\n- choose: 'Which?' # why\n  id: q\n  options:\n    a: A\n    b: B\n`;
    expect(revisionOf(text)).toMatch(/^[0-9a-f]{64}$/);
    expect(revisionOf(same)).toBe(revisionOf(text) ?? "");
  });

  test("changes with a word, and with the order of options", () => {
    const others = [
      text.replace("Which?", "Which one?"),
      text.replace("{ a: A, b: B }", "{ b: B, a: A }"),
      text.replace("{ a: A, b: B }", "{ 2: A, 1: B }"),
      text.replace("{ a: A, b: B }", "{ 1: B, 2: A }"),
    ];
    const revisions = [text, ...others].map(revisionOf);
    expect(new Set(revisions).size).toBe(5);
    expect(revisions).not.toContain(undefined);
  });

  test("is found again from its own text, whatever bot.yaml has lost since", () => {
    const wide = `${head}purpose: marketing\nsteps:\n  - say: { en: Hi, id: Halo }\n  - say: "{{ env.SHOP_URL }} {{ contact.profile.usual }}"\n`;
    const before = compileFlows([{ file: "f.flow.yaml", text: wide }], {
      ...openCatalog,
      env: ["SHOP_URL"],
    });
    const again = compileRevision({ file: "f.flow.yaml", text: wide });
    expect(again?.revision).toMatch(/^[0-9a-f]{64}$/);
    expect(before.findings.map((finding) => finding.code)).toEqual(["FLOW_NAME_UNKNOWN"]);
  });
});

test("a flow with an error has no program, the others have one", () => {
  const { programs, findings } = compileFlows(
    [
      { file: "b.flow.yaml", text: "flow: b\nformat: 1\nsteps: [{ goto: x }]\n" },
      { file: "a.flow.yaml", text: "flow: a\nformat: 1\nsteps: [{ say: Hi }]\n" },
    ],
    sampleCatalog,
  );
  expect(programs.map((program) => program.flow)).toEqual(["a"]);
  expect(findings.map((finding) => finding.code)).toEqual(["FLOW_STEP_NOWHERE"]);
});

test("what one flow keeps with the contact, another one reads with its type", () => {
  const keeps = `${head}slots:\n  cups: { type: integer, keep: contact }\nsteps:\n  - ask: How many?\n    id: q\n    into: cups\n`;
  const reads = (condition: string) =>
    `flow: g\nformat: 1\nsteps:\n  - if: ${condition}\n    then: [{ say: Many }]\n`;
  const compile = (condition: string) =>
    compileFlows(
      [
        { file: "f.flow.yaml", text: keeps },
        { file: "g.flow.yaml", text: reads(condition) },
      ],
      sampleCatalog,
    ).findings.map((finding) => finding.code);
  expect(compile("default(contact.profile.cups, 0) > 3")).toEqual([]);
  expect(compile("contact.profile.cups > 3")).toEqual(["FLOW_NAME_UNSET"]);
  expect(compile("default(contact.profile.cups, 0) == 'a'")).toEqual(["FLOW_TYPE_MISMATCH"]);
});

describe("what is filled where", () => {
  const slots = "slots:\n  x: { type: integer }\n";
  const check = (steps: string) =>
    compileFlows(
      [{ file: "f.flow.yaml", text: `${head}${slots}steps:\n${steps}` }],
      sampleCatalog,
    ).findings.map((finding) => finding.code);
  const askX = (more = "") => `  - ask: X?\n    id: q\n    into: x\n${more}`;
  const useX = '  - say: "{{ slots.x + 1 }}"\n';

  test.each([
    ["after the question", askX() + useX],
    [
      "after both branches",
      `  - if: hours.open\n    then: [{ set: { x: 1 } }]\n    else: [{ set: { x: 2 } }]\n${useX}`,
    ],
    [
      "after a question that was skipped because it is filled",
      askX("    skip_if_filled: true\n") + useX,
    ],
    [
      "where a condition says so",
      `  - if: slots.x != null && slots.x > 1\n    then:\n    ${useX.trimStart().replace("- say", "  - say")}${askX()}`,
    ],
    [
      "on a step with the condition itself",
      `  - say: "{{ slots.x + 1 }}"\n    when: slots.x != null\n${askX()}`,
    ],
    [
      "after a way out that does not come back",
      `${askX("    timeout: 1h\n    on_timeout: [end]\n    on_fail: [end]\n")}${useX}`,
    ],
    [
      "in a case below one that is not",
      `  - switch:\n      - when: slots.x == null\n        steps: [{ set: { x: 1 } }]\n      - else: [{ say: "{{ slots.x + 1 }}" }]\n${useX}`,
    ],
  ])("%s: nothing to say", (_name, steps) => {
    expect(check(steps)).toEqual([]);
  });

  test.each([
    ["before the question", useX + askX()],
    ["after one branch of two", `  - if: hours.open\n    then: [{ set: { x: 1 } }]\n${useX}`],
    ["after a way out that comes back", `${askX("    on_fail: [{ say: Oh }]\n")}${useX}`],
    ["after it was emptied", `${askX()}  - set: { x: null }\n${useX}`],
    [
      "where a loop comes back without it",
      `  - say: Hi\n    id: top\n${askX("    when: hours.open\n")}${useX}`,
    ],
  ])("%s: it may be empty", (_name, steps) => {
    expect(check(steps)).toContain("FLOW_NAME_UNSET");
  });
});

describe("the example bot", () => {
  const folder = join(import.meta.dir, "../../flows");
  test("has nothing to be told", () => {
    const sources = readdirSync(folder)
      .filter((file) => file.endsWith(".flow.yaml"))
      .map((file) => ({ file: `flows/${file}`, text: readFileSync(join(folder, file), "utf8") }));
    const catalog = { ...sampleCatalog, templates: undefined, locales: ["id", "en"] };
    expect(compileFlows(sources, catalog).findings).toEqual([]);
  });
});

test("a huge, deep or hostile file is refused quickly", () => {
  const started = performance.now();
  const texts = [
    `${head}steps:\n${"  - say: Hi\n".repeat(30_000)}`,
    `${head}steps: ${"[".repeat(2_000)}`,
    `${head}steps:\n${Array.from({ length: 30 }, (_, depth) => `${"    ".repeat(depth)}  - if: hours.open\n${"    ".repeat(depth)}    then:\n`).join("")}${" ".repeat(122)}- say: x\n`,
    `${head}slots: { __proto__: { type: text }, constructor: { type: text } }\nsteps:\n  - say: "{{ slots.__proto__.polluted }}"\n`,
    `${head}steps:\n  - say: "{{ constructor.constructor('x')() }}"\n`,
    `${head}steps: &a [x,x]\ntags: [*a,*a]\n`,
    `${head}triggers: [{ message: { matches: "(a+)+$" } }]\nsteps: [{ say: Hi }]\n`,
  ];
  const found = texts.map((text) => {
    const { findings, programs } = compileFlows([{ file: "f.flow.yaml", text }], sampleCatalog);
    return programs.length === 1
      ? "fine"
      : findings.find((each) => each.severity === "error")?.code;
  });
  expect(found).toEqual([
    "YAML_TOO_BIG",
    "YAML_TOO_DEEP",
    "FLOW_TOO_BIG",
    "YAML_KEY_REFUSED",
    "FLOW_EXPRESSION_SYNTAX",
    "YAML_ANCHOR",
    "fine",
  ]);
  expect(performance.now() - started).toBeLessThan(3_000);
});
