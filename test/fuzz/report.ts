import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FuzzOptions } from "./options.ts";
import type { Problem } from "./problem.ts";
import { type FuzzResult, roundBodies } from "./run-fuzz.ts";

/** The table at the end of a run. */
export function reportRun({ tally, log, probes, growth, seconds }: FuzzResult): readonly string[] {
  const { answers, tricks, signings } = tally;
  const memory =
    growth === undefined
      ? "too short to tell"
      : `${mb(growth.firstMb)} warm, ${mb(growth.lastMb)} at the end, ${mb(growth.mostMb)} at most`;
  const rows: readonly (readonly [string, string | number])[] = [
    ["bodies", tally.bodies],
    ...counted("answered", answers),
    ...counted("done to it:", tricks),
    ...counted("signed:", signings),
    ["events stored", tally.stored],
    ["of them unparsed", tally.unparsed],
    ["of them parked", tally.parked],
    ["of them waiting", tally.waiting],
    ["messages sent", tally.sent],
    ["receipts", tally.statuses],
    ["for somebody else", tally.foreign],
    ["refused", answers.get(401) ?? 0],
    ["probes answered", probes],
    ["slowest reading", `${tally.slowestReadMs.toFixed(0)} ms`],
    ["bytes", `${(tally.bytes / 1_048_576).toFixed(0)} MB`],
    ["memory", memory],
    ["seconds", `${seconds.toFixed(0)}, ${Math.round(tally.bodies / seconds)} bodies a second`],
  ];
  const width = Math.max(...rows.map(([name]) => name.length));
  const warnings = [...log.firsts].map(
    ([event, first]) => `${event} × ${log.counts.get(event) ?? 0}, first: ${first.slice(0, 300)}`,
  );
  return [...rows.map(([name, value]) => `${name.padEnd(width)}  ${value}`), "", ...warnings];
}

/** What went wrong, with the body in a file where one is to blame, and how to see it again. */
export async function reportProblem(
  problem: Problem,
  { seed, from, bodies }: FuzzOptions,
  roundFrom: number,
): Promise<readonly string[]> {
  // What shows at the very end is no single round's.
  const isWhole = roundFrom >= from + bodies;
  const [first, count] = isWhole ? [from, bodies] : [roundFrom, roundBodies];
  const again = `again: bun run fuzz:webhook --seed ${seed} --from ${first} -n ${count}`;
  const { what, it } = problem;
  if (it === undefined) return [`PROBLEM: seed ${seed}, bodies from ${first} on: ${what}`, again];
  const folder = await mkdtemp(join(tmpdir(), "fuzz-found-"));
  const file = join(folder, `body-${it.number}.bin`);
  await writeFile(file, it.body);
  await writeFile(join(folder, `body-${it.number}.headers.json`), JSON.stringify(it.headers));
  return [
    `PROBLEM: seed ${seed}, body ${it.number} (${it.trick}, signed: ${it.signing}): ${what}`,
    `its ${it.body.length} bytes and its headers: ${file}`,
    again,
  ];
}

function counted(
  title: string,
  counts: ReadonlyMap<number | string, number>,
): readonly (readonly [string, number])[] {
  return [...counts]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, count]) => [`  ${title} ${name}`, count]);
}

function mb(megabytes: number): string {
  return `${megabytes.toFixed(0)} MB`;
}
