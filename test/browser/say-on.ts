import { expect } from "bun:test";
import type { Page } from "playwright-core";
import { waitUntil } from "#test/wait-until.ts";

/** The machine may be busy with other tests. */
const patienceMs = 60_000;

/** Writes a text on the phone of a page and sends it; it has left when the field is empty. */
export async function sayOn(page: Page, text: string): Promise<void> {
  // After a navigation the field is there before htmx has looked at its form.
  await page.waitForLoadState("load");
  await page.fill("#text", text);
  await page.press("#text", "Enter");
  const isSent = async () => (await page.inputValue("#text")) === "";
  expect(await waitUntil(isSent, patienceMs)).toBe(true);
}
