import { describe, expect, test } from "bun:test";
import { dayMs, toMillis } from "#core/lib/millis.ts";
import type { PurposeRule } from "#core/model/consent.ts";
import { parseCsv } from "./parse-csv.ts";
import { readImport } from "./read-import.ts";

const needs = { operator: "Kopi", recipients: ["store: here"], keepsMs: dayMs };
const rules = {
  purposes: new Map<string, PurposeRule>([
    ["marketing", { basis: "ask", expiresMs: 365 * dayMs, needs }],
  ]),
  now: toMillis(Date.UTC(2026, 10, 30)),
  file: "optins.csv",
};
const head = "person,purpose,at,wording,evidence,answer,expires";

function readOne(line: string) {
  return readImport(`${head}\n${line}\n`, rules)[0];
}

test("a line is a yes with its words, its proof, its end and what it covers", () => {
  const line = '+62 812-3456-7890,marketing,2026-03-01T09:30+07:00,"Boleh kirim, ya?",form 17,,';
  expect(readOne(line)).toEqual({
    kind: "consent",
    line: 2,
    person: { kind: "phone", value: "6281234567890" },
    consent: {
      purpose: "marketing",
      answer: "yes",
      at: toMillis(Date.UTC(2026, 2, 1, 2, 30)),
      wording: "Boleh kirim, ya?",
      source: "import:optins.csv:2 form 17",
      expiresAt: toMillis(Date.UTC(2026, 2, 1, 2, 30) + 365 * dayMs),
      covers: needs,
    },
  });
});

describe("a line is wrong", () => {
  test.each([
    [",marketing,2026-03-01,w,e,,", "person is empty"],
    ["ID.1,marketing,,w,,,", "at is empty"],
    ["ID.1,marketing,,w,,,", "evidence is empty"],
    ["ID.1,markting,2026-03-01,w,e,,", 'did you mean "marketing"?'],
    ["ID.1,marketing,01/03/2026,w,e,,", 'at is "01/03/2026"'],
    ["ID.1,marketing,2026-13-01,w,e,,", 'at is "2026-13-01"'],
    ["ID.1,marketing,2026-12-01,w,e,,", "at is in the future"],
    ["ID.1,marketing,2026-03-01,w,e,maybe,", 'answer is "maybe"'],
    ["ID.1,marketing,2026-03-01,w,e,,soon", 'expires is "soon"'],
    ["ID.1,marketing,2025-03-01,w,e,,", "over since 2026-03-01"],
    ["ID.1,marketing,2026-03-01,w,e,,,more", "more fields than columns"],
  ])("%s", (line, problem) => {
    const read = readOne(line);
    expect(read?.kind === "wrong" ? read.problems.join("; ") : "fine").toContain(problem);
  });
});

test.each([
  ["", "it is empty"],
  ["person,purpose,at,wording", 'the column "evidence" is missing'],
  [`${head},mail`, 'there is no column "mail"'],
  [`${head},at`, "twice"],
  [`${head}\n"open`, "never closed"],
])("a file that is no such table is refused: %p", (text, problem) => {
  expect(() => readImport(text, rules)).toThrow(problem);
});

test("CSV is read with semicolons, quotes, line ends in fields, and lines as people count them", () => {
  expect(parseCsv('\uFEFFa;b\r\n"x ""y""\nz";1\r\n\r\nlast;\n')).toEqual([
    { line: 1, fields: ["a", "b"] },
    { line: 2, fields: ['x "y"\nz', "1"] },
    { line: 5, fields: ["last", ""] },
  ]);
});
