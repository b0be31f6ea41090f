import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { runId } from "#core/lib/ids.ts";
import { advance } from "./advance.ts";
import { readBroadcast } from "./broadcast/read-broadcast.ts";
import { formatFinding } from "./code-frame.ts";
import { compileFlows } from "./compile-flows.ts";
import { createFunctionTable } from "./expression/functions.ts";
import { flowJsonSchema } from "./flow-json-schema.ts";
import { readTemplate } from "./templates/read-template.ts";
import { templateJsonSchema } from "./templates/template-json-schema.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const page = readFileSync(join(import.meta.dir, "../../flows/README.md"), "utf8");
const examples = [...page.matchAll(/```yaml\n([\s\S]*?)```/g)].map((match) => ({
  line: page.slice(0, match.index).split("\n").length + 1,
  text: match[1] ?? "",
}));

const head = "flow: example\nformat: 1\n";
const slots = `slots:
  cups: { type: integer }
  drink: { type: enum, values: [espresso, latte, tubruk] }
  day: { type: date }
  pickup: { type: datetime }
  nickname: { type: text, keep: contact }
`;

/** An example as a whole flow: it may be one, or a part of the top, or steps alone. */
function wholeFlow(text: string): string {
  if (/^(#.*\n)*flow:/.test(text)) return text;
  if (text.startsWith("- ")) return `${head}${slots}steps:\n${text.replace(/^(?=.)/gm, "  ")}`;
  return `${head}${text}steps:\n  - say: Hi\n`;
}

/** The flow that the page's own calls lead to. */
const called = examples.find(({ text }) => text.includes("flow: add_up"))?.text ?? "";

const isBroadcast = ({ text }: { readonly text: string }) => text.startsWith("broadcast:");
const isTemplate = ({ text }: { readonly text: string }) => text.startsWith("template:");
const limits = sampleCatalog.channels[0]?.capabilities.templateLimits;

describe("every example of flows/README.md", () => {
  test("of a broadcast can be read", () => {
    const found = examples.filter(isBroadcast).map(({ text }) => {
      const catalog = { ...sampleCatalog, templates: undefined };
      const { plan, findings } = readBroadcast({ file: "promo.yaml", text }, catalog);
      return [plan?.name, findings.map((finding) => formatFinding(finding, text))];
    });
    expect(found).toEqual([["promo_december", []]]);
  });

  test("of a template can be read", () => {
    const found = examples.filter(isTemplate).map(({ text }) => {
      const file = `${/^template: (\w+)/.exec(text)?.[1]}.yaml`;
      const { definitions, findings } = readTemplate({ file, text }, limits);
      expect(findings.map((finding) => formatFinding(finding, text))).toEqual([]);
      return definitions[0]?.name;
    });
    expect(found).toEqual(["order_update", "login_code"]);
  });

  test("is there", () => {
    expect(examples.length).toBeGreaterThan(12);
  });

  for (const { line, text } of examples.filter((item) => !isBroadcast(item) && !isTemplate(item))) {
    test(`line ${line} compiles and starts`, () => {
      const whole = wholeFlow(text);
      const name = /^flow: (\w+)/m.exec(whole)?.[1] ?? "";
      const file = `${name}.flow.yaml`;
      const beside = name === "add_up" ? [] : [{ file: "add_up.flow.yaml", text: called }];
      const { programs, findings } = compileFlows(
        [{ file, text: whole }, ...beside],
        sampleCatalog,
      );
      const wrong = findings.filter((finding) => finding.severity === "error");
      expect(wrong.map((finding) => formatFinding(finding, whole))).toEqual([]);
      const program = programs.find((each) => each.flow === name);
      if (program === undefined) throw new Error("there is no program");
      const { run } = advance(program, undefined, {
        cause: { kind: "start", runId: runId("run"), trigger: "message: hi" },
        facts: sampleFacts(),
      });
      expect(run.state).not.toBe("failed");
    });
  }
});

/** Whether the page says a word as code, alone or inside a longer piece. */
function tells(word: string): boolean {
  return new RegExp(`(^|[^\\w])${word}([^\\w]|$)`).test(code);
}
const prose = page.replace(/```[\s\S]*?```/g, "");
const code = [
  ...[...prose.matchAll(/`([^`]+)`/g)].map((match) => match[1]),
  ...examples.map((example) => example.text),
].join("\n");

test("the page tells every key of the schema", () => {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "properties") Object.keys(Object(value)).forEach((name) => keys.add(name));
      visit(value);
    }
  };
  visit(flowJsonSchema());
  visit(templateJsonSchema());
  expect(keys.size).toBeGreaterThan(50);
  expect([...keys].filter((key) => !tells(key))).toEqual([]);
});

test("the page tells every function", () => {
  const names = createFunctionTable().rules.map((rule) => rule.name);
  expect(names.filter((name) => !tells(name))).toEqual([]);
});

test("the page tells every code that the checker and the interpreter know", () => {
  const files = readdirSync(import.meta.dir, { recursive: true, encoding: "utf8" });
  const sources = files.filter(
    (file) => file.endsWith(".ts") && !file.endsWith(".test.ts") && !file.startsWith("read"),
  );
  const codes = new Set(
    sources.flatMap((file) => {
      const text = readFileSync(join(import.meta.dir, file), "utf8");
      return [...text.matchAll(/"(FLOW_[A-Z_]+)"/g)].map((match) => match[1] ?? "");
    }),
  );
  expect(codes.size).toBeGreaterThan(40);
  expect([...codes].filter((each) => !each.endsWith("_") && !page.includes(each))).toEqual([]);
});
