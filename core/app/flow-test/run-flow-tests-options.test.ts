import { afterAll, describe, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { runFlowTests } from "./run-flow-tests.ts";
import { TeaHouses, teaBot, teaTests } from "./testing/tea-house.ts";

const houses = new TeaHouses();
afterAll(() => houses.remove());

test("colours only where they are asked for", async () => {
  const files = { "tea.test.yaml": teaTests };
  expect((await houses.run(files)).output).not.toContain("\u001b");
  const { output } = await houses.run(files, { hasColours: true });
  expect(output).toContain("\u001b[32m  ✓ two cups\u001b[0m");
  expect(output).toContain("\u001b[31m    +  bot │ 3 teas, now.\u001b[0m");
});

describe("coverage", () => {
  const two = `${teaTests.slice(0, teaTests.indexOf("  - name: on a Sunday"))}`;

  test("names the steps and branches that no test reached", async () => {
    const { output, coverage, failed } = await houses.run(
      { "tea.test.yaml": two },
      { showsCoverage: true },
    );
    expect(failed).toBe(0);
    expect(coverage?.[0]).toMatchObject({
      steps: { covered: 3, total: 4 },
      branches: { covered: 1, total: 2 },
    });
    expect(output).toContain("  tea        3/4        1/2        66 %");
    expect(output).toMatch(/tea\.flow\.yaml:6:5 ask: not taken: on_timeout → late\n/);
    expect(output).toMatch(/tea\.flow\.yaml:14:5 say\n/);
  });

  test("that is too low is a failure; enough is none", async () => {
    const tooLow = await houses.run({ "tea.test.yaml": two }, { minCoverage: 67 });
    expect(tooLow.failed).toBe(1);
    expect(tooLow.output).toContain("the tests reach 66 % of the flows, less than 67 %");
    expect((await houses.run({ "tea.test.yaml": two }, { minCoverage: 66 })).failed).toBe(0);
    expect((await houses.run({}, { minCoverage: 1 })).failed).toBe(1);
  });

  test("that bot.yaml asks for is asked of a whole run", async () => {
    const files = {
      "tea.test.yaml": two,
      "bot.yaml": `${teaBot}flows: { require_coverage: 67 }\n`,
    };
    expect((await houses.run(files)).output).toContain("less than 67 %");
    expect((await houses.run(files, { filter: "two" })).failed).toBe(0);
    expect((await houses.run(files, { minCoverage: 66 })).failed).toBe(0);
  });

  test("of a flow that another one calls counts where it stands", async () => {
    const caller = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - call: greet
  - say: Bye.
`;
    const callee = "flow: greet\nformat: 1\nsteps:\n  - say: Hi!\n";
    const test = `flow: tea
tests:
  - name: a
    steps: [{ user: tea }, { bot: "Hi!\\n\\nBye." }]
`;
    const files = {
      "tea.flow.yaml": caller,
      "greet.flow.yaml": callee,
      "tea.test.yaml": test,
    };
    const { coverage, flowsOf, output } = await houses.run(files);
    expect(output).toEndWith("1 passed, 0 failed");
    expect(coverage?.flatMap(({ missing }) => missing)).toEqual([]);
    expect([...flowsOf.values()][0]?.toSorted()).toEqual(["greet", "tea"]);
  });

  test("of a condition on a step: met, and not met", async () => {
    const flow = `flow: tea
format: 1
triggers: [{ message: tea }]
steps:
  - say: Hi Tom!
    when: contact.name == 'Tom'
  - if: contact.name == 'Ayu'
    then:
      - say: Hi Ayu!
  - say: Bye.
`;
    const test = `flow: tea
tests:
  - name: Ayu
    contact: { name: Ayu }
    steps: [{ user: tea }, { bot: Hi Ayu! }, { bot: Bye. }]
`;
    const files = { "tea.flow.yaml": flow, "tea.test.yaml": test };
    const { coverage } = await houses.run(files, { showsCoverage: true });
    expect(coverage?.[0]?.missing.map(({ at, what }) => `${at.line} ${what}`)).toEqual([
      "5 say",
      "7 if: not taken: on to the next step",
    ]);
    expect(coverage?.[0]?.branches).toEqual({ covered: 2, total: 3 });
  });
});

describe("texts that changed", () => {
  const old = teaTests
    .replace("2 teas, now.", "2 cups of tea.  # as it was")
    .replace("      - redeliver: last\n", "      - bot: 3 cups.\n      - redeliver: last\n");

  test("are taken over into the file, which passes then", async () => {
    const folder = houses.make({ "tea.test.yaml": old });
    const { passed, failed, output } = await runFlowTests(folder, {
      nowMs: () => 0,
      updates: true,
    });
    expect({ passed, failed }).toEqual({ passed: 3, failed: 0 });
    expect(output).toContain("tea.test.yaml: 2 texts updated");
    const written = readFileSync(join(folder, "tea.test.yaml"), "utf8");
    expect(written).toBe(
      old
        .replace("2 cups of tea.  # as it was", "2 teas, now.  # as it was")
        .replace("3 cups.", "3 teas, now."),
    );
  });

  test("leave the file alone where nothing changed, and elsewhere what else is wrong", async () => {
    const wrong = teaTests.replace("step: cups", "step: other");
    const folder = houses.make({ "tea.test.yaml": wrong.replace("other", "late") });
    const { failed, output } = await runFlowTests(folder, { nowMs: () => 0, updates: true });
    expect(failed).toBe(2);
    expect(output).not.toContain("updated");
    expect(readFileSync(join(folder, "tea.test.yaml"), "utf8")).toBe(
      wrong.replace("other", "late"),
    );
  });
});

test("with deaths everywhere every act survives each of its writes", async () => {
  const calm = teaTests.replaceAll("      - crash: true\n", "");
  const { output, passed } = await houses.run(
    { "tea.test.yaml": calm },
    { crashesEverywhere: true },
  );
  expect(passed).toBe(2);
  // The third does not name a message: at the very first death that shows.
  expect(output).toContain("· the process died before write 1 to the store, and started again");
});
