import { describe, expect, test } from "bun:test";
import { type Finding, sortFindings } from "./finding.ts";

function finding(
  file: string,
  line: number,
  column: number,
  severity: "error" | "warning" = "error",
): Finding {
  const at = { file, line, column, endLine: line, endColumn: column + 1 };
  return { code: "FLOW_X", severity, at, message: "x" };
}

describe("sortFindings", () => {
  test("orders by file, line and column, as numbers", () => {
    const sorted = sortFindings([
      finding("b", 1, 1),
      finding("a", 10, 1),
      finding("a", 9, 20),
      finding("a", 9, 3),
    ]);
    expect(sorted.map(({ at }) => `${at.file}:${at.line}:${at.column}`)).toEqual([
      "a:9:3",
      "a:9:20",
      "a:10:1",
      "b:1:1",
    ]);
  });

  test("puts an error before a warning at the same place", () => {
    const sorted = sortFindings([finding("a", 1, 1, "warning"), finding("a", 1, 1)]);
    expect(sorted.map((item) => item.severity)).toEqual(["error", "warning"]);
  });
});
