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
