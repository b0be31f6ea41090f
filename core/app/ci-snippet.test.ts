import { describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import type { Command } from "commander";
import { createCommandLine } from "./command-line.ts";

const root = new URL("../../", import.meta.url);
const pages = ["deploy/github-actions.yaml", "flows/README.md"];
const lines = pages.flatMap((page) =>
  [...readFileSync(new URL(page, root), "utf8").matchAll(/bun sapa ([^`\n|>#]+)/g)].map((match) =>
    (match[1] ?? "").trim(),
  ),
);

/** What of a line's words is no command, and no option of its command. */
function unknownWords(line: string): readonly string[] {
  let command: Command = createCommandLine(() => undefined);
  const unknown: string[] = [];
  for (const word of line.split(/\s+/)) {
    const inner = command.commands.find((one) => one.name() === word);
    if (inner !== undefined) command = inner;
    const isOption = command.options.some((option) => option.long === word);
    if (word.startsWith("--") && !isOption) unknown.push(word);
  }
  return command.parent === null ? [line] : unknown;
}

describe("the commands of the pages for teams", () => {
  test("are there", () => {
    expect(lines.length).toBeGreaterThan(8);
    expect(lines).toContain("check flows --format github");
  });

  test.each([...new Set(lines)])("sapa %s is one of ours, with its options", (line) => {
    expect(unknownWords(line)).toEqual([]);
  });
});
