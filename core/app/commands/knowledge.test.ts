import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

let bot: CliBot;

beforeAll(() => {
  bot = new CliBot(
    "knowledge",
    `providers:
  kantor:
    plugin: ai-copilot
    tenant: { env: E }
    client: { env: F }
    only_for: [owner]
    retrieval: {}
knowledge: { docs: { provider: kantor } }
`,
  );
});
afterAll(() => bot.remove());

test("documents that a provider looks up are told as such, not as missing", async () => {
  expect(await bot.run("knowledge", "list")).toMatchObject({
    code: 0,
    out: "docs  looked up by kantor for each question\n",
  });
  const { code, err } = await bot.run("knowledge", "search", "docs", "leave?");
  expect(code).toBe(2);
  expect(err).toContain('"docs" is no folder: kantor looks it up');
});
