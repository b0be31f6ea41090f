import { basename } from "node:path";
import { watchFolder } from "#core/app/watch-folder.ts";
import { errorText } from "#core/lib/bot-error.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import { type FlowTestOptions, runFlowTests } from "./run-flow-tests.ts";

/**
 * Runs a folder's tests, and again whenever a file of it is saved: of a test file its own, of a flow
 * those that went through it, of anything else all. Saves while tests run are taken together.
 */
export function watchTests(
  folder: string,
  deps: {
    readonly options: FlowTestOptions;
    readonly clock: Clock;
    readonly print: (text: string) => void;
  },
): { stop(): void } {
  const { options, clock, print } = deps;
  /** What each test file went through when it ran last. */
  const flowsOf = new Map<string, readonly string[]>();
  let changed: Set<string> | "all" | undefined = "all";
  let isRunning = false;

  async function run(): Promise<void> {
    if (isRunning) return;
    isRunning = true;
    while (changed !== undefined) {
      const names = changed;
      changed = undefined;
      await runOnce(names);
    }
    isRunning = false;
  }

  async function runOnce(names: ReadonlySet<string> | "all"): Promise<void> {
    const files = names === "all" ? undefined : affectedFiles(names, flowsOf);
    try {
      const result = await runFlowTests(folder, { ...options, files });
      for (const [file, flows] of result.flowsOf) flowsOf.set(file, flows);
      // Nothing is known of tests that could not run: next time all of them do.
      if (result.coverage === undefined) flowsOf.clear();
      print(result.output);
    } catch (error) {
      print(`error: ${errorText(error)}`);
    }
    print(`\nwaiting for changes in ${folder} (Ctrl+C ends)`);
  }

  const watching = watchFolder(folder, clock, (names) => {
    const relevant = names.filter((name) => /\.ya?ml$/.test(name));
    if (relevant.length === 0) return;
    changed = changed === "all" ? "all" : new Set([...(changed ?? []), ...relevant]);
    void run();
  });
  void run();
  return watching;
}

/** The test files that a change can matter to; undefined: all of them. */
export function affectedFiles(
  changed: ReadonlySet<string>,
  flowsOf: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> | undefined {
  const affected = new Set<string>();
  for (const name of changed) {
    const flow = /^(.*)\.flow\.yaml$/.exec(name)?.[1];
    const isTest = name.endsWith(".test.yaml");
    const files = [...flowsOf].flatMap(([file, flows]) => {
      const isOwn = basename(file) === name;
      return isOwn || (flow !== undefined && flows.includes(flow)) ? [file] : [];
    });
    // A flow or a test file that nothing is known of may matter to any of them.
    if (files.length === 0 || (flow === undefined && !isTest)) return undefined;
    for (const file of files) affected.add(file);
  }
  return affected;
}
