import { afterEach, beforeEach, expect, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { findStrayFiles } from "./find-stray-files.ts";

const flow = "flow: tea\nformat: 1\nsteps:\n  - say: Hi\n";
const tests = "flow: tea\ntests: []\n";
const template = "template: order\nlanguages: {}\n";
let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-stray-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

function told(files: Readonly<Record<string, string>>): readonly string[] {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return findStrayFiles(folder).findings.map(
    ({ at, hint }) => `${at.file.slice(folder.length + 1)}: ${hint}`,
  );
}

test.each([
  ["tea.flow.yml", flow, "name it tea.flow.yaml"],
  ["tea.Flow.YAML", "", "name it tea.flow.yaml"],
  ["tea.test.yml", tests, "name it tea.test.yaml"],
  ["drinks.yaml", flow, "name it tea.flow.yaml"],
  ["drinks.yml", tests, "name it tea.test.yaml"],
  ["flows/tea.flow.yaml", flow, "move it beside bot.yaml, as tea.flow.yaml"],
  ["a/b/tea.yaml", flow, "move it beside bot.yaml, as tea.flow.yaml"],
  ["bot.yml", "bot: x\n", "take one of them away"],
  ["order.yaml", template, "move it to templates/order.yaml"],
  ["templates/order.yml", template, "move it to templates/order.yaml"],
])("%s is told, with what to do", (name, text, hint) => {
  expect(told({ "bot.yaml": "", [name]: text })).toEqual([`${name}: ${hint}`]);
});

test("what is read, or is no flow, or belongs to another bot is left alone", () => {
  expect(
    told({
      "bot.yaml": "",
      "tea.flow.yaml": flow,
      "tea.test.yaml": tests,
      "compose.yaml": "services: {}\n",
      "templates/order.yaml": template,
      "other/bot.yaml": "",
      "other/tea.flow.yaml": flow,
      ".git/tea.flow.yaml": flow,
      "node_modules/x/tea.flow.yaml": flow,
    }),
  ).toEqual([]);
});
