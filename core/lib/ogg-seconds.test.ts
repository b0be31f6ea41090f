import { expect, test } from "bun:test";
import { oggSeconds } from "./ogg-seconds.ts";
import { oggFile, oggOf } from "./testing/ogg-file.ts";

const packet = (...bytes: number[]) => ({ bytes: Uint8Array.from(bytes) });

test.each<[number, string, readonly number[]]>([
  [10, "SILK, one frame", [0b0000_0000]],
  [60, "SILK, one frame", [0b0001_1000]],
  [120, "SILK, two frames", [0b0001_1001]],
  [20, "hybrid", [0b0110_1000]],
  [20, "hybrid, wide", [0b0111_1000]],
  [2.5, "CELT", [0b1000_0000]],
  [20, "CELT", [0b1111_1000]],
  [40, "CELT, two frames", [0b1111_1010]],
  [120, "CELT, six frames", [0b1111_1011, 6]],
  [0, "nothing", []],
])("%p ms: %s", (ms, _name, bytes) => {
  expect(oggSeconds(oggFile([packet(...bytes)]))).toBe(ms / 1_000);
});

test("is what its packets play, or more where it says so", () => {
  expect(oggSeconds(oggOf(30))).toBe(30);
  expect(oggSeconds(oggOf(30, { claimed: 1 }))).toBe(30);
  expect(oggSeconds(oggOf(30, { claimed: 90 }))).toBe(90);
  expect(oggSeconds(oggOf(30, { size: 400_000, claimed: 0 }))).toBe(30);
});

test("is the sum of all streams, and a head is none but at the beginning of one", () => {
  const second = oggFile([packet(0b1111_1000)], 2);
  expect(oggSeconds(Buffer.concat([oggOf(3), second]))).toBe(3.02);
  const heads = Array.from({ length: 10 }, () => ({ bytes: Buffer.from("OpusHead") }));
  expect(oggSeconds(oggFile(heads))).toBe(9.6);
});

test("is not known of what is no whole file", () => {
  const whole = oggOf(3);
  expect(oggSeconds(whole.subarray(0, whole.length - 1))).toBeUndefined();
  expect(oggSeconds(Buffer.concat([whole, Buffer.from("more")]))).toBeUndefined();
  expect(oggSeconds(whole.subarray(1))).toBeUndefined();
  expect(oggSeconds(new Uint8Array())).toBeUndefined();
  const unjoined = new Uint8Array(whole);
  unjoined[5] = 1;
  expect(oggSeconds(unjoined)).toBeUndefined();
  const vorbis = Buffer.from(whole);
  vorbis.write("\u0001vorbis ", 28, "latin1");
  expect(oggSeconds(vorbis)).toBeUndefined();
});
