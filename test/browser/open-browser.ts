import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { isAvailable } from "#test/require.ts";

/** Where Debian's package puts it. */
const executablePath = "/usr/bin/chromium";

/** Whether browser tests can run here. */
export const hasChromium = isAvailable({
  name: "chromium",
  isPresent: existsSync(executablePath),
  hint: "browser tests need /usr/bin/chromium: apt-get install chromium",
});

/** A browser without a window that asks nobody but the page's own server. */
export function openBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath,
    args: [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
  });
}
