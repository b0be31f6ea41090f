import { expect, test } from "bun:test";
import { findMisses } from "./report.ts";
import type { RunResult } from "./run-days.ts";
import { crashPoints } from "./world/crash-points.ts";
import { faults } from "./world/faults.ts";
import { sendTypes } from "./world/send-types.ts";
import { traffic } from "./world/traffic.ts";

function runOf(days: number, hits: number, without?: string): RunResult {
  const counts = (names: readonly string[]) =>
    new Map(names.filter((name) => name !== without).map((name) => [name, hits]));
  return {
    days,
    messages: 0,
    sends: 0,
    duplicates: 0,
    faults: counts(faults),
    told: counts(Object.keys(traffic)),
    posted: counts(sendTypes),
    crashes: counts(crashPoints),
    digest: "",
    failure: undefined,
  };
}

test("a long run misses the kind that never came in, and the one that never went out", () => {
  expect(findMisses(runOf(100, 1))).toEqual([]);
  expect(findMisses(runOf(100, 1, "sticker"))).toEqual(["sticker", "sticker"]);
  expect(findMisses(runOf(100, 1, "id changed"))).toEqual(["id changed"]);
  expect(findMisses(runOf(100, 1, "file gone"))).toEqual(["file gone"]);
});

test("a full run wants each of them often, a short one wants nothing", () => {
  expect(findMisses(runOf(500, 50))).toEqual([]);
  expect(findMisses(runOf(500, 49))).toContain("voice note");
  expect(findMisses(runOf(60, 0))).toEqual([]);
});
