import { expect, test } from "bun:test";
import fc from "fast-check";
import { startWorld, type World } from "#core/engine/testing/world.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import { hourMs } from "#core/lib/millis.ts";
import type { Run } from "#core/model/run.ts";

/** Revisions of one flow: questions, a wait and an action, under ids that differ. */
const revisions: readonly FlowSource[] = [
  "steps:\n  - ask: One?\n    id: one\n  - wait: { for: 2h }\n    id: w\n  - ask: Two?\n    id: two\n  - say: Bye\n",
  "migrate: { map: { one: uno, two: due } }\nsteps:\n  - ask: Uno?\n    id: uno\n  - wait: { for: 2h }\n    id: w\n  - ask: Due?\n    id: due\n  - say: Ciao\n",
  "migrate: { map: { uno: one, due: two }, else: restart }\nsteps:\n  - say: Back\n  - ask: One again?\n    id: one\n  - run: shop.price\n    id: two\n  - say: Fin\n",
  "migrate: { else: handoff }\non_cancel:\n  - say: Void\nsteps:\n  - ask: Only?\n    id: only\n  - say: End\n",
  "steps:\n  - ask: Plain?\n    id: plain\n  - say: Over\n",
].map((body, index) => ({
  file: "order.flow.yaml",
  text: `flow: order\nformat: 1\ntriggers: [{ message: kopi }]\n${index % 2 === 0 ? "" : "owner: x\n"}${body}`,
}));

type Act =
  | { readonly kind: "say"; readonly text: string }
  | { readonly kind: "use"; readonly revision: number }
  | { readonly kind: "pass"; readonly hours: number }
  /** In the middle of a turn, after so many turns of the event loop. */
  | { readonly kind: "die"; readonly after: number };

const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({
      kind: fc.constant("say"),
      text: fc.constantFrom("kopi", "yes", "START"),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("use"), revision: fc.nat(revisions.length - 1) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("pass"), hours: fc.constantFrom(1, 3, 25) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("die"), after: fc.nat(12) }) },
);

async function readAll(world: World) {
  const { records } = world.open.store;
  const [conversation] = await records.conversations(1);
  if (conversation === undefined) return { runs: [], history: [] };
  const history = await records.history(conversation.id, 1_000);
  return { runs: await records.runs(conversation.id), history };
}

async function perform(world: World, what: Act): Promise<void> {
  const flow = what.kind === "use" ? revisions[what.revision] : undefined;
  if (what.kind === "say") await world.hear(what.text);
  else if (what.kind === "pass") await world.clock.advance(what.hours * hourMs);
  else if (what.kind === "die") await dieInTurn(world, what.after);
  else if (flow !== undefined) await world.useFlows([flow]);
}

/** A message is being handled when the process dies; what was committed is all that is left. */
async function dieInTurn(world: World, turns: number): Promise<void> {
  void world.hear("yes").catch(() => undefined);
  for (let turn = 0; turn < turns; turn += 1) await Bun.sleep(0);
  await world.restart();
}

/** What a run may become without a word in the history: it rests on, goes on or comes to its end. */
function changedSilently(before: Run, after: Run | undefined, told: readonly string[]): boolean {
  if (after === undefined) return true;
  if (after.revision !== before.revision && before.state !== "queued") {
    return !told.includes(`run.migrated ${after.id}`);
  }
  if (after.state !== "cancelled" || before.state === "cancelled") return false;
  const why = ["run.restarted", "handoff.started", "run.dropped"];
  // The person said kopi in the middle of it: the flow's mode is to begin anew.
  const isBegunAnew = told.includes("begun");
  return !isBegunAnew && !why.some((what) => told.includes(`${what} ${after.id}`));
}

test("whatever revisions come and wherever the process dies, no run is lost or moved silently", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 4, maxLength: 14 }), async (acts) => {
      const [first] = revisions;
      const world = await startWorld({ flows: first === undefined ? [] : [first] });
      await world.hear("kopi");
      for (const what of acts) {
        const before = await readAll(world);
        await perform(world, what);
        const after = await readAll(world);
        const told = after.history.map(({ what: line, run }) => `${line} ${run ?? ""}`);
        if (what.kind === "say" && what.text === "kopi") told.push("begun");
        for (const run of before.runs) {
          const next = after.runs.find(({ id }) => id === run.id);
          expect(changedSilently(run, next, told)).toBe(false);
        }
        expect(told.join()).not.toContain("run.failed");
        expect(told.join()).not.toContain("flow.run-failed");
      }
      // Not stuck either: what rests goes on when its time comes, or its question is answered.
      await world.clock.advance(26 * hourMs);
      for (let answers = 0; answers < 6; answers += 1) {
        await world.clock.advance(3 * hourMs);
        await world.hear("yes");
      }
      const { runs } = await readAll(world);
      expect(runs.filter(({ state }) => state === "resting" || state === "queued")).toEqual([]);
      const events = await world.open.store.records.events({ state: "pending", limit: 9 });
      expect(events).toEqual([]);
    }),
    { numRuns: 60 },
  );
}, 60_000);
