import type { FlowSource } from "#core/flow/compile-flows.ts";
import type { Finding } from "#core/flow/finding.ts";

/** A file of the corpus: one or several flows, and what must be found in them, in order. */
export interface Fixture {
  readonly sources: readonly FlowSource[];
  /** `file:line:column severity CODE | hint`. */
  readonly expected: readonly string[];
}

/**
 * Reads a fixture. Lines that begin with `# expect` at its top say what is found; a line
 * `# file: name` begins another flow. Expectations count as lines of the first file.
 */
export function splitFixture(text: string): Fixture {
  const [first = "", ...others] = text.split(/^# file: (.*)\n/m);
  const sources = [{ file: "f.flow.yaml", text: first }];
  for (let at = 0; at < others.length; at += 2) {
    sources.push({ file: others[at] ?? "", text: others[at + 1] ?? "" });
  }
  const expected = first.split("\n").filter((line) => line.startsWith("# expect "));
  return { sources, expected: expected.map((line) => line.slice("# expect ".length)) };
}

/** A finding as an expectation writes it. */
export function expectationOf({ at, severity, code, hint }: Finding): string {
  const tail = hint === undefined ? "" : ` | ${hint}`;
  return `${at.file}:${at.line}:${at.column} ${severity} ${code}${tail}`;
}
