import { expect, test } from "bun:test";
import fc from "fast-check";
import { type Advance, advance, type RunCause } from "#core/flow/advance.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { randomEdit } from "#core/flow/testing/random-edit.ts";
import { type Below, randomFlow, randomHappening } from "#core/flow/testing/random-flow.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";
import { effectId, runId } from "#core/lib/ids.ts";
import { awaitedEvent, type Run, runSchema } from "#core/model/run.ts";
import { migrateRun } from "./migrate-run.ts";

const catalog = { ...sampleCatalog, channels: [] };

function compile(text: string): Program | undefined {
  return compileFlows([{ file: "random.flow.yaml", text }], catalog).programs[0];
}

function step(program: Program, run: Run | undefined, cause: RunCause): Advance {
  return advance(program, run, { cause, facts: sampleFacts() });
}

/** Whatever may happen to a run, by chance. */
function anything(run: Run, below: Below): RunCause {
  const happening = randomHappening(below);
  const wait = run.wait?.id ?? "none";
  if (happening.kind === "timer") return { kind: "timer", wait };
  if (happening.kind === "result") {
    return { kind: "result", effect: effectId(wait), outcome: happening.outcome };
  }
  const text = "text" in happening ? happening.text : "yes";
  return { kind: "message", message: { kind: "text", id: "in", text } };
}

/** What ends the rest that a run is in: it is not stuck if this is taken. */
function whatItWaitsFor({ wait }: Run): RunCause {
  if (wait === undefined) throw new Error("it does not rest");
  if (wait.kind === "ask" || wait.kind === "choose") {
    return { kind: "message", message: { kind: "text", id: "in", text: "2" } };
  }
  if (wait.kind === "activity") {
    return { kind: "result", effect: effectId(wait.id), outcome: { kind: "done", value: null } };
  }
  if (wait.kind === "handoff") return { kind: "resume" };
  const name = awaitedEvent(wait);
  if (name === undefined) return { kind: "timer", wait: wait.id };
  return { kind: "event", wait: wait.id, event: { kind: "signal", name, data: {} } };
}

test("for any edit of a live flow, a run goes on where it was or is left as it was", () => {
  const met = { edits: 0, moved: 0, misfit: 0, untouched: 0 };
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      const below = (limit: number) => gen(fc.nat, { max: limit - 1 });
      const edit = randomEdit(randomFlow(below), below);
      const [from, to] = [compile(edit.before), compile(edit.after)];
      if (from === undefined || to === undefined) return;
      met.edits += 1;
      const start = { kind: "start", runId: runId("random"), trigger: "message: any" } as const;
      let { run } = step(from, undefined, start);
      for (let turns = below(6); turns > 0; turns -= 1) {
        const next = step(from, run, anything(run, below)).run;
        if (next.state === "resting") run = next;
      }
      if (run.state !== "resting" || from.revision === to.revision) return;
      const before = structuredClone(run);
      const migration = migrateRun(run, from, to, (slot) => slot.initial);
      expect(run).toEqual(before);
      if (migration?.kind !== "moved") {
        met[migration === undefined ? "untouched" : "misfit"] += 1;
        expect(migration === undefined).toBe(to.migrate === undefined);
        return;
      }
      met.moved += 1;
      const moved = runSchema.parse(JSON.parse(JSON.stringify(migration.run)));
      expect(moved).toEqual(migration.run);
      // The same rest, so that timers, results and events that are under way find it.
      expect([moved.id, moved.wait?.id, moved.wait?.dueAt, moved.sequence]).toEqual([
        run.id,
        run.wait?.id,
        run.wait?.dueAt,
        run.sequence,
      ]);
      let last = step(to, moved, whatItWaitsFor(moved));
      expect(last.isTaken).toBe(true);
      for (let turns = below(6); turns > 0; turns -= 1) {
        const told = JSON.stringify(last.effects);
        expect(told).not.toContain("FLOW_PLACE_LOST");
        expect(told).not.toContain("FLOW_INTERNAL_ERROR");
        last = step(to, last.run, anything(last.run, below));
      }
    }),
    { numRuns: 400 },
  );
  // Not only flows that no longer compile, nor only runs that do not fit.
  expect(met.edits).toBeGreaterThan(60);
  expect(met.moved).toBeGreaterThan(15);
  expect(met.misfit).toBeGreaterThan(8);
  expect(met.untouched).toBeGreaterThan(4);
}, 60_000);
