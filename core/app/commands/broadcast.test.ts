import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { CliBot } from "#core/app/testing/cli-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

let bot: CliBot;
const at = (file: string) => bot.at(file);
const sapa = (...args: readonly string[]) => bot.run(...args);

beforeAll(() => {
  bot = new CliBot(
    "broadcast",
    "purposes: { service: { basis: notice }, marketing: { basis: ask } }\n",
  );
  bot.write(
    "people.csv",
    `person,purpose,at,wording,evidence,answer
6281200000001,marketing,2026-03-01,May we?,form 1,
6281200000002,marketing,2026-03-01,May we?,form 2,
6281200000003,marketing,2026-03-01,May we?,form 3,no
`,
  );
  const message = "message: { template: { name: promo, language: id } }";
  bot.write("promo.yaml", `broadcast: promo\nformat: 1\npurpose: marketing\n${message}\n`);
  bot.write("bad.yaml", `broadcast: promo\nformat: 1\npurpose: gossip\n${message}\n`);
});
afterAll(() => bot.remove());

test("a broadcast is planned, started once, looked at and stopped from the shell", async () => {
  expect((await sapa("consent", "import", at("people.csv"))).code).toBe(0);
  const plan = await sapa("broadcast", "plan", at("promo.yaml"));
  expect(plan.code).toBe(0);
  expect(plan.out).toStartWith(`3 people in its audience, 2 get a message
  1 left out: consent-withdrawn
at most 0.`);
  const started = await sapa("broadcast", "start", at("promo.yaml"));
  expect(started).toMatchObject({
    code: 0,
    out: "promo is running\n0 people in its audience, which is being written down\n",
    err: "no bot is running: nothing is sent before it does\n",
  });
  const again = await sapa("broadcast", "start", at("promo.yaml"));
  expect([again.code, again.err.split("\n")[0]]).toEqual([1, "error: promo was started before"]);
  expect((await sapa("broadcast", "pause", "promo")).out).toStartWith("promo is paused: by shell");
  expect((await sapa("broadcast", "stop", at("promo.yaml"))).out).toStartWith("promo is stopped");
  const { broadcast } = JSON.parse((await sapa("broadcast", "status", "promo", "--json")).out);
  expect(broadcast).toMatchObject({ name: "promo", account: "whatsapp", state: "stopped" });
});

test("a file with a mistake is shown where it stands, and starts nothing", async () => {
  const { code, err } = await sapa("broadcast", "start", at("bad.yaml"));
  expect(code).not.toBe(0);
  expect(err).toContain("bad.yaml:3:10 error");
  expect((await sapa("broadcast", "status", "nobody")).err).toContain("no broadcast nobody");
});
