import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { repository } from "#test/source-files.ts";
import { waitUntil } from "#test/wait-until.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";
import { sayOn } from "./say-on.ts";
import { type Dev, startDev } from "./start-dev.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);
/** The page's policy forbids Playwright to look by itself, which it does with eval. */
const patienceMs = 30_000;

/** README's picture: `SAPA_PICTURE=write bun test test/browser/beside.test.ts` takes it anew. */
const picture = join(repository, "deploy/simulator.png");

let dev: Dev;
let browser: Browser;
let folder: string;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  folder = await mkdtemp(join(tmpdir(), "sapa-beside-"));
  await cp("flows", folder, { recursive: true });
  dev = await startDev(folder);
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1_360, height: 800 } });
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

const say = (text: string) => sayOn(page, text);

async function edit(from: string, to: string): Promise<void> {
  const file = join(folder, "coffee.flow.yaml");
  const text = await readFile(file, "utf8");
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}

async function orderLatte(): Promise<void> {
  await say("kopi");
  await chat().getByRole("button", { name: "Caffè latte" }).click();
  await chat().getByText("Berapa gelas?").waitFor();
}

// One story: each test goes on where the one before it ended.
describe.skipIf(!hasChromium)("beside the phone", () => {
  test("the step at work is ringed, and leads to its line", async () => {
    await orderLatte();
    await page.locator("#drawing a:has(.ring)", { hasText: "Berapa gelas?" }).waitFor();
    await page.locator("#state", { hasText: "coffee · cups" }).waitFor();
    await page.locator("#state", { hasText: "open until" }).waitFor();
    await page.locator("#trace td", { hasText: "Berapa gelas?" }).waitFor();
    expect(await page.locator("#drawing .badge-text").textContent()).toBe("1");
    if (process.env["SAPA_PICTURE"] === "write") await page.screenshot({ path: picture });
    await page.locator("#drawing a:has(.ring)").focus();
    await page.keyboard.press("Enter");
    expect(await page.locator(".code li:target").textContent()).toContain("Berapa gelas?");
  });

  test("a broken file keeps what was there and shows where it is broken", async () => {
    await edit("into: cups", "intoo: cups");
    await page.locator("#findings", { hasText: "Not taken" }).waitFor();
    await page.locator(".code li.bad em").first().waitFor();
    expect(await page.locator("#findings code").first().textContent()).toMatch(
      /^coffee\.flow\.yaml:\d+:\d+$/,
    );
    expect(await page.locator(".code li.bad").first().textContent()).toContain("intoo: cups");
    await edit("intoo: cups", "into: cups");
    await page.locator("#findings", { hasText: "Not taken" }).waitFor({ state: "detached" });
    expect(
      await waitUntil(async () => (await page.textContent("#findings")) === "", patienceMs),
    ).toBe(true);
  });

  test("an edit is for new conversations; this one goes on, or starts over on it", async () => {
    await edit(": 24000)", ": 31000)");
    await page.locator("#state", { hasText: "as it was before the edit" }).waitFor();
    await say("2");
    await chat()
      .getByText(/Siap! 2 latte, Rp.?48.000/)
      .waitFor();
    await page.getByRole("button", { name: "Start over" }).click();
    await chat().getByText("Nothing here yet").waitFor();
    await orderLatte();
    await say("2");
    await chat()
      .getByText(/Siap! 2 latte, Rp.?62.000/)
      .waitFor();
  });

  test("becomes a test of the bot that passes, and a page to hand on", async () => {
    const downloading = page.waitForEvent("download");
    await page.getByText("Download the transcript").click();
    const transcript = await readFile(await (await downloading).path(), "utf8");
    expect(transcript).toContain("[Caffè latte]");
    expect(transcript).not.toMatch(/src=|href=/);
    await page.getByRole("button", { name: "Make it a test" }).click();
    await page.getByText("coffee.recorded.test.yaml is written, and passes.").waitFor();
    const report = await page.locator("pre").first().textContent();
    expect(report).toMatch(/coffee +\d+\/\d+ .* %/);
    expect(report).not.toContain(folder);
    const written = await readFile(join(folder, "coffee.recorded.test.yaml"), "utf8");
    expect(written).toContain("user: kopi");
    expect(await page.locator("pre").last().textContent()).toBe(written);
    // Ready, and not only there: a switch does nothing before htmx has looked at it.
    await page.goto(`${dev.url}/simulator`);
  });

  test("a day later the window is closed, and a template is all that goes out", async () => {
    await orderLatteAnew();
    await page.getByRole("button", { name: "+25 h" }).click();
    await page.locator("#world-news", { hasText: "It is" }).waitFor();
    const isInSight =
      "document.getElementById('world-news').getBoundingClientRect().bottom < innerHeight";
    expect(await waitUntil(() => page.evaluate<boolean>(isInSight), patienceMs)).toBe(true);
    await page.locator("#state", { hasText: "closed: only templates" }).waitFor();
    await chat().getByText("Template: order_reminder").waitFor();
    expect(complaints).toEqual([]);
  });
});

/** The options of the order before are still in sight: the newest are meant. */
async function orderLatteAnew(): Promise<void> {
  await say("kopi");
  await page.locator("#state", { hasText: "coffee · drink" }).waitFor();
  await chat().getByRole("button", { name: "Caffè latte" }).last().click();
  await page.locator("#state", { hasText: "coffee · cups" }).waitFor();
}
