import { describe, expect, test } from "bun:test";
import { hourMs } from "#core/lib/millis.ts";
import { readTestFile } from "./read-test-file.ts";

const head = "flow: coffee\ntests:\n  - name: a\n";

/** `line:column code: message`, as a person would look for it. */
function findings(text: string): readonly string[] {
  return readTestFile("coffee.test.yaml", text).findings.map(
    ({ at, code, message }) => `${at.line}:${at.column} ${code}: ${message}`,
  );
}

test("a file is read whole, and every step knows its place", () => {
  const text = `${head}    contact: { name: Sari, language: id, consent: [service], phone: hidden }
    now: 2026-01-05 21:30
    steps:
      - user: kopi
      - crash: true
      - bot: Halo!
      - bot: { count: 2 }
      - user: { choose: latte }
      - user: { reaction: 👍 }
      - expect: { slots: { cups: 2 }, ended: true }
      - after: 26h
      - redeliver: last
      - bot: { template: order_reminder, values: [Sari] }
`;
  const { value, findings: found } = readTestFile("coffee.test.yaml", text);
  expect(found).toEqual([]);
  expect(value).toMatchObject({ flow: "coffee", tests: [{ name: "a", now: "2026-01-05 21:30" }] });
  const [first] = value?.tests ?? [];
  const steps = ["tests", 0, "steps"];
  expect(first?.contact).toEqual({
    name: "Sari",
    language: "id",
    consent: ["service"],
    hasPhone: false,
    isNew: false,
    tags: [],
    profile: {},
  });
  expect(first?.steps.map(({ at, ...step }) => [at.line, at.column, step])).toEqual([
    [7, 9, { kind: "user", acts: [{ kind: "text", text: "kopi" }] }],
    [8, 9, { kind: "crash" }],
    [9, 9, { kind: "bot", message: { text: "Halo!" }, textPath: [...steps, 2, "bot"] }],
    [10, 9, { kind: "count", count: 2 }],
    [11, 9, { kind: "user", acts: [{ kind: "choice", choice: "latte" }] }],
    [12, 9, { kind: "user", acts: [{ kind: "reaction", emoji: "👍" }] }],
    [13, 9, { kind: "expect", state: { slots: { cups: 2 }, ended: true } }],
    [14, 9, { kind: "after", durationMs: 26 * hourMs }],
    [15, 9, { kind: "redeliver" }],
    [16, 9, { kind: "bot", message: { template: "order_reminder", values: ["Sari"], parts: {} } }],
  ]);
});

describe("what a person does", () => {
  test.each([
    ["{ text: ya, reply_to: last }", { kind: "text", text: "ya", quotes: "last" }],
    [
      "{ text: halo, ad: { source_id: x } }",
      { kind: "text", text: "halo", ad: { source_id: "x" } },
    ],
    ['{ reaction: "" }', { kind: "reaction", emoji: "" }],
    ["{ image: sample, caption: x }", { kind: "media", media: "image", caption: "x" }],
    ["{ audio: hello.ogg, voice: true }", { kind: "media", file: "hello.ogg", voice: true }],
    ["{ location: { latitude: -6, longitude: 106 } }", { kind: "location", latitude: -6 }],
    [
      "{ contacts: [{ name: Budi, phone: 0812 1 }] }",
      { contacts: [{ name: { formatted: "Budi" }, phones: [{ phone: "0812 1" }] }] },
    ],
    [
      "{ order: [{ sku: latte }] }",
      { kind: "order", items: [{ sku: "latte", quantity: 1, price: 0, currency: "IDR" }] },
    ],
    ["{ form: { seats: 4 } }", { kind: "form", answer: { seats: 4 } }],
    ["{ edit: kopi }", { kind: "edit", text: "kopi" }],
    ["{ delete: last }", { kind: "revoke" }],
    ['{ share_number: "62811" }', { kind: "share_number", phone: "62811" }],
    ['{ new_number: "62811" }', { kind: "move", phone: "62811" }],
    ["{ call: true }", { kind: "call" }],
    ["{ open: true }", { kind: "open" }],
    ["{ unsupported: poll }", { kind: "unsupported", vendorKind: "poll" }],
  ])("%s", (user, act) => {
    const { value, findings: found } = readTestFile(
      "x",
      `${head}    steps:\n      - user: ${user}\n`,
    );
    expect(found).toEqual([]);
    expect(value?.tests[0]?.steps[0]).toMatchObject({ kind: "user", acts: [act] });
  });

  test("several acts in quick succession", () => {
    const { value } = readTestFile("x", `${head}    steps:\n      - user: [a, { call: true }]\n`);
    expect(value?.tests[0]?.steps[0]).toMatchObject({
      acts: [{ kind: "text", text: "a" }, { kind: "call" }],
    });
  });

  test("`sample` is no file's name", () => {
    const { value } = readTestFile("x", `${head}    steps:\n      - user: { sticker: sample }\n`);
    expect(value?.tests[0]?.steps[0]).toMatchObject({
      acts: [{ media: "sticker", file: undefined }],
    });
  });
});

test("a line about a message keeps what is more than words under its own names", () => {
  const line = "{ contains: x, footer: y, location: { name: z }, image: true, reply: true }";
  const { value } = readTestFile("x", `${head}    steps:\n      - bot: ${line}\n`);
  expect(value?.tests[0]?.steps[0]).toMatchObject({
    message: {
      contains: "x",
      parts: { footer: "y", location: { name: "z" }, image: true, reply: true },
    },
  });
});

