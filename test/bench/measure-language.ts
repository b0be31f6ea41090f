import { parseDocument } from "yaml";
import { type Advance, advance } from "#core/flow/advance.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";
import { runId } from "#core/lib/ids.ts";
import type { BenchPlan } from "./bench-plan.ts";
import type { Machine } from "./machine.ts";
import { makeRow, type Row, type Sample } from "./row.ts";
import { writeFlow } from "./write-flow.ts";

const smallFlow = 10;
const largeFlow = 200;
const warmUpMs = 1_000;
const facts = sampleFacts();

/** The interpreter and the checker, in this process: no webhook, no store. */
export async function measureLanguage(_: Machine, plan: BenchPlan): Promise<readonly Row[]> {
  const small = programOf(writeFlow(smallFlow));
  const large = programOf(writeFlow(largeFlow));
  const text = writeFlow(largeFlow);
  const sliceMs = plan.secondsEach * 250;
  for (const work of [
    () => answer(small),
    () => answer(large),
    () => check(text),
    () => read(text),
  ]) {
    perSecond(work, warmUpMs);
  }
  const inputs: Sample[] = [];
  const sizes: Sample[] = [];
  const checks: Sample[] = [];
  for (let round = 0; round < plan.rounds; round += 1) {
    const baseline = perSecond(() => answer(small), sliceMs);
    const value = perSecond(() => answer(large), sliceMs);
    inputs.push({ value });
    sizes.push({ value: 1e6 / value, baseline: 1e6 / baseline });
    checks.push({
      baseline: 1e3 / perSecond(() => read(text), sliceMs),
      value: 1e3 / perSecond(() => check(text), sliceMs),
    });
  }
  return [
    makeRow("advance, inputs on one core", "/s", inputs, {
      kind: "at-least",
      bound: 50_000,
      of: "value",
    }),
    makeRow(`advance, ${largeFlow} steps beside ${smallFlow}`, "µs", sizes),
    makeRow(`check of ${largeFlow} steps beside parseDocument alone`, "ms", checks, {
      kind: "at-most",
      bound: 2.5,
      of: "ratio",
    }),
  ];
}

/** How often `work` is done in a second, measured for `durationMs`. */
function perSecond(work: () => void, durationMs: number): number {
  const startedAt = performance.now();
  let count = 0;
  let now = startedAt;
  for (; now - startedAt < durationMs; now = performance.now()) {
    for (let turn = 0; turn < 8; turn += 1) work();
    count += 8;
  }
  return (count * 1_000) / (now - startedAt);
}

interface Resting {
  readonly program: Program;
  readonly run: Advance["run"];
}

/** A run that rests at the flow's first question. */
function programOf(text: string): Resting {
  const [program] = compileFlows([{ file: "bench.flow.yaml", text }], sampleCatalog).programs;
  if (program === undefined) throw new Error("the bench's own flow does not compile");
  const cause = { kind: "start", runId: runId("bench"), trigger: "message" } as const;
  return { program, run: advance(program, undefined, { cause, facts }).run };
}

/** A typical input: an answer is parsed, a slot filled, a text rendered, the next question asked. */
function answer({ program, run }: Resting): void {
  const message = { kind: "text", id: "in", text: "2" } as const;
  advance(program, run, { cause: { kind: "message", message }, facts });
}

function check(text: string): void {
  compileFlows([{ file: "bench.flow.yaml", text }], sampleCatalog);
}

function read(text: string): void {
  parseDocument(text);
}
