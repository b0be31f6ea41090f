import { afterAll, beforeAll, describe, setDefaultTimeout, test } from "bun:test";
import { appendFile, cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { lookEverywhere } from "./look-everywhere.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(180_000);
const patienceMs = 60_000;

let dev: Dev;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (!hasChromium) return;
  folder = await mkdtemp(join(tmpdir(), "sapa-every-page-"));
  await cp("flows", folder, { recursive: true });
  dev = await startDev(folder);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  if (hasChromium) await rm(folder, { recursive: true });
});

/** How each page comes to the state that is looked at. */
const states: Readonly<Record<string, (page: Page) => Promise<void>>> = {
  "a chat at work": async (page) => {
    await page.fill("#text", "kopi");
    await page.press("#text", "Enter");
    await page.locator("#state", { hasText: "coffee · drink" }).waitFor();
    await page.locator("#trace td").first().waitFor();
  },
  "a flow that was chosen": async (page) => {
    await page.goto(`${page.url().split("?")[0] ?? ""}?flow=reminder`);
    await page.locator("nav.flows a[aria-current]", { hasText: "reminder" }).waitFor();
  },
  "the drawer and the form of a phone, open": async (page) => {
    await page.locator(".attach summary").click();
    await page.locator(".phones summary").click();
  },
  "a window that closed": async (page) => {
    await page.getByRole("button", { name: "+25 h" }).click();
    await page.locator("#state dd.bad").waitFor();
  },
  "faults at work, and the news of them": async (page) => {
    const fault = page.locator('input[value="lateStatus"]');
    const news = page.locator("#world-news");
    // The world is one for every page: it is on since the other language.
    if (await fault.isChecked()) {
      await fault.uncheck();
      await news.filter({ hasText: /\w/ }).waitFor();
    }
    await fault.check();
    await news.filter({ hasText: "10" }).waitFor();
  },
  "a bot that was killed": async (page) => {
    await page.locator('form[hx-post="/simulator/world/restart"] button').click();
    await page.locator("#world-news", { hasText: /\w/ }).waitFor();
  },
  "a test that was made": async (page) => {
    await page.locator("form.keep button").click();
    await page.locator("main.made pre").first().waitFor();
  },
  "nothing there": async (page) => {
    await page.goto(`${dev.url}/simulator/nowhere`);
  },
  // Last: what is broken stays so.
  "a flow that is broken": async (page) => {
    await appendFile(join(folder, "coffee.flow.yaml"), "oops: [\n");
    await page.locator("#findings .bad, #findings li").first().waitFor();
  },
};

describe.skipIf(!hasChromium)("axe finds nothing in either theme, wide and narrow", () => {
  for (const [state, reach] of Object.entries(states)) {
    test.each(["en", "id"])(`${state} (%s)`, async (language) => {
      const page = await browser.newPage({ bypassCSP: true });
      page.setDefaultTimeout(patienceMs);
      await page.goto(`${dev.url}/simulator?language=${language}`);
      await reach(page);
      await lookEverywhere(page, `${state} ${language}`);
      await page.close();
    });
  }
});
