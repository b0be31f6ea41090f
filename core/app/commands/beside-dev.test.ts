import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { existsSync, readdirSync } from "node:fs";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);

const person = "6281200000004";
let bot: CliBot;
const sapa = (...args: readonly string[]) => bot.run(...args);
const grant = () =>
  sapa(
    "consent",
    "grant",
    person,
    "--purpose",
    "marketing",
    "--wording",
    "May we?",
    "--evidence",
    "form 1",
  );
const template = "message: { template: { name: promo, language: id } }";

beforeEach(() => {
  bot = new CliBot(
    "beside",
    "purposes: { service: { basis: notice }, marketing: { basis: ask } }\n",
  );
  bot.write(
    "people.csv",
    `person,purpose,at,wording,evidence\n${person},marketing,2026-03-01,May we?,form 1\n`,
  );
  bot.write("promo.yaml", `broadcast: promo\nformat: 1\npurpose: marketing\n${template}\n`);
});
afterEach(() => bot.remove());

describe("a command on a bot's data", () => {
  test("asks the sapa dev that runs, and says so, where no bot has run", async () => {
    await bot.whileDev(async () => {
      const granted = await grant();
      expect([granted.code, granted.err]).toEqual([
        0,
        expect.stringContaining("of the sapa dev that is running (--data "),
      ]);
      expect(await sapa("consent", "show", person)).toMatchObject({
        code: 0,
        out: expect.stringContaining("yes to marketing"),
      });
      expect((await sapa("contact", "show", person)).code).toBe(0);
      // Nobody has written, which is seen beside the bot.
      const recorded = await bot.exec("test", "record", bot.folder, "--contact", person);
      expect(recorded.err).toStartWith("error: nothing was said in this conversation");
      expect((await sapa("spend")).err).toContain("of the sapa dev that is running");
      expect((await sapa("flow", "list", "--json")).out).toContain('"live": 0');
      expect(await bot.exec("config", "diff", bot.folder)).toMatchObject({
        code: 0,
        out: "nothing differs from the last start\n",
      });
      const erased = await sapa("contact", "erase", person, "--yes", "--json");
      expect(JSON.parse(erased.out)).toMatchObject({ isRunning: true });
      expect(readdirSync(bot.at("data"))).toEqual(["dev"]);
    });
    expect((await sapa("contact", "show", person)).err).toContain("; sapa dev has: --data ");
  });

  test("keeps to the data of a bot that has run, and tells of a sapa dev beside it", async () => {
    expect((await grant()).code).toBe(0);
    await bot.whileDev(async () => {
      const { code, out, err } = await sapa("consent", "show", person);
      expect([code, out]).toEqual([0, expect.stringContaining("yes to marketing")]);
      expect(err).toContain("sapa dev is running, and is not asked: --data ");
      const named = await sapa("consent", "show", person, "--data", bot.at("data/dev"));
      expect([named.code, named.err]).toEqual([1, `nobody is known as ${person}\n`]);
    });
  });

  test("leaves nothing where no bot has run, if it only looks", async () => {
    const looks = [
      ["contact", "show", person],
      ["contact", "blocked"],
      ["contact", "block", person, "--yes"],
      ["consent", "show", person],
      ["consent", "import", bot.at("people.csv"), "--dry-run"],
      ["broadcast", "plan", bot.at("promo.yaml")],
      ["broadcast", "status", "promo"],
      ["spend"],
      ["spend", "--json"],
      ["ops", "status"],
      ["ops", "help"],
      ["flow", "list"],
      ["backup", bot.at("backup.db")],
      ["knowledge", "list"],
    ];
    for (const words of looks) {
      const { err } = await sapa(...words);
      expect([words, existsSync(bot.at("data"))]).toEqual([words, false]);
      if (!["flow", "knowledge"].includes(words[0] ?? "")) {
        expect([words, err]).toEqual([words, expect.stringMatching(/no bot has run on .* yet/)]);
      }
    }
    expect((await sapa("knowledge", "list")).out).toContain("knowledge: { menu: knowledge/menu }");
    expect((await sapa("ops", "set limits.contact=30/min", "--yes")).code).toBe(0);
    expect((await sapa("ops", "settings")).out).toContain("limits.contact = 30/min (set by shell");
  });
});

test("somebody is blocked from the shell with a yes alone", async () => {
  expect((await grant()).code).toBe(0);
  const asked = await sapa("contact", "block", person);
  expect([asked.code, asked.err]).toEqual([1, "nothing was done; --yes does it without asking\n"]);
  expect(asked.out).toContain("will not be answered any more");
  expect(asked.out).not.toContain("/yes");
  const json = await sapa("contact", "block", person, "--json");
  expect([json.code, JSON.parse(json.out)]).toMatchObject([1, { isDone: false }]);
  expect((await sapa("contact", "blocked")).out).toBe("Nobody is blocked.\n");
  expect((await sapa("contact", "block", person, "--yes")).code).toBe(0);
  expect((await sapa("contact", "blocked")).out).toContain("• ");
  expect((await sapa("contact", "unblock", person)).code).toBe(1);
});
