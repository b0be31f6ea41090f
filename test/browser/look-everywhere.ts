import { expect } from "bun:test";
import { join } from "node:path";
import type { Page } from "playwright-core";
import { findViolations } from "./axe.ts";

/** `SAPA_PICTURES=folder` keeps a picture of every state, in both themes, wide and narrow. */
const pictures = process.env["SAPA_PICTURES"];

/** Expects that axe finds nothing on a page as it is, in either theme, wide and narrow. */
export async function lookEverywhere(page: Page, name: string): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    for (const width of [1_360, 360]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 800 });
      if (pictures !== undefined) {
        const file = `${name.replaceAll(/\W+/g, "-")}-${colorScheme}-${width}.png`;
        await page.screenshot({ path: join(pictures, file), fullPage: true });
      }
      const found = await findViolations(page);
      expect([name, colorScheme, width, found]).toEqual([name, colorScheme, width, []]);
    }
  }
}
