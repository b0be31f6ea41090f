import { expect, test } from "bun:test";
import { printable } from "./printable.ts";

test("signs that steer a terminal become harmless, people's text stays", () => {
  expect(printable("a\u0000b\u001b[31mc\u202ed")).toBe("a�b�[31mc�d");
  expect(printable("👩‍👩‍👧 naïve\tkopi ☕️")).toBe("👩‍👩‍👧 naïve\tkopi ☕️");
});
