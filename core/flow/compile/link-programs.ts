import type { Program } from "#core/flow/program.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { revisionId } from "#core/lib/ids.ts";

/** Between the flows of a bundle: the first of them is the one that is meant. */
const mark = "--- # flow file: ";

/**
 * Puts into each program every flow that it can call, as it is now: a run finishes on the text that
 * it began with, its callees' too. `calls`: the flows that a flow calls itself, by name.
 */
export function linkPrograms(
  programs: readonly Program[],
  calls: ReadonlyMap<string, readonly string[]>,
): readonly Program[] {
  const byName = new Map(programs.map((program) => [program.flow, program]));
  return programs.map((program) => {
    const callees = findCallees(program.flow, byName, calls);
    if (callees.size === 0) return program;
    const inOrder = [...callees.values()].toSorted((a, b) => (a.flow < b.flow ? -1 : 1));
    const parts = inOrder.map(({ flow, revision }) => [flow, revision]);
    return {
      ...program,
      callees,
      revision: revisionId(sha256Hex(JSON.stringify([program.revision, parts]))),
      bundle: joinBundle([program, ...inOrder].map(({ file, source }) => ({ file, text: source }))),
    };
  });
}

function findCallees(
  flow: string,
  byName: ReadonlyMap<string, Program>,
  calls: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, Program> {
  const found = new Map<string, Program>();
  const pending = [...(calls.get(flow) ?? [])];
  while (pending.length > 0) {
    const name = pending.pop() ?? "";
    const program = byName.get(name);
    if (program === undefined || found.has(name)) continue;
    found.set(name, program);
    pending.push(...(calls.get(name) ?? []));
  }
  return found;
}

interface BundleFile {
  readonly file: string;
  readonly text: string;
}

/** One text of several files, the first without its name. */
export function joinBundle([first, ...others]: readonly BundleFile[]): string {
  const texts = others.map(({ file, text }) => `${mark}${JSON.stringify(file)}\n${text}`);
  return [first?.text ?? "", ...texts].join("\n");
}

/** The files of a bundle, the first under the name that it is kept by. */
export function splitBundle(file: string, bundle: string): readonly BundleFile[] {
  const [first = "", ...others] = bundle.split(/^--- # flow file: (".*")\n/m);
  const sources = [{ file, text: first }];
  for (let at = 0; at < others.length; at += 2) {
    sources.push({ file: String(JSON.parse(others[at] ?? '""')), text: others[at + 1] ?? "" });
  }
  return sources;
}
