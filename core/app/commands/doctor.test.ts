import { afterAll, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync } from "node:fs";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

const bot = new CliBot("own doctor");
afterAll(() => bot.remove());

test("ends with 1 where something keeps the bot from its work, and says below it what to type", async () => {
  const { code, out, err } = await bot.exec("doctor", bot.folder);
  expect(code).toBe(1);
  expect(err).toBe("");
  expect(out).toContain("✗ environment  not set or wrong: B (channels.whatsapp.token)\n");
  expect(out).toContain(`→ The first start makes it: sapa run '${bot.folder}'\n`);
  expect(out).toEndWith("\n4 problems, 3 warnings\n");
  expect(existsSync(bot.at("data"))).toBeFalse();
});

test("and check says as well of whom a provider answers, and who may ask it", async () => {
  const other = new CliBot(
    "acting",
    "providers: { kantor: { plugin: ai-copilot, tenant: contoso, client: app, only_for: [owner] } }\n",
  );
  const told =
    "kantor answers with the rights of a signed-in person, their mail and files included; only these may ask it: owner\n";
  for (const verb of ["check", "doctor"]) {
    expect((await other.exec(verb, other.folder)).out).toContain(told);
  }
  other.remove();
});

test("ends with 2 where there is no bot", async () => {
  expect((await bot.exec("doctor", bot.at("nowhere"))).code).toBe(2);
});
