import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { freePort } from "#test/crash/free-port.ts";
import { repository } from "#test/source-files.ts";
import { waitUntil } from "#test/wait-until.ts";
import { lookEverywhere } from "./look-everywhere.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);
const patienceMs = 60_000;

let browser: Browser;
let data: string;
let link: string;
let stop: () => Promise<void>;

/** `sapa run --simulator` as production starts it, without a terminal. */
beforeAll(async () => {
  if (!hasChromium) return;
  data = await mkdtemp(join(tmpdir(), "sapa-door-"));
  const child = Bun.spawn([process.execPath, "core/app/main.ts", "run", "flows", "--simulator"], {
    cwd: repository,
    env: { PATH: process.env["PATH"], SAPA_DATA: data, SAPA_PORT: String(freePort()) },
    stdin: "ignore",
    stdout: "ignore",
    stderr: "ignore",
  });
  stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
  };
  const read = () => readFile(join(data, "simulator-link.txt"), "utf8").catch(() => "");
  expect(await waitUntil(async () => (await read()).endsWith("\n"), patienceMs)).toBe(true);
  link = (await read()).trim();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await stop?.();
  if (hasChromium) await rm(data, { recursive: true });
});

describe.skipIf(!hasChromium)("the door of the simulator in a browser", () => {
  test.each(["en", "id"])(
    "is shut without the link, and says how to come in (%s)",
    async (locale) => {
      const page = await browser.newPage({ bypassCSP: true, locale });
      await page.goto(new URL("/simulator", link).href);
      await lookEverywhere(page, `the door, shut ${locale}`);
      await page.close();
    },
  );

  test.each(["en", "id"])("shows its button to who has the link (%s)", async (locale) => {
    const page = await browser.newPage({ bypassCSP: true, locale });
    await page.goto(link);
    await page.locator('form[action="/simulator/enter"] button').waitFor();
    await lookEverywhere(page, `the door, with the link ${locale}`);
    await page.close();
  });

  // Last: the link opens once.
  test("opens by the button alone, and a page in production is whole", async () => {
    const page = await browser.newPage({ bypassCSP: true, locale: "en" });
    await page.goto(link);
    await page.locator('form[action="/simulator/enter"] button').click();
    await page.locator("#chat").waitFor();
    await page.fill("#text", "kopi");
    await page.press("#text", "Enter");
    await page.locator("#state", { hasText: "coffee · drink" }).waitFor({ timeout: patienceMs });
    await lookEverywhere(page, "in production en");
    await page.goto(`${new URL("/simulator", link).href}?language=id`);
    await lookEverywhere(page, "in production id");
    await page.close();
  });
});
