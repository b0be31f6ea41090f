import { expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { hourMs, later, toMillis } from "#core/lib/millis.ts";
import type { TemplateRecord } from "#core/model/template.ts";
import { checkTemplateStates } from "./check-template-states.ts";

const now = toMillis(1_800_000_000_000);
const text = `flow: promo
format: 1
triggers: [{ message: hi }]
steps:
  - if: "true"
    then:
      - template: { name: promo }
  - template: { name: news, language: en-US }
`;
const record = (name: string, language: string, more: Partial<TemplateRecord>): TemplateRecord => ({
  account: accountId("shop"),
  name,
  language,
  status: "approved",
  statusAt: now,
  editedAt: [],
  ...more,
});
const told = (...records: readonly TemplateRecord[]) =>
  checkTemplateStates([{ file: "promo.flow.yaml", text }], ["id", "en"], records, now).map(
    ({ at, severity, message, hint }) => `${at.line}:${at.column} ${severity} ${message}: ${hint}`,
  );

test("a template that is known not to be approved is told of where a flow sends it", () => {
  expect(told(record("promo", "id", {}), record("news", "id", { status: "rejected" }))).toEqual([]);
  expect(
    told(
      record("promo", "en", { status: "rejected" }),
      record("news", "en_US", { status: "pending" }),
    ),
  ).toEqual([
    '7:27 warning the template "promo" (en) is rejected: change it, and hand it in again: sapa template apply',
    '8:23 warning the template "news" (en_US) is pending: it is being reviewed: wait for the answer (sapa template list)',
  ]);
});

test("a pause is told of while it can last", () => {
  const paused = (untilAt: TemplateRecord["statusAt"]) =>
    told(record("promo", "id", { status: "paused", untilAt })).length;
  expect(paused(later(now, hourMs))).toBe(1);
  expect(paused(now)).toBe(0);
});
