import type { BotFile } from "#core/app/bot-folder.ts";
import { formatFinding } from "#core/flow/code-frame.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { Line } from "./line.ts";
import type { FlowTestResult } from "./run-flow-test.ts";

/** Findings with their lines of the file, and an empty line after each. */
export function showFindings(
  findings: readonly Finding[],
  files: readonly BotFile[],
): readonly Line[] {
  return findings.flatMap((finding) => {
    const text = files.find((item) => item.file === finding.at.file)?.text ?? "";
    return [...formatFinding(finding, text).split("\n"), ""].map((line) => ({ text: line }));
  });
}

/** One line for a test that passed; for one that failed the conversation and the difference too. */
export function showResult({ name, failure, output }: FlowTestResult): readonly Line[] {
  if (failure === undefined) return [{ text: `  ✓ ${name}`, tone: "good" }];
  const lines = output.map(({ text, tone }) => ({ text: `    ${text}`.trimEnd(), tone }));
  return [{ text: `  ✗ ${name}`, tone: "bad" }, { text: "" }, ...lines, { text: "" }];
}
