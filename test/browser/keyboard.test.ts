import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Locator, Page } from "playwright-core";
import { waitUntil } from "#test/wait-until.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(180_000);
const patienceMs = 60_000;
/** No page has more places for the keyboard than this between two that a test names. */
const maxTabs = 150;

let dev: Dev;
let browser: Browser;
let folder: string;
let page: Page;

beforeAll(async () => {
  if (!hasChromium) return;
  folder = await mkdtemp(join(tmpdir(), "sapa-keyboard-"));
  await cp("flows", folder, { recursive: true });
  dev = await startDev(folder);
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1_360, height: 800 } });
  page.setDefaultTimeout(patienceMs);
  await page.goto(`${dev.url}/simulator`);
});
afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  if (hasChromium) await rm(folder, { recursive: true });
});

/** Whether the keyboard is at an element, and whether a person sees that it is. */
const isThere = async (place: Locator) => (await place.and(page.locator(":focus")).count()) === 1;
const isSeen = "getComputedStyle(document.activeElement).outlineStyle !== 'none'";

/** Goes to a place as a person without a mouse does: by Tab alone, from where they are. */
async function tabTo(place: Locator): Promise<void> {
  await place.waitFor();
  for (let tabs = 0; tabs < maxTabs; tabs += 1) {
    await page.keyboard.press("Tab");
    if (!(await isThere(place))) continue;
    expect(await page.evaluate<boolean>(isSeen)).toBe(true);
    return;
  }
  throw new Error(`the keyboard does not get to ${place.toString()}`);
}

async function press(place: Locator, key = "Enter"): Promise<void> {
  await tabTo(place);
  await page.keyboard.press(key);
}

async function write(text: string): Promise<void> {
  await tabTo(page.locator("#text"));
  await page.keyboard.type(text);
  await page.keyboard.press("Enter");
  expect(await waitUntil(async () => (await page.inputValue("#text")) === "", patienceMs)).toBe(
    true,
  );
}

const chat = () => page.locator("#chat");

// One story: each test goes on where the one before it ended.
describe.skipIf(!hasChromium)("by keyboard alone", () => {
  test("the first Tab leads past the navigation into the chat", async () => {
    await press(page.locator("a.skip"));
    expect(await waitUntil(() => isThere(chat()), patienceMs)).toBe(true);
  });

  test("an order, by words and a button", async () => {
    await write("kopi");
    await press(chat().getByRole("button", { name: "Caffè latte" }));
    await chat().getByText("Berapa gelas?").waitFor();
    await write("2");
    await chat().getByText("Siap! 2 latte").waitFor();
  });

  test("a step of the drawing leads to its line, a flow to its drawing", async () => {
    await press(page.locator("nav.flows a", { hasText: "coffee" }));
    await page.locator("nav.flows a[aria-current]", { hasText: "coffee" }).waitFor();
    await press(page.locator("#drawing a", { hasText: "Berapa gelas?" }));
    await page.locator(".code li:target", { hasText: "Berapa gelas?" }).waitFor();
  });

  test("a phone that hides its number", async () => {
    await press(page.locator(".phones summary"));
    await tabTo(page.locator(".phones").getByLabel("Name"));
    await page.keyboard.type("Budi");
    await press(page.locator(".phones").getByLabel("Hides the number"), "Space");
    await press(page.getByRole("button", { name: "Add" }));
    await chat().getByText("Nothing here yet").waitFor();
  });

  test("a contact and a reaction out of the drawer", async () => {
    await press(page.locator(".attach summary"));
    await press(page.getByRole("button", { name: "Send the contact" }));
    await chat().getByText("👤 Budi").waitFor();
    await press(page.getByRole("button", { name: "React with 👍" }));
    await page.locator(".mine p", { hasText: "👍" }).waitFor();
  });

  test("a fault, and the clock", async () => {
    const fault = page.locator(".world input[type=checkbox]").first();
    await press(fault, "Space");
    expect(await fault.isChecked()).toBe(true);
    await page.keyboard.press("Space");
    expect(await fault.isChecked()).toBe(false);
    const before = await page.textContent("#clock");
    await press(page.getByRole("button", { name: "+1 h" }));
    const hasMoved = async () => (await page.textContent("#clock")) !== before;
    expect(await waitUntil(hasMoved, patienceMs)).toBe(true);
  });

  test("a test of the chat, and back; the transcript", async () => {
    await press(page.getByRole("button", { name: "Make it a test" }));
    await page.locator("main.made").waitFor();
    await press(page.locator("main.made a").last());
    await page.locator("#text").waitFor();
    const downloading = page.waitForEvent("download");
    await press(page.getByText("Download the transcript"));
    expect((await downloading).suggestedFilename()).toBe("transcript.html");
  });

  test("the other language", async () => {
    await press(page.locator("a.language"));
    await page.locator("html[lang=id]").waitFor();
  });

  test("what is swapped while somebody is in it keeps them where they are", async () => {
    await tabTo(page.locator("#text"));
    await page.keyboard.type("jam buka");
    await page.keyboard.press("Enter");
    await page.locator(".bubble.theirs").first().waitFor();
    expect(await isThere(page.locator("#text"))).toBe(true);
  });
});
