import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { CliBot, whatsappBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);

let bot: CliBot;
const config = (verb: string, ...args: readonly string[]) =>
  bot.exec("config", verb, bot.folder, ...args);
const purposes =
  "purposes: { service: { basis: notice }, marketing: { basis: ask, keeps: 30d } }\n";

beforeAll(() => {
  bot = new CliBot("config", purposes);
});
afterAll(() => bot.remove());

test("every setting is printed with where it comes from, and no secret", async () => {
  bot.write(".env", "B=EAAG-very-secret\nSAPA_API_TOKEN=0123456789abcdef0123\n");
  await bot.run("ops", "set limits.contact=30/min", "--yes");
  const { code, out } = await config("print");
  expect(code).toBe(0);
  const lines = out.split("\n");
  expect(lines).toContain("bot = kopi  # bot.yaml:1");
  expect(lines).toContain('locales = ["en"]  # default');
  expect(lines).toContain("channels.whatsapp.token = (hidden)  # the variable B (bot.yaml:9)");
  expect(lines).toContain(
    "channels.whatsapp.app_secrets = -  # the variable C, which is not set (bot.yaml:10)",
  );
  expect(lines).toContain("purposes.marketing.keeps = 30d  # bot.yaml:12");
  expect(lines).toContain("limits.account.pair.every = 6s  # default");
  expect(lines).toContain("window_closed = -  # not set");
  expect(out).toMatch(
    /limits\.contact = 30\/min {2}# set by shell on [\d-]+, over 20\/min \(default\)/,
  );
  expect(lines).toContain("SAPA_API_TOKEN = (hidden)  # environment");
  expect(out).not.toContain("very-secret");
  expect(out).not.toContain("0123456789abcdef");
  expect(JSON.parse((await config("print", "--json")).out)).toContainEqual({
    key: "intake.stale_after",
    value: "1h",
    from: "default",
  });
  await bot.run("ops", "undo", "--yes");
});

test("a change is told against the last start, with what it brings about", async () => {
  expect((await config("diff")).err).toContain("never started on this data folder");
  await bot.whileRunning(async () => {
    const words = ["--purpose", "marketing", "--wording", "May we?", "--evidence", "paper"];
    expect((await bot.run("consent", "grant", "6281200000001", ...words)).code).toBe(0);
  });
  expect(await config("diff")).toMatchObject({
    code: 0,
    out: "nothing differs from the last start\n",
  });
  bot.write(
    "bot.yaml",
    `${whatsappBot}${purposes.replace("30d", "90d")}providers: { luna: { plugin: ai-openai, model: gpt-6-luna, company: OpenAI, country: USA, key: { env: K } } }
retention: { media: 7d }
operators: [{ contact: "ID.1", name: Rani, role: owner }]
limits: { budget: { account: 20 USD/month } }
`,
  );
  const { code, out } = await config("diff");
  expect(code).toBe(1);
  const lines = out.trim().split("\n");
  expect(lines).toContain("- retention.media = 30d");
  expect(lines).toContain("+ retention.media = 7d");
  expect(lines).toContain("+ limits.budget.account = 20 USD/month");
  expect(lines.filter((line) => line.startsWith("!"))).toEqual([
    "! everybody who said yes to marketing (1 so far) has to be asked again: provider: OpenAI, USA, kept for 90d",
    "! everybody is told, with the next answer, of provider: OpenAI, USA",
    "! the provider luna is new",
    "! Rani may give commands, as owner",
    "! files older than 7d are removed at the next start",
  ]);
});

test("it is compared with a file, and what is neither file nor revision is refused", async () => {
  bot.write("old.yaml", `${whatsappBot}locales: [id]\n`);
  expect((await config("diff", "--against", bot.at("old.yaml"))).out).toContain(
    '- locales = ["id"]',
  );
  expect(await config("diff", "--against", "no-such-thing")).toMatchObject({ code: 2 });
});
