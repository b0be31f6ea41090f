import { expect, test } from "bun:test";
import fc from "fast-check";
import { joinTexts } from "./join-texts.ts";

test("two texts stand in one message, with a blank line between", () => {
  expect(joinTexts("Hello!", " We are open.\n", 100)).toBe("Hello!\n\nWe are open.");
});

test("what would lose something is not joined", () => {
  expect(joinTexts("12345", "67890", 11)).toBeUndefined();
  expect(joinTexts("12345", "67890", 12)).toBe("12345\n\n67890");
  expect(joinTexts("```", "Read me", 100)).toBeUndefined();
  expect(joinTexts("Read me", "a ``` b", 100)).toBeUndefined();
  expect(joinTexts("```x```", "Read me", 100)).toBe("```x```\n\nRead me");
  expect(joinTexts("Hello!", " \n ", 100)).toBeUndefined();
});

test("what is joined has both texts whole, and is never too long", () => {
  const text = fc.string({ unit: "grapheme", minLength: 1, maxLength: 60 });
  fc.assert(
    fc.property(text, text, fc.integer({ min: 1, max: 130 }), (before, after, maxChars) => {
      const joined = joinTexts(before, after, maxChars);
      if (joined === undefined) return;
      expect(joined.length).toBeLessThanOrEqual(maxChars);
      expect(joined).toStartWith(before);
      expect(joined).toEndWith(after.trim());
    }),
  );
});
