import { afterAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { TeaHouses, teaBot } from "#core/app/flow-test/testing/tea-house.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { told } from "./fine-print-elsewhere.ts";
import { played } from "./fine-print-played.ts";
import { refused } from "./fine-print-refused.ts";

/**
 * Part 7 of the flow language, "Fine print", sentence by sentence: what the checker refuses, what a
 * conversation shows, and what another test holds, by its name.
 */

const houses = new TeaHouses();
afterAll(() => houses.remove());

const bot = teaBot
  .replace("name: Tea House", "name: Tea House\nmenu: menu")
  .concat("actions: { http: { plugin: action-http, hosts: [shop.example] } }\n");
const menu = `flow: menu\nformat: 1\nsteps: [{ say: This is the menu. }]\n`;

describe.each(played)("$sentence", ({ flows, tests }) => {
  test("is so in a conversation", async () => {
    const files = Object.entries(flows).map(([name, body]) => [
      `${name}.flow.yaml`,
      `flow: ${name}\nformat: 1\n${body}`,
    ]);
    const { output, passed } = await houses.run({
      "bot.yaml": bot,
      "menu.flow.yaml": menu,
      ...Object.fromEntries(files),
      "tea.test.yaml": `flow: tea\ntests:\n${tests}`,
    });
    expect(output).toEndWith(`${passed} passed, 0 failed`);
    expect(passed).toBeGreaterThan(0);
  });
});

describe.each(refused)("$sentence", ({ flows }) => {
  test.each(flows)("is held by the checker: %#", ({ body, finding, others = {} }) => {
    const sources = Object.entries({ tea: body, ...others }).map(([name, text]) => ({
      file: `${name}.flow.yaml`,
      text: `flow: ${name}\nformat: 1\n${text}`,
    }));
    const { findings } = compileFlows(sources, sampleCatalog);
    const said = findings.map(({ code, at }) => `${code} ${at.file}:${at.line}`);
    expect(said).toContain(finding);
  });
});

test.each(told)("$sentence: held by $file", ({ file, name }) => {
  const text = readFileSync(new URL(`../../${file}`, import.meta.url), "utf8");
  expect(["test(", ")(", "["].some((before) => text.includes(`${before}"${name}"`))).toBe(true);
});