test("what stands in for actions: one answer for every call, or a list of them", () => {
  const mocks =
    "{ a.b: { returns: { n: 1 } }, c.d: [{ fails: http_503, delay: 2s }, { fails: { kind: unknown, message: m } }] }";
  const { value, findings: found } = readTestFile(
    "x",
    `${head}    mocks: ${mocks}\n    steps: [{ user: a }]\n`,
  );
  expect(found).toEqual([]);
  expect(value?.tests[0]?.mocks).toMatchObject([
    { name: "a.b", isEndless: true, answers: [{ kind: "returns", value: { n: 1 }, delayMs: 0 }] },
    {
      name: "c.d",
      at: { line: 4 },
      isEndless: false,
      answers: [
        { kind: "fails", reason: "http_503", delayMs: 2_000 },
        { kind: "fails", reason: "unknown", message: "m", delayMs: 0 },
      ],
    },
  ]);
});

test("how the last message fared", () => {
  const steps =
    "[{ user: a }, { bot: b }, { status: read }, { status: { failed: 131049 } }, { status: failed }]";
  const { value } = readTestFile("x", `${head}    steps: ${steps}\n`);
  expect(value?.tests[0]?.steps.slice(2).map((step) => "receipt" in step && step.receipt)).toEqual([
    { kind: "read" },
    { kind: "failed", code: 131_049 },
    { kind: "failed", code: undefined },
  ]);
});

test("a person without a contact block has every default", () => {
  const { value } = readTestFile("x", `${head}    steps: [{ user: kopi }]\n`);
  expect(value?.tests[0]?.contact).toMatchObject({
    name: undefined,
    consent: undefined,
    hasPhone: true,
    isNew: false,
  });
});

describe("a mistake is shown where it stands", () => {
  test.each([
    ["a key that nobody knows", "    steps:\n      - usr: kopi\n", "5:9"],
    ["a key inside a bot line", "    steps:\n      - bot: { contain: x }\n", "5:16"],
    ["a number without quotes", "    steps:\n      - user: 2\n", "5:15"],
    ["a count below nothing", "    steps:\n      - bot: { count: -1 }\n", "5:23"],
    ["two verbs in a step", "    steps:\n      - user: a\n        bot: b\n", "6:9"],
    ["a contact's key", "    contact: { nam: x }\n    steps: [{ user: a }]\n", "4:16"],
  ])("%s", (_, rest, place) => {
    const found = findings(head + rest);
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith(`${place} `);
  });

  test.each([
    ["a duration", "      - after: 2x\n", "5:16", "FLOW_TEST_DURATION_INVALID"],
    ["its second part", "      - after: 2h3x\n", "5:18", "FLOW_TEST_DURATION_INVALID"],
    ["a pattern", '      - bot: { matches: "(a" }\n', "5:25", "FLOW_TEST_PATTERN_INVALID"],
    ["a line about nothing", "      - bot: {}\n", "5:14", "FLOW_TEST_EXPECTS_NOTHING"],
    ["a repeat of nothing", "      - redeliver: last\n", "5:20", "FLOW_TEST_NOTHING_BEFORE"],
    ["a death during nothing", "      - crash: true\n", "5:16", "FLOW_TEST_NOTHING_BEFORE"],
    ["a receipt of nothing", "      - status: read\n", "5:17", "FLOW_TEST_NOTHING_BEFORE"],
    ["an act of nothing", "      - user: { caption: x }\n", "5:15", "FLOW_TEST_ACT_MISSING"],
    [
      "two acts in one",
      "      - user: { call: true, open: true }\n",
      "5:29",
      "FLOW_TEST_ACT_CLASH",
    ],
    [
      "what belongs to others",
      "      - user: { choose: x, ad: {} }\n",
      "5:28",
      "FLOW_TEST_ACT_CLASH",
    ],
  ])("%s", (_, step, place, code) => {
    const found = findings(`${head}    steps:\n${step}`);
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith(`${place} ${code}: `);
  });

  test("a length of time of what stands in for an action", () => {
    const found = findings(
      `${head}    mocks: { a.b: [{ returns: 1, delay: 3x }] }\n    steps: [{ user: a }]\n`,
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toStartWith("4:41 FLOW_TEST_DURATION_INVALID: ");
  });

  test("a moment that is none", () => {
    const found = findings(`${head}    now: tomorrow\n    steps: [{ user: a }]\n`);
    expect(found).toEqual(['4:10 FLOW_TEST_MOMENT_INVALID: "tomorrow" is not a moment']);
  });

  test("a name that two tests have points at both", () => {
    const text = `${head}    steps: [{ user: a }]\n  - name: a\n    steps: [{ user: a }]\n`;
    const [found, ...others] = readTestFile("x", text).findings;
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      code: "FLOW_TEST_NAME_TWICE",
      at: { line: 5, column: 11 },
      related: [{ at: { line: 3, column: 11 } }],
    });
  });
});

test("all mistakes of a file are told at once, and nothing of it may run", () => {
  const text = `${head}    steps:\n      - after: soon\n      - redeliver: last\n`;
  const { value, findings: found } = readTestFile("x", text);
  expect(value).toBeUndefined();
  expect(found.map(({ at }) => at.line)).toEqual([5, 6]);
});

test("mistakes of form and of sense are told at once, each with what was meant", () => {
  const text = `flow: coffee
tests:
  - name: a
    steps:
      - user: { chose: latte }
      - bot: { contians: x }
      - after: 2 dayz
      - bot: { matches: "(" }
`;
  const { findings } = readTestFile("x.test.yaml", text);
  expect(findings.map(({ at, code, hint }) => `${at.line} ${code} ${hint ?? ""}`.trim())).toEqual([
    '5 FLOW_KEY_UNKNOWN did you mean "choose"?',
    '6 FLOW_KEY_UNKNOWN did you mean "contains"?',
    expect.stringMatching(/^7 FLOW_TEST_DURATION_INVALID/),
    expect.stringMatching(/^8 FLOW_TEST_PATTERN_INVALID/),
  ]);
});
