import { afterAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { flowTestJsonSchema } from "#core/flow/read-test/flow-test-json-schema.ts";
import { readTestFile } from "#core/flow/read-test/read-test-file.ts";
import { runFlowTests } from "./run-flow-tests.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const flows = fileURLToPath(new URL("../../../flows", import.meta.url));
const page = readFileSync(join(flows, "README.md"), "utf8");
const section = page.slice(page.indexOf("## Tests\n"), page.indexOf("## Codes\n"));
const examples = [...section.matchAll(/```yaml test\n([\s\S]*?)```/g)].map(([, text = ""]) => text);

const folder = mkdtempSync(join(tmpdir(), "sapa-reference-"));
cpSync(flows, folder, { recursive: true, filter: (name) => !name.endsWith(".test.yaml") });
afterAll(() => rmSync(folder, { recursive: true }));

describe("every example of a test on the page", () => {
  test("is there", () => {
    expect(examples.length).toBeGreaterThan(2);
  });

  for (const [index, text] of examples.entries()) {
    const { value, findings } = readTestFile(`example-${index + 1}.test.yaml`, text);
    test(`${index + 1} is read without a finding`, () => {
      expect(findings).toEqual([]);
    });
    // The others are about flows that the example bot does not have.
    if (value?.flow !== "coffee") continue;
    test(`${index + 1} passes against the example bot`, async () => {
      writeFileSync(join(folder, "example.test.yaml"), text);
      const { output } = await runFlowTests(folder, { nowMs: () => 0 });
      expect(output).toEndWith(" passed, 0 failed");
    });
  }
});

test("the page tells every key of a test file", () => {
  const keys = new Set<string>();
  const visit = (node: unknown): void => {
    if (typeof node !== "object" || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key === "properties") for (const name of Object.keys(Object(value))) keys.add(name);
      visit(value);
    }
  };
  visit(flowTestJsonSchema());
  expect(keys.size).toBeGreaterThan(50);
  expect([...keys].filter((key) => !new RegExp(`(^|\\W)${key}(\\W|$)`).test(section))).toEqual([]);
});
