import { expect, test } from "bun:test";
import { runId } from "#core/lib/ids.ts";
import { runSchema } from "#core/model/run.ts";
import { advance } from "./advance.ts";
import { compileFlows, compileRevision } from "./compile-flows.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const main = `flow: main
format: 1
triggers: [{ message: hi }]
steps:
  - call: middle
  - say: Done
`;
const middle = `flow: middle
format: 1
steps:
  - call: inner
  - ask: Go on?
    id: go
`;
const inner = (text: string) => `flow: inner
format: 1
steps:
  - ask: ${text}
    id: question
`;

function compile(text = "Why?") {
  const sources = [
    { file: "flows/main.flow.yaml", text: main },
    { file: "flows/middle.flow.yaml", text: middle },
    { file: 'flows/in "ner.flow.yaml', text: inner(text) },
  ];
  const { programs, findings } = compileFlows(sources, sampleCatalog);
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const found = programs.find(({ flow }) => flow === "main");
  if (found === undefined) throw new Error("main did not compile");
  return { found, others: programs };
}

test("a flow's revision is that of every flow it can call", () => {
  const { found, others } = compile();
  expect(compile().found.revision).toBe(found.revision);
  expect(compile("Why not?").found.revision).not.toBe(found.revision);
  expect([...found.callees.keys()].toSorted()).toEqual(["inner", "middle"]);
  const alone = others.find(({ flow }) => flow === "inner");
  expect(alone?.bundle).toBe(alone?.source ?? "");
});

test("a run finishes inside a called flow of an earlier day, from what was stored", () => {
  const { found } = compile();
  const again = compileRevision({ file: found.file, text: found.bundle });
  expect(again?.revision).toBe(found.revision);
  if (again === undefined) throw new Error("the bundle did not compile");
  const facts = sampleFacts();
  const start = { kind: "start", runId: runId("run"), trigger: "message: hi" } as const;
  const begun = advance(found, undefined, { cause: start, facts }).run;
  expect(begun.position.map(({ flow }) => flow)).toEqual([undefined, "middle", "inner"]);
  const stored = runSchema.parse(JSON.parse(JSON.stringify(begun)));
  const message = { kind: "text", id: "in", text: "yes" } as const;
  const next = advance(again, stored, { cause: { kind: "message", message }, facts });
  expect(next.run.wait?.step).toBe("go");
  const last = advance(again, next.run, { cause: { kind: "message", message }, facts });
  expect(last.run.state).toBe("ended");
});

test("the schemas of its actions are a part of a flow's revision, and of no other", () => {
  const text = (verb: string) => `flow: main
format: 1
triggers: [{ message: hi }]
steps:
  - ${verb}
`;
  const revisionOf = (verb: string, isIdempotent: boolean) => {
    const actions = (sampleCatalog.actions ?? []).map((action) => ({ ...action, isIdempotent }));
    const sources = [{ file: "main.flow.yaml", text: text(verb) }];
    return compileFlows(sources, { ...sampleCatalog, actions }).programs[0]?.revision;
  };
  const run = '{ run: shop.price, with: { sku: "kopi" } }';
  expect(revisionOf(run, true)).toBe(revisionOf(run, true));
  expect(revisionOf(run, true)).not.toBe(revisionOf(run, false));
  expect(revisionOf("say: Hi", true)).toBe(revisionOf("say: Hi", false));
});
