import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { rm } from "node:fs/promises";
import type { Browser } from "playwright-core";
import { waitUntil } from "#test/wait-until.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { writeShowAll } from "./show-all.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);
/** The page's policy forbids Playwright to look by itself, which it does with eval. */
const patienceMs = 30_000;

let dev: Dev;
let browser: Browser;
let folder: string;

beforeAll(async () => {
  if (!hasChromium) return;
  folder = await writeShowAll();
  dev = await startDev(folder);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  if (hasChromium) await rm(folder, { recursive: true });
});

describe.skipIf(!hasChromium)("every kind of message", () => {
  test("stands on the phone, whoever sent it, and no word of it is markup", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    await page.goto(`${dev.url}/simulator`);
    await page.fill("#text", "all");
    await page.keyboard.press("Enter");
    await page.locator("#chat").getByText("🔗 <b>Menu</b>.pdf").waitFor();
    await page.locator("#chat").getByText("📍 Kopi Senja").waitFor();
    await page.locator("#chat").getByText("🛍 espresso").waitFor();
    await page.locator(".bubble .menu summary").waitFor();
    expect(await page.locator(".chat :is(b, i, script)").count()).toBe(0);

    await page.locator(".bubble").getByRole("button", { name: "Share the phone number" }).click();
    await page.locator("#chat").getByText("📱 +6281200000001").waitFor();
    await page.locator(".bubble").getByRole("button", { name: "Send the place" }).click();
    await page.locator("#chat").getByText("📍 Bandung").waitFor();
    await page.getByRole("button", { name: "Order" }).click();
    await page.locator("#chat").getByText("🛒 1 × espresso").waitFor();

    await page.getByText("More to send").click();
    await page.setInputFiles("input[type=file]", {
      name: "dot.png",
      mimeType: "image/png",
      buffer: Buffer.from(dot, "base64"),
    });
    await page.getByLabel("Caption").fill("A <u>dot</u>");
    await page.getByRole("button", { name: "Send the file" }).click();
    await page.locator("#chat").getByText("A <u>dot</u>").waitFor();
    const isSeen = "document.querySelector('.mine img')?.naturalWidth === 1";
    expect(await waitUntil(() => page.evaluate<boolean>(isSeen), patienceMs)).toBe(true);
    await page.getByRole("button", { name: "Send the contact" }).click();
    await page.locator("#chat").getByText("👤 Budi").waitFor();
    await page.getByRole("button", { name: "React with 👍" }).click();
    await page.locator(".mine p", { hasText: "👍" }).waitFor();

    const question = page.locator(".bubble.theirs", { hasText: "Which size?" }).first();
    await question.getByRole("button", { name: "Reply" }).click();
    await page.fill("#text", "the large one");
    await page.keyboard.press("Enter");
    const quoted = page.locator(".mine", { hasText: "the large one" }).locator("blockquote");
    await quoted.waitFor();
    await question.locator("summary").click();
    await question.getByRole("button", { name: "<i>Huge</i>" }).click();
    await page.locator(".mine p", { hasText: "<i>Huge</i>" }).waitFor();
    expect(complaints).toEqual([]);
    await page.close();
  });
});

const dot =
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";
