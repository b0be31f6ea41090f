import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

let bot: CliBot;
const at = (file: string) => bot.at(file);
const consent = (...args: readonly string[]) => bot.run("consent", ...args);

beforeAll(() => {
  bot = new CliBot(
    "consent",
    "purposes: { service: { basis: notice }, marketing: { basis: ask } }\n",
  );
  const head = "person,purpose,at,wording,evidence\n";
  bot.write("good.csv", `${head}6281200000001,marketing,2026-03-01,May we?,form 1\n`);
  bot.write(
    "bad.csv",
    `${head}6281200000002,marketing,2026-03-01,May we?,form 2\n6281200000003,news,2026-03-01,w,e\n`,
  );
});
afterAll(() => bot.remove());

test("an import is tried, done, and done again without a change", async () => {
  const file = at("good.csv");
  const trial = await consent("import", file, "--dry-run");
  expect(trial).toMatchObject({ code: 0, out: expect.stringContaining("1 would be written") });
  expect((await consent("show", "6281200000001")).code).toBe(1);
  expect((await consent("import", file)).out).toEndWith("1 written, 0 known already\n");
  expect((await consent("import", file)).out).toEndWith("0 written, 1 known already\n");
  const shown = await consent("show", "+62 812 0000 0001");
  expect(shown.out).toContain('yes to marketing, by import:good.csv:2 form 1: "May we?"');
});

test("with one line wrong, nothing of a file is written", async () => {
  const { code, err } = await consent("import", at("bad.csv"));
  expect(code).toBe(1);
  expect(err).toContain('bad.csv:3: bot.yaml declares no purpose "news"');
  expect(err).toContain("1 of 2 lines are wrong; nothing was written");
  expect((await consent("show", "6281200000002")).code).toBe(1);
});

test("a yes and a no are written by hand, and an unknown purpose is refused", async () => {
  const person = "6281200000004";
  const words = ["--wording", "May we?", "--evidence", "paper 7"];
  expect((await consent("grant", person, "--purpose", "marketing", ...words)).code).toBe(0);
  expect((await consent("withdraw", person, "--purpose", "marketing")).code).toBe(0);
  const lines = JSON.parse((await consent("show", person, "--json")).out);
  expect(lines).toMatchObject([
    { answer: "no", source: "operator:shell" },
    { answer: "yes", wording: "May we?", source: "operator:shell paper 7" },
  ]);
  // A name that nobody has makes nobody.
  const unknown = await consent("grant", "Sari", "--purpose", "marketing", ...words);
  expect([unknown.code, unknown.err]).toEqual([1, "nobody is known as Sari\n"]);
  expect((await consent("show", "Sari")).code).toBe(1);
  expect((await consent("import", at("none.csv"))).err).toContain("there is no file ");
  const { code, err } = await consent("withdraw", person, "--purpose", "news");
  expect(code).toBe(2);
  expect(err).toContain("known: service, marketing");
});

test("a bot that runs writes its ledger itself, and sends for a purpose only to who said yes", async () => {
  const [yes, no] = ["6281200000011", "6281200000012"];
  await bot.whileRunning(async () => {
    const words = ["--wording", "May we?", "--evidence", "paper 8"];
    expect((await consent("grant", yes, "--purpose", "marketing", ...words)).code).toBe(0);
    expect((await consent("grant", no, "--purpose", "marketing", ...words)).code).toBe(0);
    expect((await consent("withdraw", no, "--purpose", "marketing")).code).toBe(0);
    expect((await consent("show", yes)).out).toContain("yes to marketing");
    expect((await consent("import", at("good.csv"))).code).toBe(0);
    const send = (to: string, purpose: string) =>
      bot.exec(
        "send",
        bot.folder,
        "--to",
        to,
        "--template",
        "promo",
        "--purpose",
        purpose,
        "--json",
      );
    expect(await send(no, "marketing")).toMatchObject({
      code: 1,
      out: expect.stringContaining("said no to this purpose"),
    });
    // Nothing of ours stands in its way: the network does not know the template.
    expect((await send(yes, "marketing")).out).not.toContain("consent");
    expect((await send(yes, "news")).err).toContain("declares no purpose");
  });
  expect((await consent("show", yes)).out).toContain("operator:shell paper 8");
});
