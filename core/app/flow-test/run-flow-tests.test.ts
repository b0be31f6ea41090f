import { afterAll, expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import { runFlowTests } from "./run-flow-tests.ts";
import { TeaHouses, teaFlow, teaTests } from "./testing/tea-house.ts";

const houses = new TeaHouses();
afterAll(() => houses.remove());

test("tests run against the very engine, each in a world of its own", async () => {
  const right = teaTests.replace(
    '      - user: "3"\n',
    '      - user: "3"\n      - bot: 3 teas, now.\n',
  );
  const result = await houses.run({ "tea.test.yaml": right });
  expect(result).toMatchObject({ passed: 3, failed: 0 });
  expect(result.output).toEndWith("\n3 passed, 0 failed");
});

test("a failure is a transcript, the difference and the place in the file", async () => {
  const { passed, failed, output } = await houses.run({ "tea.test.yaml": teaTests });
  expect({ passed, failed }).toEqual({ passed: 2, failed: 1 });
  expect(output).toContain(`
      Sari │ tea
           · the process died before write 1 to the store, and started again
       bot │ How many cups, Sari?
      Sari │ 3
    -      · (nothing more)
    +  bot │ 3 teas, now.
    (- expected, + came)

`);
  expect(output).toContain("tea.test.yaml:24:9 error after this the bot said a message that no");
  expect(output).toContain('    > 24 │       - user: "3"\n');
});

test("what was not sent, and why, stands in the transcript", async () => {
  const nap = `flow: nap
format: 1
triggers: [{ message: nap }]
steps:
  - say: Good night.
  - wait: { until: "now + duration('30h')" }
    id: night
  - say: Good morning.
`;
  const text = `flow: nap
tests:
  - name: too late for words of our own
    steps:
      - user: nap
      - bot: Good night.
      - after: 31h
      - bot: Good morning.
`;
  const { output } = await houses.run({ "nap.flow.yaml": nap, "nap.test.yaml": text });
  expect(output).toContain(`
           · 1d7h later: Tue, 6 Jan 2026, 17:00
           · not sent (window-closed): Good morning.
    -  bot │ Good morning.
`);
  expect(output).toContain("the bot said nothing more");
});

test("a filter takes tests by name or file", async () => {
  const byName = await houses.run({ "tea.test.yaml": teaTests }, { filter: "Sunday" });
  expect(byName).toMatchObject({ passed: 1, failed: 0 });
  expect(byName.output).not.toContain("two cups");
});

test("a filter that matches nothing is refused, with the name that was meant", async () => {
  const refusal = async (filter: string) => {
    const error = await houses
      .run({ "tea.test.yaml": teaTests }, { filter })
      .catch((it: unknown) => it);
    return error instanceof BotError ? [error.code, error.hint] : error;
  };
  expect(await refusal("tow cups")).toEqual(["USE_WRONG", 'Did you mean "two cups"?']);
  expect(await refusal("TWO")).toEqual(["USE_WRONG", 'Did you mean "two cups"?']);
  expect(await refusal("xyz")).toEqual([
    "USE_WRONG",
    "There are 3 tests; sapa test without --filter names them.",
  ]);
});

test("a bot without tests is told so, and nothing has failed", async () => {
  const { passed, failed, output } = await houses.run({});
  expect({ passed, failed }).toEqual({ passed: 0, failed: 0 });
  expect(output).toStartWith("this bot has no tests; write some into <flow>.test.yaml");
});

test("a test file with an error counts as one failure and does not stop the others", async () => {
  const typo = "flow: tea\ntests:\n  - name: a\n    steps: [{ usr: tea }]\n";
  const stranger = "flow: coffee\ntests:\n  - name: a\n    steps: [{ user: tea }]\n";
  const files = { "a.test.yaml": typo, "b.test.yaml": stranger, "tea.test.yaml": teaTests };
  const { passed, failed, output } = await houses.run(files, { filter: "two cups" });
  expect({ passed, failed }).toEqual({ passed: 1, failed: 2 });
  expect(output).toContain('error unknown key "usr" [FLOW_KEY_UNKNOWN]');
  expect(output).toContain('error there is no flow "coffee" [FLOW_TEST_FLOW_UNKNOWN]');
});

test("a bot with an error is shown with its findings and nothing runs", async () => {
  const result = await houses.run({
    "tea.flow.yaml": teaFlow.replace("into: cups", "into: cup s"),
  });
  expect(result).toMatchObject({ passed: 0, failed: 1 });
  expect(result.output).toContain("tea.flow.yaml:8:11 error");
  expect(result.output).toEndWith("0 passed, 1 failed");
});

test("a JUnit report holds every test", async () => {
  const folder = houses.make({ "tea.test.yaml": teaTests });
  const junitFile = join(folder, "reports/junit.xml");
  await runFlowTests(folder, { nowMs: () => 0, junitFile });
  const report = readFileSync(junitFile, "utf8");
  expect(report).toContain('<testsuites tests="3" failures="1"');
  expect(report).toContain('<testcase name="two cups"');
});

test("a folder without a bot is refused in words", async () => {
  const run = runFlowTests("/nowhere", { nowMs: () => 0 });
  expect(await run.catch((error: unknown) => error)).toBeInstanceOf(BotError);
});
