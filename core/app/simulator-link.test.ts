import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { handOutSimulatorLink, removeSimulatorLink } from "./simulator-link.ts";

const link = "https://bot.example.com/simulator/enter?key=k";
let folder = "";
let file = "";

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-link-"));
  file = join(folder, "simulator-link.txt");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a terminal shows the link, and nothing keeps it", () => {
  expect(handOutSimulatorLink(link, folder, true)).toEndWith(`: ${link}`);
  expect(existsSync(file)).toBe(false);
});

test("anything else is told where its owner finds it", () => {
  // A process that was killed left its own behind, and somebody widened it.
  writeFileSync(file, "old", { mode: 0o644 });
  const line = handOutSimulatorLink(link, folder, false);
  expect(line).toEndWith(` is in ${file}`);
  expect(line).not.toContain("key=");
  expect(readFileSync(file, "utf8")).toBe(`${link}\n`);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  removeSimulatorLink(folder);
  expect(existsSync(file)).toBe(false);
});
