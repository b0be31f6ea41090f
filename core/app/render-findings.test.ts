import { describe, expect, test } from "bun:test";
import type { Finding } from "#core/flow/finding.ts";
import { renderFindings, summarizeFindings } from "./render-findings.ts";

const at = { file: "flows/a,b.flow.yaml", line: 2, column: 3, endLine: 2, endColumn: 7 };
const error: Finding = {
  code: "FLOW_KEY_UNKNOWN",
  severity: "error",
  at,
  message: "100% wrong:\nreally",
  hint: 'did you mean "save"?',
};
const warning: Finding = { code: "FLOW_SLOT_UNUSED", severity: "warning", at, message: "unused" };
const files = [{ file: at.file, text: "flow: a\n  tpye: b\n" }];

describe("findings", () => {
  test("show a person the line, with a caret and the hint", () => {
    const text = renderFindings([warning], files, "human");
    expect(text).toContain("flows/a,b.flow.yaml:2:3 warning unused [FLOW_SLOT_UNUSED]");
    expect(text).toContain("> 2 │   tpye: b\n    │   ^^^^");
  });

  test("are a hundred at most for a person, with the number of the others", () => {
    const text = renderFindings(Array(250).fill(warning), files, "human");
    expect(text.split("FLOW_SLOT_UNUSED")).toHaveLength(101);
    expect(text).toEndWith("… and 150 more\n");
    expect(JSON.parse(renderFindings(Array(250).fill(warning), files, "json")).warnings).toBe(250);
  });

  test("tell GitHub the second place too, and no columns over several lines", () => {
    const long = { ...error, at: { ...at, endLine: 4 }, hint: undefined };
    const { hint: _, ...bare } = long;
    const other = { at: { ...at, line: 9 }, message: "the first one" };
    expect(renderFindings([{ ...bare, related: [other] }], files, "github")).toBe(
      "::error file=flows/a%2Cb.flow.yaml,line=2,endLine=4,title=FLOW_KEY_UNKNOWN::100%25 wrong:%0Areally%0Aflows/a,b.flow.yaml:9: the first one",
    );
  });

  test("are annotations for GitHub, one line each, whatever they hold", () => {
    expect(renderFindings([error, warning], files, "github").split("\n")).toEqual([
      '::error file=flows/a%2Cb.flow.yaml,line=2,endLine=2,col=3,endColumn=7,title=FLOW_KEY_UNKNOWN::100%25 wrong:%0Areally (did you mean "save"?)',
      "::warning file=flows/a%2Cb.flow.yaml,line=2,endLine=2,col=3,endColumn=7,title=FLOW_SLOT_UNUSED::unused",
    ]);
  });

  test("are data for programs, whole", () => {
    expect(JSON.parse(renderFindings([error], files, "json"))).toEqual({
      errors: 1,
      warnings: 0,
      findings: [error],
    });
  });

  test("are counted in words", () => {
    expect(summarizeFindings([])).toBe("no problems");
    expect(summarizeFindings([error])).toBe("1 error");
    expect(summarizeFindings([error, error, warning])).toBe("2 errors, 1 warning");
  });
});
