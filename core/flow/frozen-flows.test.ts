import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Glob } from "bun";
import { compileBundle, compileFlows, type FlowSource } from "./compile-flows.ts";
import { createFlowSet } from "./flow-set.ts";
import { type FrozenFlows, freezeFlows, thawFlows } from "./frozen-flows.ts";
import { LazyProgram } from "./lazy-program.ts";
import type { Program } from "./program.ts";
import { splitFixture } from "./testing/fixture.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const folder = resolve(import.meta.dir, "check/valid");
const corpus = [...new Glob("*.yaml").scanSync({ cwd: folder })]
  .toSorted()
  .map(
    (name) => [name, splitFixture(readFileSync(resolve(folder, name), "utf8")).sources] as const,
  );

/** By way of JSON, as it comes back from a file. */
function again(sources: readonly FlowSource[]) {
  const compiled = compileFlows(sources, sampleCatalog);
  const frozen: FrozenFlows = JSON.parse(JSON.stringify(freezeFlows(compiled)));
  return { compiled, thawed: thawFlows(frozen, sources, sampleCatalog, () => compileBundle) };
}

/** What can be told of a program beside its closures. */
function describeProgram(program: Program) {
  const { flow, revision, file, source, bundle, description, purpose, mode, debounceMs } = program;
  return {
    head: [flow, revision, file, source, bundle, description, purpose, mode, debounceMs],
    triggers: program.triggers.map(({ name, match, channel, at, when }) => [
      name,
      JSON.stringify(match),
      channel,
      at,
      when?.value.text,
    ]),
    outputs: program.outputs,
    locals: program.locals,
    slots: [...program.slots.keys()],
    callees: [...program.callees.values()].map(({ revision: id }) => id),
    interrupts: program.interrupts,
    targets: program.targets,
    migrate: JSON.stringify(program.migrate),
    expects: program.expects,
    lists: [...program.lists].map(([name, steps]) => [
      name,
      steps.map(({ verb, id, at }) => [verb, id, at]),
    ]),
  };
}

test.each(corpus)("%s is the same after it was frozen", (_, sources) => {
  const { compiled, thawed } = again(sources);
  expect(thawed.findings).toEqual(compiled.findings);
  expect(thawed.programs.map(describeProgram)).toEqual(compiled.programs.map(describeProgram));
});

const text = (flow: string, triggers: string) =>
  `flow: ${flow}\nformat: 1\ntriggers:\n${triggers}\nsteps:\n  - say: Hi\n`;

test("triggers take the same messages, and no flow is compiled for those of another", () => {
  const sources = [
    { file: "a.flow.yaml", text: text("a", "  - message: [tea]") },
    { file: "b.flow.yaml", text: text("b", '  - message: { matches: "^order [0-9]+$" }') },
    { file: "c.flow.yaml", text: text("c", "  - message: [mate]\n    when: hours.open") },
    { file: "d.flow.yaml", text: "flow: d\nformat: 1\nsteps:\n  - say: unseen\n" },
  ];
  const { compiled, thawed } = again(sources);
  expect(compiled.programs).toHaveLength(4);
  expect(thawed.programs.every((program) => program instanceof LazyProgram)).toBe(true);
  const match = (programs: readonly Program[], said: string) =>
    createFlowSet(programs).match({
      message: { kind: "text", id: "in", text: said },
      isFirstContact: false,
      facts: sampleFacts(),
    })?.trigger;
  for (const said of ["tea", "mate", "order 7", "order x", "coffee"]) {
    expect([said, match(thawed.programs, said)]).toEqual([said, match(compiled.programs, said)]);
  }
});

test("a text that is not the one that was frozen is told, not run", () => {
  const sources = [{ file: "a.flow.yaml", text: text("a", "  - message: [tea]") }];
  const frozen = freezeFlows(compileFlows(sources, sampleCatalog));
  const other = [{ file: "a.flow.yaml", text: text("a", "  - message: [coffee]") }];
  const [program] = thawFlows(frozen, other, sampleCatalog, () => compileBundle).programs;
  expect(program?.triggers).toHaveLength(1);
  expect(() => program?.lists).toThrow("a.flow.yaml is not what it was when it was checked");
});
