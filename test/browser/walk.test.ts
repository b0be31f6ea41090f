import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { sayOn } from "./say-on.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);
const patienceMs = 60_000;

let dev: Dev;
let browser: Browser;
let folder: string;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  folder = await mkdtemp(join(tmpdir(), "sapa-walk-"));
  await cp("flows", folder, { recursive: true });
  await makeMenuList();
  dev = await startDev(folder);
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1_360, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  await page.goto(`${dev.url}/simulator`);
});
afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  if (hasChromium) await rm(folder, { recursive: true });
});

const chat = () => page.locator("#chat");
/** Bubbles of the bot with these words. */
const said = (words: string | RegExp) => chat().locator(".theirs", { hasText: words });

/** Four options are a list; the example has three, which are buttons. */
async function makeMenuList(): Promise<void> {
  const file = join(folder, "menu.flow.yaml");
  const text = await readFile(file, "utf8");
  const order = "      order: { id: Pesan kopi, en: Order coffee }\n";
  expect(text).toContain(order);
  const more = text
    .replace("values: [prices, hours, order]", "values: [prices, hours, order, other]")
    .replace(order, `${order}      other: { id: Lainnya, en: Other }\n`);
  await writeFile(file, more);
}

const say = (text: string) => sayOn(page, text);

/** Presses a switch or button of the world, and waits for its line. */
async function change(name: string, news: string | RegExp): Promise<void> {
  const button = page.getByRole("button", { name, exact: true });
  await ((await button.count()) > 0 ? button : page.getByLabel(name)).click();
  await page.locator("#world-news", { hasText: news }).waitFor();
}

async function orderLatte(): Promise<void> {
  await say("kopi");
  await page.locator("#state", { hasText: "coffee · drink" }).waitFor();
  await chat().getByRole("button", { name: "Caffè latte" }).last().click();
  await page.locator("#state", { hasText: "coffee · cups" }).waitFor();
}

// One story: each test goes on where the one before it ended.
describe.skipIf(!hasChromium)("the first walk through the simulator", () => {
  test("a coffee, by a list and buttons", async () => {
    await say("menu");
    await said("Pesan kopi").locator("summary").click();
    await chat().getByRole("button", { name: "Pesan kopi" }).click();
    await said("kapan saja untuk memesan").waitFor();
    await say("kopi");
    await chat().getByRole("button", { name: "Caffè latte" }).click();
    await said("Berapa gelas?").waitFor();
    await say("2");
    await said(/Siap! 2 latte, Rp.?48.000/).waitFor();
  });

  test("a price is edited, and who starts over on it gets it", async () => {
    await orderLatte();
    const file = join(folder, "coffee.flow.yaml");
    const text = await readFile(file, "utf8");
    expect(text).toContain(": 24000)");
    await writeFile(file, text.replace(": 24000)", ": 31000)"));
    await page.getByRole("button", { name: "Start over on the new one" }).click();
    await chat().getByText("Nothing here yet").waitFor();
    await orderLatte();
    await say("2");
    await said(/Siap! 2 latte, Rp.?62.000/).waitFor();
  });

  test("25 hours later only a template goes out", async () => {
    await orderLatte();
    await change("+25 h", /^It is .*Messages that came on the way: 1\.$/);
    await said("Template: order_reminder").waitFor();
    await page.locator("#state", { hasText: "closed: only templates" }).waitFor();
  });

  test("a fault is on: its effect is seen, and ends with it", async () => {
    await change("Receipts late", "Ticks come up to 10 minutes late.");
    await say("jam buka");
    await said("Senin sampai Jumat").waitFor();
    await page.locator("#trace td", { hasText: /^accepted · / }).waitFor();
    await change("Receipts late", "Nothing goes wrong any more.");
    await change("+1 h", "It is");
    await page.locator("#trace td", { hasText: /^accepted, read/ }).waitFor();
  });

  test("killed and started again, the chat goes on", async () => {
    await orderLatte();
    await change("Restart now", "Killed, and up again on the same data.");
    await say("3");
    await said(/Siap! 3 latte, Rp.?93.000/).waitFor();
    expect(await said(/Siap! 3 latte/).count()).toBe(1);
  });

  test("all of it becomes a test, and passes", async () => {
    await page.getByRole("button", { name: "Make it a test" }).click();
    await page.getByText("coffee.recorded.test.yaml is written, and passes.").waitFor();
    expect(complaints).toEqual([]);
  });
});
