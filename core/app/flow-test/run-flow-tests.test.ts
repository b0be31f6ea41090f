import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { BotError } from "#core/lib/bot-error.ts";
import { runFlowTests } from "./run-flow-tests.ts";

const folders: string[] = [];

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

const bot = `bot: tea-house
format: 1
name: Tea House
locales: [en, id]
time_zone: Asia/Jakarta
hours: { mon-fri: "08:00-20:00" }
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: NUMBER }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: WORD }
`;

const tea = `flow: tea
format: 1
triggers: [{ message: [tea, teh] }]
slots: { cups: { type: integer, min: 1, max: 9 } }
steps:
  - ask: { en: "How many cups, {{ contact.name }}?", id: Berapa gelas? }
    id: cups
    into: cups
    timeout: 2h
    on_timeout: late
  - say: { en: "{{ slots.cups }} teas, {{ hours.open ? 'now' : 'tomorrow' }}.", id: Siap. }
  - end
  - id: late
    say: { en: Still there?, id: Masih ada? }
`;

/** A bot's folder on the disk; files by name over the ones above. */
function makeBot(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "sapa-flow-tests-"));
  folders.push(folder);
  const all = { "bot.yaml": bot, "tea.flow.yaml": tea, ...files };
  for (const [name, text] of Object.entries(all)) writeFileSync(join(folder, name), text);
  return folder;
}

async function run(
  files: Readonly<Record<string, string>>,
  options: { readonly filter?: string; readonly junitFile?: string } = {},
) {
  return await runFlowTests(makeBot(files), { nowMs: () => 0, ...options });
}

const good = `flow: tea
tests:
  - name: two cups
    steps:
      - user: tea
      - bot: How many cups, Sari?
      - expect: { step: cups, ended: false }
      - user: "2"
      - bot: 2 teas, now.
      - expect: { ended: true, slots: { cups: 2 } }
  - name: on a Sunday, in Indonesian, without a number
    now: 2026-01-04 23:30
    contact: { name: Ayu, language: id, phone: hidden }
    steps:
      - user: teh
      - bot: Berapa gelas?
      - after: 2h
      - bot: Masih ada?
  - name: one answer, wherever the process dies
    steps:
      - user: tea
      - crash: true
      - bot: { contains: How many }
      - user: "3"
      - redeliver: last
      - crash: true
      - bot: { count: 0 }
`;

test("tests run against the very engine, each in a world of its own", async () => {
  const right = good.replace(
    '      - user: "3"\n',
    '      - user: "3"\n      - bot: 3 teas, now.\n',
  );
  const result = await run({ "tea.test.yaml": right });
  expect(result).toMatchObject({ passed: 3, failed: 0 });
  expect(result.output).toEndWith("\n3 passed, 0 failed");
});

test("a failure is a transcript, the difference and the place in the file", async () => {
  const { passed, failed, output } = await run({ "tea.test.yaml": good });
  expect({ passed, failed }).toEqual({ passed: 2, failed: 1 });
  expect(output).toContain(`
    Sari │ tea
         · the process died before write 1 to the store, and started again
     bot │ How many cups, Sari?
    Sari │ 3
    + 3 teas, now.
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
  const { output } = await run({ "nap.flow.yaml": nap, "nap.test.yaml": text });
  expect(output).toContain(`
         · 1d7h later: Tue, 6 Jan 2026, 17:00
         · not sent (window-closed): Good morning.
    - Good morning.
`);
  expect(output).toContain("the bot said nothing more");
});

test("a filter takes tests by name or file", async () => {
  const byName = await run({ "tea.test.yaml": good }, { filter: "Sunday" });
  expect(byName).toMatchObject({ passed: 1, failed: 0 });
  expect(byName.output).not.toContain("two cups");
});

test("a test file with an error counts as one failure and does not stop the others", async () => {
  const typo = "flow: tea\ntests:\n  - name: a\n    steps: [{ usr: tea }]\n";
  const stranger = "flow: coffee\ntests:\n  - name: a\n    steps: [{ user: tea }]\n";
  const files = { "a.test.yaml": typo, "b.test.yaml": stranger, "tea.test.yaml": good };
  const { passed, failed, output } = await run(files, { filter: "two cups" });
  expect({ passed, failed }).toEqual({ passed: 1, failed: 2 });
  expect(output).toContain('error unknown key "usr" [FLOW_KEY_UNKNOWN]');
  expect(output).toContain('error there is no flow "coffee" [FLOW_TEST_FLOW_UNKNOWN]');
});

test("a bot with an error is shown with its findings and nothing runs", async () => {
  const result = await run({ "tea.flow.yaml": tea.replace("into: cups", "into: cup s") });
  expect(result).toMatchObject({ passed: 0, failed: 1 });
  expect(result.output).toContain("tea.flow.yaml:8:11 error");
  expect(result.output).toEndWith("0 passed, 1 failed");
});

test("a JUnit report holds every test", async () => {
  const folder = makeBot({ "tea.test.yaml": good });
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
