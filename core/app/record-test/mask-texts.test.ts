import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { createMask } from "./mask-texts.ts";

const flows = "Call us: +62 22 1234567 or cs@kopi.example. Kopi for everybody. 20240101000000";
const mask = () =>
  createMask({
    name: "Rina Dewi Kopi",
    phone: "6281399887766",
    isOwn: (text) => flows.includes(text),
  });

describe("what is masked", () => {
  test.each([
    ["the name, whole", "Halo Rina Dewi Kopi!", "Halo Sari!"],
    ["a part of it, in any case", "saya rina, Dewi", "saya Sari, Sari"],
    ["no word that only holds it", "Karina, Dewilah", "Karina, Dewilah"],
    ["no part that the flows say too", "Kopi, Rina?", "Kopi, Sari?"],
    [
      "the number, however it is written",
      "0813-9988-7766 +62 813 9988 7766",
      "0813-0000-0001 +62 813 0000 0001",
    ],
    ["a number in one piece", "+6281399887766. 6281399887766", "+6281300000001. 6281300000001"],
    ["a mail address", "rina@mail.example", "orang1@contoh.example"],
    ["a long number", "NIK 3273010101900001", "NIK 9999999999999991"],
    ["a long id", "see wamid_HBgNNjI4MTM5OTg4Nzc2Ng", "see id-1"],
  ])("%s", (_, text, masked) => {
    expect(mask()(text)).toBe(masked);
  });
});

describe("what stays", () => {
  test.each([
    ["amounts and counts", "3 latte, Rp 72.000, 12.000.000"],
    ["dates and times", "2026-12-01 09:00, 1/12/2026"],
    ["words of any length", "antidisestablishmentarianism"],
    ["what the flows say", "+62 22 1234567, cs@kopi.example, 20240101000000"],
  ])("%s", (_, text) => {
    expect(mask()(text)).toBe(text);
  });
});

test("the same value is the same each time, and another one another", () => {
  const all = mask();
  expect(all("0812-1111-2222")).toBe("0812-0000-0002");
  expect(all({ a: ["0812-3333-4444", "+62 812 1111 2222"], b: 7, c: null, d: true })).toEqual({
    a: ["0812-0000-0003", "+62 812 0000 0002"],
    b: 7,
    c: null,
    d: true,
  });
});

test("no digit of a person's number, and no mail address, is left in any text", () => {
  const digits = fc.stringMatching(/^8[1-9]\d{8}$/).filter((it) => !it.includes("00000"));
  const name = fc.stringMatching(/^[a-z]{3,8}$/);
  fc.assert(
    fc.property(fc.string(), digits, name, fc.string(), (before, number, who, after) => {
      const all = createMask({ name: undefined, phone: undefined, isOwn: () => false });
      const text = all(`${before} 0${number} ${who}@mail.example ${after}`);
      expect(text).not.toContain(number);
      expect(text).not.toContain(`${who}@mail.example`);
    }),
  );
});
