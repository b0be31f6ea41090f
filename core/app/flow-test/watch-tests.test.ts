import { afterEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { realClock } from "#core/app/real-clock.ts";
import { affectedFiles, watchTests } from "./watch-tests.ts";

describe("what a change can matter to", () => {
  const flowsOf = new Map([
    ["bot/tea.test.yaml", ["tea", "welcome"]],
    ["bot/hours.test.yaml", ["hours"]],
  ]);
  test.each([
    ["a test file's own tests", ["tea.test.yaml"], ["bot/tea.test.yaml"]],
    ["the tests that went through a flow", ["welcome.flow.yaml"], ["bot/tea.test.yaml"]],
    [
      "all that several changes matter to",
      ["hours.flow.yaml", "tea.test.yaml"],
      ["bot/hours.test.yaml", "bot/tea.test.yaml"],
    ],
  ])("%s", (_, changed, files) => {
    expect([...(affectedFiles(new Set(changed), flowsOf) ?? [])]).toEqual(files);
  });

  test.each([
    ["bot.yaml", ["bot.yaml", "tea.test.yaml"]],
    ["a flow that no test went through", ["new.flow.yaml"]],
    ["a new test file", ["new.test.yaml"]],
  ])("%s matters to all tests", (_, changed) => {
    expect(affectedFiles(new Set(changed), flowsOf)).toBeUndefined();
  });
});

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const bot = `bot: tea-house
format: 1
name: Tea House
locales: [en]
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: NUMBER }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: WORD }
`;
const flow = (name: string, text: string) =>
  `flow: ${name}\nformat: 1\ntriggers: [{ message: ${name} }]\nsteps: [{ say: ${text} }]\n`;
const tests = (name: string, text: string) =>
  `flow: ${name}\ntests:\n  - name: ${name} is told\n    steps: [{ user: ${name} }, { bot: ${text} }]\n`;

test("a save runs again what it matters to, and nothing else", async () => {
  const folder = mkdtempSync(join(tmpdir(), "sapa-watch-"));
  stops.push(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write("bot.yaml", bot);
  for (const name of ["tea", "hours"]) {
    write(`${name}.flow.yaml`, flow(name, "Yes."));
    write(`${name}.test.yaml`, tests(name, "Yes."));
  }
  const outputs: string[] = [];
  let heard = Promise.withResolvers<string>();
  const watching = watchTests(folder, {
    options: { nowMs: () => 0 },
    clock: realClock,
    print: (text) => {
      if (text.startsWith("\n")) heard.resolve(outputs.join("\n"));
      else outputs.push(text);
    },
  });
  stops.push(() => watching.stop());
  const next = async () => {
    const output = await heard.promise;
    heard = Promise.withResolvers<string>();
    outputs.length = 0;
    return output;
  };
  expect(await next()).toContain("2 passed, 0 failed");
  write("tea.flow.yaml", flow("tea", "No."));
  const failing = await next();
  expect(failing).toContain("✗ tea is told");
  expect(failing).toContain("0 passed, 1 failed");
  write("tea.test.yaml", tests("tea", "No."));
  expect(await next()).toContain("1 passed, 0 failed");
  write("bot.yaml", `${bot}\n`);
  expect(await next()).toContain("2 passed, 0 failed");
}, 30_000);
