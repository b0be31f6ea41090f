import { describe, expect, setDefaultTimeout, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { renderMermaid } from "#core/flow/diagram/mermaid.ts";
import { renderSvg } from "#core/flow/diagram/render-svg.ts";
import { readBotFolder } from "./bot-folder.ts";
import { checkTests } from "./check-tests.ts";
import { findStrayFiles } from "./find-stray-files.ts";
import { drawFlow, readFlowFiles } from "./flow-files.ts";
import { runFlowTests } from "./flow-test/run-flow-tests.ts";
import { loadBot } from "./load-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const root = fileURLToPath(new URL("../../flows/", import.meta.url));
const page = readFileSync(join(root, "README.md"), "utf8");
const bots = readdirSync(root, { recursive: true, encoding: "utf8" })
  .filter((name) => /(^|\/)bot\.yaml$/.test(name))
  .map((name) => name.slice(0, -"bot.yaml".length))
  .toSorted();

test("there are several bots to copy, and the page names each", () => {
  expect(bots.length).toBeGreaterThan(3);
  expect(bots.filter((name) => !page.includes(`\`flows/${name}\``))).toEqual([]);
});

describe.each(bots)("the bot in flows/%s", (name) => {
  const folder = readBotFolder(join(root, name));

  test("is checked without a finding, and speaks English and Indonesian", async () => {
    const { bot, findings } = await loadBot(folder);
    const actions = bot?.catalog.actions?.map((action) => action.name) ?? [];
    const mockable = [...actions, ...Object.keys(bot?.config.providers ?? {})];
    const others = checkTests(folder.tests, bot?.programs, mockable);
    expect([...findings, ...others, ...findStrayFiles(folder.folder).findings]).toEqual([]);
    expect(bot?.config.locales.toSorted()).toEqual(["en", "id"]);
    expect(bot?.programs.length).toBe(folder.flows.length);
  });

  test("is tested whole: every flow has a test file, every step and branch is reached", async () => {
    const testOf = (flow: string) => flow.replace(/\.flow\.yaml$/, ".test.yaml");
    const tests = folder.tests.map(({ file }) => file);
    expect(tests).toEqual(folder.flows.map(({ file }) => testOf(file)));
    const { failed, output } = await runFlowTests(folder.folder, {
      nowMs: () => 0,
      minCoverage: 100,
    });
    expect(output).toMatch(/^ {2}all flows +100 %$/m);
    expect({ failed, output }).toEqual({ failed: 0, output });
  });

  test("can be drawn, flow by flow", () => {
    for (const file of readFlowFiles(folder.folder)) {
      const drawing = drawFlow(file);
      const hrefOf = ({ line }: { readonly line: number }) => `#L${line}`;
      expect(renderMermaid(drawing, hrefOf)).toStartWith("flowchart TD\n");
      expect(renderSvg(drawing, hrefOf)).toMatch(/^<svg[\s\S]*<\/svg>\n?$/);
    }
  });
});
