import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { appendFile, rm } from "node:fs/promises";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { hostile, writeHostileBot } from "./hostile-bot.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { sayOn } from "./say-on.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(180_000);
const patienceMs = 60_000;

let dev: Dev;
let browser: Browser;
let folder: string;
let page: Page;
/** What the page's policy blocked, and what broke. */
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  folder = await writeHostileBot();
  dev = await startDev(folder);
  browser = await openBrowser();
  page = await openPage();
  await page.goto(`${dev.url}/simulator`);
});
afterAll(async () => {
  await browser?.close();
  await dev?.stop();
  if (hasChromium) await rm(folder, { recursive: true });
});

async function openPage(): Promise<Page> {
  const opened = await browser.newPage({ viewport: { width: 1_360, height: 800 } });
  opened.setDefaultTimeout(patienceMs);
  opened.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  opened.on("pageerror", (error) => complaints.push(error.message));
  opened.on("dialog", (dialog) => complaints.push(dialog.message()));
  return opened;
}

/** Everything that hostile words could have become in a page. */
const planted = [
  "script:not([src])",
  "[onerror], [onload], [onclick], [onmouseover], [onfocus], [onbegin]",
  "img[src='nowhere']",
  "[href^='javascript:']",
  "[hx-trigger='load']",
  "hx-partial",
  ".chat :is(b, i)",
].join(", ");

async function expectInert(of: Page): Promise<void> {
  expect(await of.locator(planted).count()).toBe(0);
  expect(await of.title()).not.toBe("run");
}

const say = (text: string) => sayOn(page, text);

const chat = () => page.locator("#chat");
const theirs = (text: string) => page.locator(".bubble.theirs", { hasText: text });

// One story: each test goes on where the one before it ended.
describe.skipIf(!hasChromium)("hostile words are words", () => {
  test("of the flow and of bot.yaml: on the phone, in the drawing, its file, and the trace", async () => {
    await say("all");
    await theirs(`Said ${hostile.script}`).waitFor();
    await theirs(`Caption ${hostile.vector}`).waitFor();
    await theirs(`${hostile.image}.pdf`).waitFor();
    await theirs(`Place ${hostile.script}`).waitFor();
    await theirs("Choose").first().waitFor();
    await page.locator("#drawing", { hasText: "Choose" }).waitFor();
    await page.locator("#code", { hasText: hostile.closing.slice(0, 20) }).waitFor();
    await page.locator("#trace", { hasText: "Choose" }).waitFor();
    await expectInert(page);
  });

  test("of a button", async () => {
    await page.locator(".bubble.theirs summary").first().click();
    await chat().getByRole("button", { name: "'onclick='x" }).click();
    await page.locator(".mine p", { hasText: "'onclick='x" }).waitFor();
    await theirs("Ask").waitFor();
    await expectInert(page);
  });

  test("of a provider", async () => {
    await say(hostile.closing);
    await theirs("From the provider").waitFor();
    await expectInert(page);
  });

  test("of an echo that was chosen to answer for the provider", async () => {
    await page.getByLabel("OpenAI, with the key").check();
    await page.locator("#world-news", { hasText: "OPENAI_API_KEY is not set" }).waitFor();
    await page.getByLabel("An echo").check();
    await page.locator("#world-news", { hasText: "Started again" }).waitFor();
    await page.getByRole("button", { name: "Start over" }).click();
    await chat().getByText("Nothing here yet").waitFor();
    await say("all");
    await theirs("Choose").first().waitFor();
    await page.locator(".bubble.theirs summary").last().click();
    await chat().getByRole("button", { name: "<b>Bold</b>" }).click();
    await theirs("Ask").last().waitFor();
    await say(hostile.image);
    // Once by the flow that says it again, and once by the echo.
    await theirs(hostile.image).nth(2).waitFor();
    await expectInert(page);
  });

  for (const [name, words] of Object.entries(hostile)) {
    test(`of a person: as a text, a quote, a name, a caption, a file's name (${name})`, async () => {
      await page.goto(`${dev.url}/simulator`);
      await say(words);
      const mine = page.locator(".bubble.mine", { hasText: words.split("\n")[0] ?? "" });
      await mine.first().waitFor();
      await page.getByText("Add a phone").click();
      await page.locator(".phones").getByLabel("Name").fill(words.slice(0, 60));
      await page.getByRole("button", { name: "Add" }).click();
      await chat().getByText("Nothing here yet").waitFor();
      await page.getByText("More to send").click();
      const content = { name: `${words.replaceAll("/", "|")}.txt`, mimeType: "text/html" };
      const buffer = Buffer.from(hostile.script);
      await page.setInputFiles("input[type=file]", { ...content, buffer });
      await page.getByLabel("Caption").fill(words);
      await page.getByRole("button", { name: "Send the file" }).click();
      await page.locator(".bubble.mine").first().waitFor();
      await page.locator("#state dd").first().waitFor();
      await expectInert(page);
    });
  }

  test("of a file that a person sent: it is handed out, never opened", async () => {
    const sources = await page.locator(".bubble.mine [href*='/files/']").all();
    for (const source of sources) {
      const response = await fetch(new URL((await source.getAttribute("href")) ?? "", dev.url));
      expect(response.headers.get("content-disposition")).toBe("attachment");
      expect(response.headers.get("content-type")).toBe("application/octet-stream");
    }
  });

  test("of a flow that is broken, shown where it is broken", async () => {
    await page.goto(`${dev.url}/simulator`);
    await page.locator("#text").waitFor();
    const line = JSON.stringify(hostile.swap + hostile.closing);
    await appendFile(join(folder, "hostile.flow.yaml"), `  - ${line}: 1\n`);
    await page.locator("#findings", { hasText: "Not taken" }).waitFor();
    await expectInert(page);
  });

  test("of a transcript, which has no policy to help it", async () => {
    await page.goto(`${dev.url}/simulator`);
    const downloading = page.waitForEvent("download");
    await page.getByText("Download the transcript").click();
    const file = join(folder, "transcript.html");
    await (await downloading).saveAs(file);
    const transcript = await openPage();
    await transcript.goto(`file://${file}`);
    await transcript.locator("body", { hasText: `Said ${hostile.script}` }).waitFor();
    await expectInert(transcript);
    await transcript.close();
  });

  test("of a test that is made of the chat", async () => {
    await page.getByRole("button", { name: "Make it a test" }).click();
    await page.locator("main.made").waitFor();
    await expectInert(page);
  });

  test("and no page tried to run, load or open anything that its policy forbids", () => {
    expect(complaints).toEqual([]);
  });
});
