import { afterAll, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const root = fileURLToPath(new URL("../../../", import.meta.url));
let folder = "";
const at = (file: string) => join(folder, file);

async function consent(...args: readonly string[]) {
  const child = Bun.spawn([process.execPath, main, "consent", ...args, "--bot", folder], {
    cwd: root,
    env: { PATH: process.env["PATH"], SAPA_DATA: at("data") },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
}

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-consent-"));
  writeFileSync(
    at("bot.yaml"),
    `bot: kopi
format: 1
name: Kopi
human: { queue: kasir }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: A }
    token: { env: B }
    app_secrets: { env: C }
    verify_token: { env: D }
purposes: { service: { basis: notice }, marketing: { basis: ask } }
`,
  );
  writeFileSync(
    at("hi.flow.yaml"),
    "flow: hi\nformat: 1\ntriggers: [{ message: any }]\nsteps: [{ say: Hi. }]\n",
  );
  const head = "person,purpose,at,wording,evidence\n";
  writeFileSync(at("good.csv"), `${head}6281200000001,marketing,2026-03-01,May we?,form 1\n`);
  writeFileSync(
    at("bad.csv"),
    `${head}6281200000002,marketing,2026-03-01,May we?,form 2\n6281200000003,news,2026-03-01,w,e\n`,
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

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
  const { code, err } = await consent("withdraw", person, "--purpose", "news");
  expect(code).toBe(2);
  expect(err).toContain("Write --purpose service or marketing");
});
