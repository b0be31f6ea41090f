import type { BotFile } from "#core/app/bot-folder.ts";
import type { FlowTestFile } from "#core/flow/read-test/flow-test.ts";
import { readTestFile } from "#core/flow/read-test/read-test-file.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";

/** A file and those of its tests that are to run; `reading` undefined: it cannot be read. */
export interface SelectedFile {
  readonly testFile: BotFile;
  readonly reading: FlowTestFile | undefined;
}

/**
 * The tests whose name or file holds the filter; all without one. A file that cannot be read is
 * among them, so that it is told. `names` are those of all tests.
 */
export function selectTests(
  files: readonly BotFile[],
  filter: string | undefined,
): { readonly selected: readonly SelectedFile[]; readonly names: readonly string[] } {
  const names: string[] = [];
  const selected = files.map((testFile) => {
    const { value } = readTestFile(testFile.file, testFile.text);
    names.push(...(value?.tests ?? []).map(({ name }) => name));
    const isWhole = filter === undefined || testFile.file.includes(filter);
    if (value === undefined || isWhole) return { testFile, reading: value };
    const tests = value.tests.filter((test) => test.name.includes(filter));
    return { testFile, reading: { ...value, tests } };
  });
  return { selected, names };
}

/** The error of a filter that no test has. */
export function refuseFilter(filter: string, names: readonly string[]): BotError {
  const meant = nearest(filter, names) ?? findFolded(filter, names);
  return new BotError("USE_WRONG", `no test has "${filter}" in its name or file`, {
    hint:
      meant === undefined
        ? `There are ${names.length} tests; sapa test without --filter names them.`
        : `Did you mean "${meant}"?`,
  });
}

function findFolded(filter: string, names: readonly string[]): string | undefined {
  const folded = filter.toLowerCase();
  return names.find((name) => name.toLowerCase().includes(folded));
}
