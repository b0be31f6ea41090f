import { describe, expect, test } from "bun:test";
import { runId } from "#core/lib/ids.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import { advance } from "./advance.ts";
import { compileFlows } from "./compile-flows.ts";
import { createFlowSet } from "./flow-set.ts";
import { isInAudience } from "./in-audience.ts";
import type { Program } from "./program.ts";
import { compileOne } from "./testing/compile-one.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const hidden = sampleFacts({
  contact: { ...sampleFacts().contact, addresses: [{ kind: "user_id", value: "ID.1" }] },
});

function said(program: Program, facts = sampleFacts()): readonly string[] {
  const cause = { kind: "start", runId: runId("run"), trigger: "message: hi" } as const;
  return advance(program, undefined, { cause, facts }).effects.flatMap((effect) =>
    effect.kind === "send" && effect.message.kind === "text" ? [effect.message.text] : [],
  );
}

describe("a flow that reads the phone number", () => {
  const program = compileOne(`reads: [phone]
steps: [{ say: "{{ default(contact.phone, 'nothing') }}" }]
`);

  test("sees it as a phone slot holds it", () => {
    expect(said(program)).toEqual(["+6281200000000"]);
  });

  test("sees nothing of a person who hides it", () => {
    expect(said(program, hidden)).toEqual(["nothing"]);
  });

  test("sees it in its triggers' conditions, where the others beside it do not", () => {
    const condition = (name: string, when: string, head: string) =>
      compileOne(
        `${head}triggers: [{ message: hi, when: "${when}" }]\nsteps: [{ say: Hi }]\n`,
        name,
      );
    const flows = createFlowSet([
      condition("a", "contact.exists(key, key == 'phone')", ""),
      condition("b", "contact.phone == '+6281200000000'", "reads: [phone]\n"),
    ]);
    const message: MessageIn = { kind: "text", id: "in", text: "hi" };
    const route = (facts = sampleFacts()) =>
      flows.match({ message, isFirstContact: false, facts })?.program.flow;
    expect(route()).toBe("b");
    expect(route(hidden)).toBeUndefined();
  });

  test("sees it in the audience of a schedule", () => {
    const { triggers, reads } = compileOne(`reads: [phone]
triggers: [{ schedule: "0 9 * * *", audience: contact.phone != null }]
steps: [{ say: Hi, when: window.open }]
`);
    const match = triggers[0]?.match;
    if (match?.kind !== "schedule") throw new Error("no schedule");
    expect(isInAudience(match.audience, sampleFacts(), reads)).toBe(true);
    expect(isInAudience(match.audience, hidden, reads)).toBe(false);
  });
});

test("a called flow sees it by its own word only, and the caller again after it", () => {
  const text = (name: string, head: string, steps: string) => ({
    file: `${name}.flow.yaml`,
    text: `flow: ${name}\nformat: 1\n${head}steps:\n${steps}`,
  });
  const sees = (expression: string) => `  - say: "{{ ${expression} }}"\n`;
  const { programs, findings } = compileFlows(
    [
      text(
        "main",
        "reads: [phone]\ntriggers: [{ message: hi }]\n",
        `${sees("has(contact.phone)")}  - call: inner\n${sees("has(contact.phone)")}`,
      ),
      text("inner", "", sees("contact.exists(key, key == 'phone')")),
    ],
    sampleCatalog,
  );
  expect(findings.filter(({ severity }) => severity === "error")).toEqual([]);
  const main = programs.find(({ flow }) => flow === "main");
  expect(main && said(main)).toEqual(["yes", "no", "yes"]);
});
