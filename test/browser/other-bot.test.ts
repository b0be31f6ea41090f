import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Browser, Page } from "playwright-core";
import { freePort } from "#test/crash/free-port.ts";
import {
  type Program,
  type Simulator,
  startBot,
  startSimulator,
} from "#test/other-bots/start-program.ts";
import { hasChromium, openBrowser } from "./open-browser.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

const axe = readFileSync(fileURLToPath(import.meta.resolve("axe-core/axe.min.js")), "utf8");

let simulator: Simulator;
let bot: Program | undefined;
let botPort: number;
let browser: Browser;
let page: Page;
const complaints: string[] = [];

beforeAll(async () => {
  if (!hasChromium) return;
  botPort = freePort();
  simulator = await startSimulator(botPort);
  browser = await openBrowser();
  page = await open();
});
afterAll(async () => {
  await browser?.close();
  await bot?.stop();
  await simulator?.stop();
});

async function open(
  query = "",
  look: NonNullable<Parameters<Browser["newPage"]>[0]> = {
    viewport: { width: 1_360, height: 800 },
  },
): Promise<Page> {
  const opened = await browser.newPage(look);
  opened.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  opened.on("pageerror", (error) => complaints.push(error.message));
  await opened.goto(`${simulator.page}${query}`);
  return opened;
}

// One story: each test goes on where the one before it ended.
describe.skipIf(!hasChromium)("the simulator of a bot that is another program", () => {
  test("says that nobody is there, and by itself that somebody came", async () => {
    await page.locator("#connection", { hasText: "Nobody listens there" }).waitFor();
    await page.fill("#text", "minum");
    await page.press("#text", "Enter");
    await page.locator(".mine .ticks.sent").waitFor();
    bot = startBot("api-js-bot.ts", botPort, simulator.graphUrl);
    await page.locator("#connection", { hasText: "knows the verify token" }).waitFor();
    // What was written before goes out then.
    await page.locator("#chat").getByRole("button", { name: "Kopi" }).click();
    await page.locator("#chat").getByText("Tombol coffee").waitFor();
    await page.locator("#passages td", { hasText: "/messages" }).first().waitFor();
  });

  test("shows what a fault does, and what it means", async () => {
    await page.getByLabel("Too many requests (429)").check();
    await page.fill("#text", "Halo");
    await page.press("#text", "Enter");
    await page.locator("#passages .bad strong").first().waitFor();
    await page.getByLabel("Too many requests (429)").uncheck();
  });

  for (const language of ["en", "id"]) {
    for (const colorScheme of ["light", "dark"] as const) {
      test(`axe finds nothing in ${language}, ${colorScheme}, wide and narrow`, async () => {
        for (const width of [1_360, 360]) {
          const viewport = { width, height: 800 };
          const looked = await open(`?language=${language}`, { viewport, colorScheme });
          await looked.evaluate(axe);
          const found = await looked.evaluate(
            "axe.run().then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)]))",
          );
          expect([width, found]).toEqual([width, []]);
          const folder = process.env["SAPA_PICTURES"];
          if (folder !== undefined) {
            const path = `${folder}/other-bot-${language}-${colorScheme}-${width}.png`;
            await looked.screenshot({ path, fullPage: true });
          }
          await looked.close();
        }
      });
    }
  }

  test("and nothing of it is blocked or broken", () => {
    expect(complaints).toEqual([]);
  });
});
