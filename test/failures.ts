/** A test that failed, as a JUnit report names it. */
export interface Failure {
  readonly file: string;
  readonly line: number;
  readonly name: string;
  /** The first line of what went wrong. */
  readonly reason: string;
}

/** Returns the failed tests of a JUnit report in its order; none where the text is not a report. */
export function readFailures(xml: string): readonly Failure[] {
  const cases = xml.matchAll(/<testcase\b([^>]*)>\s*<(?:failure|error)\b([^>]*)>/g);
  return [...cases].map(([, test = "", failure = ""]) => ({
    file: attribute(test, "file"),
    line: Number(attribute(test, "line")),
    name: [attribute(test, "classname"), attribute(test, "name")].filter(Boolean).join(" > "),
    reason: attribute(failure, "message").split("\n")[0] ?? "",
  }));
}

const sameTest = (one: Failure, other: Failure) =>
  one.file === other.file && one.name === other.name;

/** What a second play tells of the tests that failed in the first. */
export interface SecondPlay {
  /** Failed beside all others and passed alone. */
  readonly unsteady: readonly Failure[];
  readonly failed: readonly Failure[];
}

/**
 * Judges `first` by the failures of its files' second play. A second play that ended badly without
 * naming a test (a file that cannot be read, a crash) clears nobody.
 */
export function compareFailures(
  first: readonly Failure[],
  again: { readonly exitCode: number; readonly failures: readonly Failure[] },
): SecondPlay {
  if (again.exitCode !== 0 && again.failures.length === 0) return { unsteady: [], failed: first };
  const isFailedAgain = (test: Failure) => again.failures.some((other) => sameTest(test, other));
  const fresh = again.failures.filter((test) => !first.some((other) => sameTest(test, other)));
  return {
    unsteady: first.filter((test) => !isFailedAgain(test)),
    failed: [...first.filter(isFailedAgain), ...fresh],
  };
}

/** Returns how many failures the runner itself counted at the end of its own output. */
export function readFailCount(output: string): number | undefined {
  const last = [...output.matchAll(/^ *(\d+) fail$/gm)].at(-1)?.[1];
  return last === undefined ? undefined : Number(last);
}

function attribute(tag: string, name: string): string {
  const text = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return text.replaceAll(/&#(\d+);|&[a-z]+;/g, (entity: string, code: string | undefined) =>
    code === undefined ? (entities.get(entity) ?? entity) : String.fromCodePoint(Number(code)),
  );
}

const entities = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
]);
