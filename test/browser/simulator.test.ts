import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import type { Browser, Page } from "playwright-core";
import { waitUntil } from "#test/wait-until.ts";
import { findViolations } from "./axe.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);
/** The page's policy forbids Playwright to look by itself, which it does with eval. */
const patienceMs = 30_000;

let dev: Dev;
let browser: Browser;
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  dev = await startDev("flows");
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await dev?.stop();
});

type Look = Parameters<Browser["newPage"]>[0];

async function open(path: string, look: Look = {}): Promise<Page> {
  const page = await browser.newPage(look);
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`${dev.url}${path}`);
  return page;
}

describe.skipIf(!hasChromium)("the simulator in a browser", () => {
  test("orders a coffee by words, a button and a number, by keyboard alone", async () => {
    const page = await open("/simulator");
    const chat = page.locator("#chat");
    await page.focus("#text");
    await page.keyboard.type("kopi");
    await page.keyboard.press("Enter");
    const latte = page.getByRole("button", { name: "Caffè latte" });
    await latte.waitFor();
    expect(await waitUntil(async () => (await page.inputValue("#text")) === "", patienceMs)).toBe(
      true,
    );
    await latte.focus();
    await page.keyboard.press("Enter");
    await chat.getByText("Berapa gelas?").waitFor();
    await page.focus("#text");
    await page.keyboard.type("dua");
    await page.keyboard.press("Enter");
    await chat.getByText("Siap! 2 latte").waitFor();
    // A page that is opened anew shows the same chat, its newest line in sight.
    await page.reload();
    expect(await chat.getByText("Siap! 2 latte").isVisible()).toBe(true);
    expect(await page.locator(".bubble.mine .ticks.delivered").count()).toBe(3);
  });

  test("has several phones, one that hides its number, each with a chat of its own", async () => {
    const page = await open("/simulator");
    const chat = page.locator("#chat");
    await page.getByText("Add a phone").click();
    await page.locator(".phones").getByLabel("Name").fill("Budi <b>x</b>");
    await page.getByLabel("Hides the number").check();
    await page.getByRole("button", { name: "Add" }).click();
    await chat.getByText("Nothing here yet").waitFor();
    await page.locator("#text").fill("jam buka");
    await page.getByRole("button", { name: "Send" }).click();
    await page.locator(".bubble.theirs").first().waitFor();
    expect(await chat.getByText("Siap! 2 latte").count()).toBe(0);
    expect(await page.locator(".phones b").count()).toBe(0);
  });

  for (const colorScheme of ["light", "dark"] as const) {
    for (const language of ["en", "id"]) {
      test(`axe finds nothing in ${language}, ${colorScheme}, wide and narrow`, async () => {
        for (const width of [1_360, 360]) {
          for (const path of ["/simulator", "/simulator/nowhere"]) {
            const viewport = { width, height: 740 };
            const page = await open(`${path}?language=${language}`, {
              colorScheme,
              viewport,
              bypassCSP: true,
            });
            const found = await findViolations(page);
            expect([path, width, found]).toEqual([path, width, []]);
            await page.close();
          }
        }
      });
    }
  }

  test("weighs less than 100 KB, and nothing is blocked or broken", async () => {
    const names = ["console.css", "drawing.css", "console.js", "htmx.js", "icon.svg"];
    const paths = ["", ...names.map((name) => `/assets/${name}`)];
    const sizes = await Promise.all(
      paths.map(async (path) => {
        const response = await fetch(`${dev.url}/simulator${path}`);
        expect(response.status).toBe(200);
        return Bun.gzipSync(await response.arrayBuffer()).byteLength;
      }),
    );
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(100 * 1_024);
    const isExpected = (text: string) => text.includes("404");
    expect(complaints.filter((text) => !isExpected(text))).toEqual([]);
  });

  test.each([
    "/assets/..%2f..%2fwords.ts",
    "/assets/%2e%2e/words.ts",
    "/assets/words.ts",
    "/phones/p9",
  ])("%s is not there", async (path) => {
    expect((await fetch(`${dev.url}/simulator${path}`)).status).toBe(404);
  });

  test("a name that leads here, and is not ours, opens nothing", async () => {
    const headers = { host: "evil.example" };
    expect((await fetch(`${dev.url}/simulator`, { headers })).status).toBe(421);
  });

  test("a form of another site does nothing", async () => {
    const response = await fetch(`${dev.url}/simulator/phones/p1/acts`, {
      method: "POST",
      headers: {
        "content-type": "application/x-www-form-urlencoded",
        origin: "https://evil.example",
      },
      body: "kind=text&text=halo",
    });
    expect(response.status).toBe(403);
  });
});
