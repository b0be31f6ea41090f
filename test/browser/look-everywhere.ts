import { expect } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { findViolations } from "./axe.ts";

/** `SAPA_PICTURES=folder` keeps a picture of every state, in both themes, wide and narrow. */
const pictures = process.env["SAPA_PICTURES"];

/** Buttons of the world that lie on each other or nearly do, and text of a message that touches the window's edge. */
const findCrowded = `(() => {
  const placed = (selector) =>
    [...document.querySelectorAll(selector)].map((one) => [one.textContent, one.getBoundingClientRect()]);
  const buttons = placed(".world button");
  const overlaps = buttons.filter(([text, a]) => buttons.some(([other, b]) =>
    text !== other && a.left < b.right + 4 && b.left < a.right + 4 && a.top < b.bottom + 4 && b.top < a.bottom + 4));
  const cut = placed("main.message > *").filter(([, { left, right }]) => left < 8 || right > innerWidth - 8);
  return [...overlaps, ...cut].map(([text]) => "crowded: " + text);
})()`;

/** Expects that nothing is crowded and axe finds nothing on a page as it is, in either theme, wide and narrow. */
export async function lookEverywhere(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1_360, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      if (pictures !== undefined) {
        const file = `${name.replaceAll(/\W+/g, "-")}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(pictures, file), fullPage: true });
      }
      const found = [
        ...(await findViolations(page)),
        ...(await page.evaluate<readonly string[]>(findCrowded)),
      ];
      expect([name, colorScheme, width, found]).toEqual([name, colorScheme, width, []]);
    }
  }
}
