import { describe, expect, test } from "bun:test";
import { formatByteSize, parseByteSize } from "./byte-size.ts";

describe("a size", () => {
  test.each([
    ["1KB", 1_024],
    ["25MB", 26_214_400],
    ["100MB", 104_857_600],
    ["2GB", 2_147_483_648],
  ])("%s is read as %d bytes", (text, bytes) => {
    expect(parseByteSize(text)).toEqual({ kind: "ok", value: bytes });
  });

  test.each(["", "25", "0MB", "25 MB", "25mb", "-1MB", "1.5MB", "1MB2KB", "9999999MB"])(
    "%p is not one",
    (text) => {
      expect(parseByteSize(text)).toMatchObject({ kind: "bad", offset: 0 });
    },
  );

  test.each([
    [1_023, "1023 bytes"],
    [1_024, "1 KB"],
    [26_214_400, "25 MB"],
    [26_214_399, "24 MB"],
    [3 * 1_024 ** 3, "3 GB"],
  ])("of %d bytes is written %s", (bytes, text) => {
    expect(formatByteSize(bytes)).toBe(text);
  });
});
