import { expect, test } from "bun:test";
import { isAvailable } from "./require.ts";

const absent = { name: "chromium", isPresent: false, hint: "not installed" };

test("what is present runs, asked for or not, and prints nothing", () => {
  const lines: string[] = [];
  const present = { ...absent, isPresent: true };
  expect(isAvailable(present, "", (line) => lines.push(line))).toBe(true);
  expect(isAvailable(present, "chromium", (line) => lines.push(line))).toBe(true);
  expect(lines).toEqual([]);
});

test("what is absent is skipped with a line that says what and why", () => {
  const lines: string[] = [];
  expect(isAvailable(absent, "postgres,chromium2", (line) => lines.push(line))).toBe(false);
  expect(lines).toEqual(["skipped: chromium: not installed"]);
});

test("what is absent and required fails instead", () => {
  expect(() => isAvailable(absent, "postgres, chromium")).toThrow(
    'SAPA_REQUIRE names "chromium", but it is absent: not installed',
  );
});
