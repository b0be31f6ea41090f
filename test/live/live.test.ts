import { expect, setDefaultTimeout, test } from "bun:test";
import scripted from "#plugins/ai-scripted/index.ts";
import { repository } from "#test/source-files.ts";
import { runLive } from "./run-live.ts";

setDefaultTimeout(60_000);

const subject = (rules: readonly object[]) => ({
  name: "latihan",
  plugin: scripted,
  needs: ["KEY"],
  settings: () => ({ rules, otherwise: "one two three four five six seven" }),
});
const good = [
  { contains: "kopi", reply: "Kopi" },
  { contains: "cups", json: { cups: 2 } },
];

async function run(rules: readonly object[], variables: Record<string, string>) {
  const lines: string[] = [];
  const counts = await runLive([subject(rules)], variables, (line) => lines.push(line));
  return { lines, counts };
}

test("without keys nothing is asked, every vendor is named, and it is no failure", async () => {
  const child = Bun.spawn([process.execPath, "test/live/main.ts"], {
    cwd: repository,
    env: { PATH: process.env["PATH"] },
    stdout: "pipe",
  });
  const out = await new Response(child.stdout).text();
  expect(await child.exited).toBe(0);
  expect(out.split("\n")).toEqual([
    "- openai: skipped, OPENAI_API_KEY not set",
    "- ollama: skipped, OLLAMA_HOST not set",
    "- copilot: skipped, M365_TENANT_ID and M365_CLIENT_ID not set",
    "0 passed, 0 failed, 3 skipped",
    "",
  ]);
});

test("with a key every check that the provider can do is made", async () => {
  const { lines, counts } = await run(good, { KEY: "k" });
  expect(lines.filter((line) => line.startsWith("✗"))).toEqual([]);
  expect(counts).toEqual({ passed: 4, failed: 0, skipped: 0 });
});

test("a vendor that answers otherwise fails, and the others are asked all the same", async () => {
  const { lines, counts } = await run([{ contains: "kopi", fault: "error" }], { KEY: "k" });
  expect(counts.failed).toBeGreaterThan(0);
  expect(counts.passed).toBeGreaterThan(0);
  expect(lines.some((line) => line.startsWith("✗ latihan"))).toBe(true);
});
