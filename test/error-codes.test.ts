import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { aiFailureKinds } from "#core/model/ports/ai-provider.ts";
import { projectFiles } from "./project-files.ts";

/** What error codes begin with; codes of vendors and names of variables look otherwise. */
const areas =
  "AI BOT BUILD CONSENT CONTACT CONTROL DATA ENVIRONMENT EXPORT FILE FILES FLOW GRAPH JSON MEDIA NET PLUGIN PORT RECORD SECRET_KEY SIMULATOR STORE TEMPLATE USE WEBHOOK YAML";
const literal = new RegExp(`"((?:${areas.replaceAll(" ", "|")})_[A-Z0-9]+(?:_[A-Z0-9]+)*)"`, "g");
/** The first word of a BotError, whatever it begins with. */
const thrown = /\bBotError(?:<\w+>)?\(\s*"([A-Z][A-Z0-9_]+)"/g;

const root = new URL("../", import.meta.url);
const read = (file: string) => readFileSync(new URL(file, root), "utf8");
const sources = (await projectFiles()).filter(
  (file) => /^(core|plugins)\/.*\.tsx?$/.test(file) && !/\.test\.tsx?$|\/testing\//.test(file),
);
const known = new Set([
  ...sources.flatMap((file) => {
    const text = read(file);
    return [...text.matchAll(literal), ...text.matchAll(thrown)].map(([, code = ""]) => code);
  }),
  // A provider's failure is thrown under its kind, which no literal spells.
  ...aiFailureKinds.map((kind) => `AI_${kind.toUpperCase()}`),
]);
const page = new Map(
  [...read("deploy/ERRORS.md").matchAll(/^\| `([A-Z0-9_]+)` +\| (.*?) +\| (.*?) +\|$/gm)].map(
    ([, code = "", what = "", next = ""]) => [code, { what, next }],
  ),
);

test("every error code stands in the table, or for flows in their own page", () => {
  const flows = read("flows/README.md");
  const isTold = (code: string) =>
    page.has(code) || (/^(FLOW|TEMPLATE)_/.test(code) && flows.includes(`\`${code}\``));
  expect(known.size).toBeGreaterThan(150);
  expect([...known].filter((code) => !isTold(code)).toSorted()).toEqual([]);
});

test("the table has no code that nothing says, and a next action for each", () => {
  expect([...page.keys()].filter((code) => !known.has(code))).toEqual([]);
  expect([...page].filter(([, { what, next }]) => what === "" || next === "")).toEqual([]);
});

test("the README leads there", () => {
  expect(read("README.md")).toContain("(deploy/ERRORS.md)");
});
