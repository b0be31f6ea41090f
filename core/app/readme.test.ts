import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { readBotFolder } from "./bot-folder.ts";
import { loadBot } from "./load-bot.ts";

const readme = readFileSync(new URL("../../README.md", import.meta.url), "utf8");
const folder = readBotFolder(fileURLToPath(new URL("../../flows", import.meta.url)));

/** The text of every fenced block of a language. */
function blocks(language: string): readonly string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, "gms");
  return [...readme.matchAll(fence)].map(([, text = ""]) => text);
}

test("the flow of the README has ten lines and no finding beside the example bot's", async () => {
  const [text = "", ...others] = blocks("yaml");
  expect(others).toEqual([]);
  expect(text.trim().split("\n")).toHaveLength(10);
  const tea = { file: "flows/tea.flow.yaml", text };
  const { findings } = await loadBot({ ...folder, flows: [...folder.flows, tea] });
  expect(findings).toEqual([]);
});

test("the example bot has no finding", async () => {
  expect((await loadBot(folder)).findings).toEqual([]);
});

test("every variable that the example bot names stands in the README", () => {
  const named = [...folder.bot.text.matchAll(/\{ env: ([A-Z_]+) \}/g)].map(([, name]) => name);
  expect(named.length).toBeGreaterThan(0);
  expect(named.filter((name) => !readme.includes(`\`${name}\``))).toEqual([]);
});

test("the sentence under the title has at most fifteen words", () => {
  const [, sentence = ""] = readme.split("\n\n");
  expect(sentence.split(/\s+/).length).toBeLessThanOrEqual(15);
});
