import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { redact, redactNumber } from "./redact.ts";

const digitsOf = (text: string) => text.replace(/\D/g, "");

/** A phone number in one of the ways in which people and programs write them. */
const phone = fc
  .tuple(
    fc.constantFrom("+62", "62", "0", "+1", "+44 ", "(+62) ", "0062-"),
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 8, maxLength: 12 }),
    fc.constantFrom("", " ", "-", ".", " - "),
    fc.integer({ min: 2, max: 4 }),
  )
  .map(([prefix, digits, separator, group]) => {
    const groups: string[] = [];
    for (let at = 0; at < digits.length; at += group) {
      groups.push(digits.slice(at, at + group).join(""));
    }
    return prefix + groups.join(separator);
  });

/** Text around it, without digits, so that what is left of the number can be told. */
const around = fc.string({ maxLength: 40 }).map((text) => text.replace(/\p{Nd}/gu, "x"));

const base64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const opaque = (minLength: number) =>
  fc
    .array(fc.constantFrom(...base64.split("")), { minLength, maxLength: minLength + 60 })
    .map((characters) => characters.join(""));

const secret = fc.oneof(
  opaque(24).map((text) => ({ text: `EAA${text}`, part: text })),
  opaque(24).map((text) => ({ text: `sk-${text}`, part: text })),
  opaque(20).map((text) => ({ text: `Bearer ${text}`, part: text })),
  opaque(20).map((text) => ({ text: `Authorization: Bearer ${text}`, part: text })),
  opaque(12).map((text) => ({ text: `access_token=${text}`, part: text })),
  opaque(12).map((text) => ({ text: `"app_secret": "${text}"`, part: text })),
  opaque(30).map((text) => ({ text: `wamid.${text}==`, part: text })),
  opaque(16).map((text) => ({ text: `eyJ${text}.eyJ${text}.${text}`, part: text })),
);

/** Prose that no secret's form can run into. */
const prose = fc.array(fc.constantFrom("ke", "dari", "gagal:", "retry", "(", ")", "🙏"), {
  maxLength: 6,
});

describe("redaction", () => {
  test("leaves no phone number of any form, wherever it stands", () => {
    fc.assert(
      fc.property(around, phone, around, (before, number, after) => {
        const cleaned = redact(`${before}${number}${after}`);
        expect(digitsOf(cleaned)).toBe("");
      }),
      { numRuns: 2_000 },
    );
  });

  test("leaves no token, signature or vendor message id", () => {
    fc.assert(
      fc.property(prose, secret, prose, (before, hidden, after) => {
        const cleaned = redact([...before, hidden.text, ...after].join(" "));
        expect(cleaned).not.toContain(hidden.part);
      }),
      { numRuns: 2_000 },
    );
  });

  test("is the same when done twice", () => {
    fc.assert(
      fc.property(around, phone, (before, number) => {
        const once = redact(`${before}${number}`);
        expect(redact(once)).toBe(once);
      }),
    );
  });

  const kept = [
    "0199f3a2-1234-7abc-8def-012345678901",
    "0199f3a2-1234-7abc-8def-012345678901:12",
    "2026-11-22T18:34:05.123Z",
    "2026-11-22",
    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    "http://127.0.0.1:8080/webhooks/whatsapp",
    "131047",
    "flows/coffee.flow.yaml:12:7",
    "the token is not valid any more",
  ];
  for (const text of kept) {
    test(`keeps ${text}`, () => expect(redact(text)).toBe(text));
  }

  test("takes a digest's signature and a number inside an id-like text", () => {
    expect(redact(`sha256=${"a1".repeat(32)}`)).toBe("[secret]");
    expect(redact("contact_6281234567890")).toBe("contact_[number]");
  });

  test("stays quick on a long hostile text", () => {
    const startedAt = performance.now();
    redact("1 ".repeat(50_000) + "x".repeat(50_000));
    redact("token ".repeat(20_000));
    redact("(".repeat(100_000));
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test("hides a number that could be a phone, and keeps moments and sizes", () => {
    expect(redactNumber("contact", 6281234567890)).toBe("[number]");
    expect(redactNumber("receivedAt", 1_764_000_000_000)).toBe(1_764_000_000_000);
    expect(redactNumber("count", 42)).toBe(42);
  });
});
