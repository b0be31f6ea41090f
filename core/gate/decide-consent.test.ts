import { describe, expect, test } from "bun:test";
import { dayMs, later, toMillis } from "#core/lib/millis.ts";
import type { Consents, Coverage, PurposeRule } from "#core/model/consent.ts";
import { decideConsent } from "./decide-consent.ts";

const now = toMillis(1_800_000_000_000);
const needs: Coverage = {
  operator: "CV Kopi Senja",
  recipients: ["provider: OpenAI", "store: Jakarta"],
  keepsMs: 180 * dayMs,
};
const asked: PurposeRule = { basis: "ask", expiresMs: 365 * dayMs, needs };
const told: PurposeRule = { basis: "notice", expiresMs: undefined, needs };
const rules = new Map([
  ["marketing", asked],
  ["service", told],
]);

function yes(at: number, more: { expiresAt?: number; covers?: Coverage } = {}): Consents {
  const { expiresAt, covers = needs } = more;
  const state = { answer: "yes", at: toMillis(at), covers } as const;
  const until = expiresAt === undefined ? {} : { expiresAt: toMillis(expiresAt) };
  return { marketing: { ...state, ...until } };
}
const no: Consents = {
  marketing: { answer: "no", at: now },
  service: { answer: "no", at: now },
};

describe("a purpose that has to be asked for", () => {
  test.each([
    ["nothing is known", undefined, "consent-missing"],
    ["another purpose was granted", { service: { answer: "yes", at: now } }, "consent-missing"],
    ["it was told of", { marketing: { answer: "told", at: now } }, "consent-missing"],
    ["a yes", yes(now), undefined],
    ["a no", no, "consent-withdrawn"],
    ["a yes until now", yes(now, { expiresAt: now }), "consent-expired"],
    ["a yes for a moment more", yes(now, { expiresAt: now + 1 }), undefined],
    ["a yes as old as they last", yes(now - 365 * dayMs), "consent-expired"],
    ["a yes younger by a moment", yes(now - 365 * dayMs + 1), undefined],
    [
      "for more than is needed",
      yes(now, { covers: { ...needs, keepsMs: 181 * dayMs } }),
      undefined,
    ],
    ["for less time", yes(now, { covers: { ...needs, keepsMs: dayMs } }), "consent-outdated"],
    [
      "before a provider came",
      yes(now, { covers: { ...needs, recipients: ["store: Jakarta"] } }),
      "consent-outdated",
    ],
    [
      "given to another firm",
      yes(now, { covers: { ...needs, operator: "PT Lain" } }),
      "consent-outdated",
    ],
  ] as const)("%s", (_name, consents, expected) => {
    expect(decideConsent("marketing", consents, rules, now)).toBe(expected);
  });

  test("a provider that is gone opens nothing again", () => {
    const fewer = { ...asked, needs: { ...needs, recipients: ["store: Jakarta"] } };
    expect(
      decideConsent("marketing", yes(later(now, -1)), new Map([["marketing", fewer]]), now),
    ).toBe(undefined);
  });
});

test("by notice there is nothing but a no", () => {
  expect(decideConsent("service", undefined, rules, now)).toBeUndefined();
  expect(decideConsent("service", no, rules, now)).toBe("consent-withdrawn");
});

test("service is there undeclared, another purpose is not", () => {
  expect(decideConsent("service", undefined, new Map(), now)).toBeUndefined();
  expect(decideConsent("marketing", yes(now), new Map(), now)).toBe("purpose-unknown");
  expect(decideConsent("constructor", undefined, new Map(), now)).toBe("purpose-unknown");
});
