import { expect, test } from "bun:test";
import fc from "fast-check";
import { SeededRandom } from "sapa/plugin/testing";
import { BotError } from "#core/lib/bot-error.ts";
import { toMillis } from "#core/lib/millis.ts";
import { commandTable } from "./command-table.ts";
import type { Caller } from "./context.ts";
import { findCommand } from "./find-command.ts";
import { roles } from "./role.ts";
import { type OpsDeps, runLine } from "./run-line.ts";
import { usageOf } from "./usage.ts";

test("no command's name is another's, in either language or mixed, and each tells what it does", () => {
  const names = commandTable.flatMap(({ words }) =>
    words.reduce<readonly string[]>(
      (before, { en, id }) =>
        [...new Set([en, id])].flatMap((word) => before.map((start) => `${start} ${word}`.trim())),
      [""],
    ),
  );
  expect(new Set(names).size).toBe(names.length);
  for (const { about } of commandTable) expect([about.en, about.id]).not.toContain("");
});

test.each([
  ["status", "id", "status", "id"],
  ["BANTUAN", "en", "help", "id"],
  ["help", "id", "help", "en"],
  ["izin lihat x", "en", "consent show", "id"],
  ["izin show x", "id", "consent show", "id"],
] as const)("%s in a chat in %s is %s, answered in %s", (text, chat, id, language) => {
  expect(findCommand(text.split(" "), commandTable, chat)).toMatchObject({
    kind: "found",
    command: { id },
    language,
  });
});

test("what is no command is near one, or near none", () => {
  expect(findCommand(["stats"], commandTable, "en")).toEqual({
    kind: "unknown",
    near: ["/status"],
  });
  expect(findCommand(["zzzzzzzz"], commandTable, "en")).toEqual({ kind: "unknown", near: [] });
  expect(findCommand([], commandTable, "en")).toEqual({ kind: "unknown", near: [] });
});

const gone = () => Promise.resolve(undefined);
const unknown = () => Promise.reject(new BotError("BROADCAST_UNKNOWN", "there is none"));
const deps: OpsDeps = {
  botName: "Kopi",
  timeZone: "Asia/Jakarta",
  records: {
    aiSpend: () => Promise.resolve([]),
    messageSpend: () => Promise.resolve([]),
    appendConsent: gone,
    audit: () => Promise.resolve([]),
    blocked: () => Promise.resolve([]),
    changeOps: () => Promise.resolve(true),
    consents: () => Promise.resolve([]),
    contact: gone,
    pendingCommand: gone,
  },
  broadcasts: {
    list: () => Promise.resolve([]),
    plan: unknown,
    start: unknown,
    status: unknown,
    pause: unknown,
    resume: unknown,
    stop: unknown,
    files: () => ["promo"],
    read: (name) => (name === "promo" ? { file: "promo.yaml", text: "" } : undefined),
    nameOf: () => "promo",
  },
  stats: () =>
    Promise.resolve({
      pendingEvents: 0,
      deadEvents: 0,
      unparsedEvents: 0,
      queuedSends: 0,
      unknownSends: 0,
      unconfirmedSends: 0,
      duplicateSends: 0,
      openTimers: 0,
      openActivities: 0,
    }),
  settings: {
    keys: ["limits.contact"],
    current: (key) => ({ key, value: "5/min", override: undefined }),
    findProblem: () => undefined,
    overrides: () => [],
    apply: () => undefined,
  },
  purposes: new Map(),
  priceCards: [],
  people: {
    find: () => Promise.resolve([]),
    isAddress: () => false,
    resolve: gone,
    summary: gone,
    export: gone,
    block: gone,
    resume: gone,
    isOperator: () => false,
    erase: () => Promise.resolve([]),
  },
  random: new SeededRandom(1),
};

test("every line of every role is answered, whatever it is", async () => {
  const words = commandTable.flatMap((command) =>
    (["en", "id"] as const).flatMap((language) => usageOf(command, language).split(" ")),
  );
  const part = fc.oneof(fc.constantFrom(...words), fc.string({ unit: "binary" }), fc.constant('"'));
  const caller = fc.record<Caller>({
    name: fc.constant("Rani"),
    role: fc.constantFrom(...roles),
    via: fc.constant("chat"),
    owner: fc.constant("conversation:1"),
    contact: fc.constant(undefined),
    language: fc.constantFrom("en", "id"),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(part, { maxLength: 6 }), caller, async (parts, who) => {
      const answer = await runLine(deps, who, `/${parts.join(" ")}`, toMillis(1_800_000_000_000));
      expect(answer.text).not.toBe("");
      // Nothing is changed by one line: it is asked about first.
      expect(answer.change?.settings ?? []).toEqual([]);
    }),
    { numRuns: 500 },
  );
});
