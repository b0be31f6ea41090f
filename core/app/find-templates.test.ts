import { expect, test } from "bun:test";
import { findTemplates } from "./find-templates.ts";

const find = (...texts: readonly string[]) =>
  findTemplates(
    texts.map((text, index) => ({ file: `${index}.flow.yaml`, text })),
    ["id", "en"],
  ).map(({ name, language }) => `${name} ${language}`);

test("a template is found wherever a flow names it, in all of the bot's languages or its own", () => {
  const flow =
    "steps: [{ if: x, then: [{ template: ready }] }, { template: { name: gone, language: en } }]";
  expect(find(flow)).toEqual(["ready id", "ready en", "gone en"]);
});

test("one that is written in escapes is found too", () => {
  expect(find('steps: [{ "templ\\x61te": ready }]')).toEqual(["ready id", "ready en"]);
});

test("flows without a word of one have none", () => {
  expect(find("steps: [{ say: halo }]", "")).toEqual([]);
});
