import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync } from "node:fs";
import { templatePlanSchema } from "#core/app/control/template-verbs.ts";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);

let bot: CliBot;
const sapa = (...args: readonly string[]) => bot.run("template", ...args);
const declare = (name: string, body: string) =>
  bot.write(
    `templates/${name}.yaml`,
    `template: ${name}\nformat: 1\ncategory: utility\nlanguages: { en: { body: "${body}" } }\n`,
  );

beforeAll(() => {
  bot = new CliBot("template");
  mkdirSync(bot.at("templates"));
  declare("reminder", "See you tomorrow.");
});
afterAll(() => bot.remove());

test("templates are planned, applied once somebody says yes, and listed", async () => {
  await bot.whileRunning(async () => {
    expect(await sapa("plan")).toMatchObject({
      code: 0,
      out: "? hello_world  en_US  at the network alone; --delete takes it away\n= reminder     en     unchanged\nnothing to do\n",
    });
    declare("reminder", "See you on the day after.");
    declare("news", "There is news of your order.");
    const plan = await sapa("plan", "--json");
    const planned = templatePlanSchema.parse(JSON.parse(plan.out));
    expect(planned.lines.slice(1)).toEqual([
      { name: "news", language: "en", action: "create", changes: [] },
      { name: "reminder", language: "en", action: "edit", changes: ["body"] },
    ]);
    const asked = await sapa("apply");
    expect([asked.code, asked.err]).toEqual([
      1,
      "nothing was done; --yes does it without asking\n",
    ]);
    const applied = await sapa("apply", "--yes");
    expect([applied.code, applied.out.split("\n").slice(-3)]).toEqual([
      0,
      ["✓ create news (en)", "✓ edit reminder (en)", ""],
    ]);
    expect((await sapa("plan")).out).toEndWith("nothing to do\n");
    const list = await sapa("list");
    expect([list.code, list.out.split("\n")[1]]).toEqual([
      0,
      "news         en     pending   utility  unknown",
    ]);
    declare("news", "There is more news of your order.");
    const waiting = await sapa("plan");
    expect(waiting.code).toBe(1);
    expect(waiting.out).toContain("! news         en     body: it is being reviewed: wait for");
    const deleting = await sapa("apply", "--yes", "--delete", "hello_world");
    expect(deleting.out).toContain("✓ delete hello_world (en_US)");
    expect((await sapa("plan", "--delete", "news")).err).toContain('"news" is declared');
  });
});

test("a mistake in a file, and a bot that can ask nobody, are told", async () => {
  declare("news", "{{1}} is news.");
  const wrong = await sapa("plan");
  expect(wrong.code).not.toBe(0);
  expect(wrong.err).toContain("templates/news.yaml:4:27 error");
  declare("news", "There is news of your order.");
  const nobody = await sapa("plan");
  expect(nobody.code).not.toBe(0);
  expect(nobody.err).toContain("the bot needs what is not set:");
  expect(nobody.err).toContain("while sapa dev runs, its simulator is asked");
});
