import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { readYaml } from "#core/flow/read/yaml-source.ts";
import { TeaHouses, teaFlow } from "./testing/tea-house.ts";

/** `flow` is what stands below the head of a flow in place of the tea house's, `test` the steps of its test. */
const goldenSchema = z.array(
  z.strictObject({
    name: z.string(),
    flow: z.string().optional(),
    test: z.string(),
    output: z.string(),
  }),
);

const houses = new TeaHouses();
afterAll(() => houses.remove());

const file = join(import.meta.dir, "failures.golden.yaml");
const goldens = goldenSchema.parse(readYaml(file, readFileSync(file, "utf8")).value);

test.each(goldens)("a test fails by $name", async ({ flow, test: steps, output: golden }) => {
  const body = steps.trimEnd().replaceAll("\n", "\n      ");
  const { output, failed } = await houses.run({
    "tea.flow.yaml": flow === undefined ? teaFlow : `flow: tea\nformat: 1\n${flow}`,
    "tea.test.yaml": `flow: tea\ntests:\n  - name: it\n    steps:\n      ${body}\n`,
  });
  expect(failed).toBe(1);
  const [, shown = ""] = output.split("  ✗ it\n");
  const text = shown
    .slice(0, shown.indexOf("\n0 passed"))
    .replace(/^ {4}/gm, "")
    .replaceAll(/\S*\/(?=tea\.test\.yaml)/g, "");
  expect(`${text.replace(/^\n/, "").trimEnd()}\n`).toBe(golden);
});
