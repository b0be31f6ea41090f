import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

let bot: CliBot;
const ops = (...args: readonly string[]) => bot.run("ops", ...args);

beforeAll(() => {
  bot = new CliBot("ops");
});
afterAll(() => bot.remove());

test("a command is given to a bot that is stopped, and to one that runs, and each sees the other's", async () => {
  const asked = await ops("set limits.contact=30/min");
  expect(asked).toMatchObject({
    code: 0,
    err: `no bot has run on ${bot.at("data")} yet\n`,
  });
  const code = /sapa ops yes (\d{4}) does it within 5 minutes/.exec(asked.out)?.[1] ?? "";
  expect(await ops("yes", code)).toMatchObject({ code: 0, err: "" });
  expect(await ops("yes", code)).toMatchObject({ code: 1, out: "" });
  await bot.whileRunning(async () => {
    expect((await ops("settings")).out).toContain("limits.contact = 30/min (set by shell");
    expect((await ops("jeda", "--yes", "--language", "id")).out).toContain("Dijeda.");
    expect((await ops("status")).out).toContain("PAUSED");
  });
  expect((await ops("status", "--json")).out).toContain("PAUSED");
  expect((await ops("undo", "--yes")).out).toContain("Undone.");
  expect((await ops("status")).out).toContain("is working");
});

test("what was spent is told in the language that is asked for", async () => {
  const spend = (...args: readonly string[]) => bot.run("spend", ...args);
  expect((await spend("--by", "flow")).out).toContain("This month: 0.0000 USD.");
  expect((await spend("--by", "flow", "--language", "id")).out).toContain("Bulan ini: 0.0000 USD.");
});
