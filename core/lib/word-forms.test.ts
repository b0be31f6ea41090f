import { expect, test } from "bun:test";
import fc from "fast-check";
import { foldWords, wordForms } from "./word-forms.ts";

test.each([
  ["pengiriman", "kirim"],
  ["mengirimkan", "kirim"],
  ["pembayaran", "bayar"],
  ["membayarnya", "bayar"],
  ["dibatalkan", "batal"],
  ["pembatalan", "batal"],
  ["memesan", "pesan"],
  ["pemesanan", "pesan"],
  ["pesanan", "pesan"],
  ["menyewakan", "sewa"],
  ["penukaran", "tukar"],
  ["bukanya", "buka"],
  ["bukakah", "buka"],
  ["terjauh", "jauh"],
  ["opening", "open"],
  ["deliveries", "delivery"],
  ["pricing", "price"],
  ["refunded", "refund"],
  ["drinks", "drink"],
  ["dogs", "dog"],
])("%s may be a form of %s", (word, root) => {
  expect(wordForms(word)).toContain(root);
});

test.each(["kopi", "teh", "café", "咖啡屋咖啡屋", "a1b2c3", ""])("%s has no forms", (word) => {
  expect(wordForms(word)).toEqual([]);
});

test("forms are few, shorter than a word with its ending, and words themselves", () => {
  const letters = fc.stringMatching(/^[a-z]{0,50}$/);
  fc.assert(
    fc.property(letters, (word) => {
      const forms = wordForms(word);
      expect(forms.length).toBeLessThan(40);
      for (const form of forms) {
        expect(form).toMatch(/^[a-z]{3,}$/);
        expect(form.length).toBeLessThanOrEqual(word.length);
      }
    }),
  );
});

test("words are compared without accents and in small letters", () => {
  expect(foldWords("Café, KOPI-susu 18.000")).toEqual(["cafe", "kopi", "susu", "18", "000"]);
});
