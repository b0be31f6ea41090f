import { afterEach, beforeEach, expect, test } from "bun:test";
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { DiskGuard } from "./disk-guard.ts";

let folder = "";
let clock: VirtualClock;
let freeBytes = 0;
let looks = 0;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-disk-"));
  clock = new VirtualClock(1_000_000);
  freeBytes = 10_000;
  looks = 0;
});
afterEach(() => rmSync(folder, { recursive: true }));

function createGuard(ballastBytes = 0): DiskGuard {
  return new DiskGuard({
    file: join(folder, "sapa.db"),
    minFreeBytes: 1_000,
    ballastBytes,
    freeBytes: () => {
      looks += 1;
      return freeBytes;
    },
    clock,
    log: createQuietLog(),
  });
}

const full = Object.assign(new Error("database or disk is full"), { code: "SQLITE_FULL" });

test("an almost full disk is refused and looked at once a second, also after the clock went back", () => {
  const guard = createGuard();
  expect(guard.refusal()).toBeUndefined();
  freeBytes = 999;
  expect(guard.refusal()).toBeUndefined();
  expect(looks).toBe(1);
  clock.jump(1_001_000);
  expect(guard.refusal()?.code).toBe("STORE_UNAVAILABLE");
  expect(guard.refusal()?.retry).toBe("later");
  freeBytes = 1_000;
  clock.jump(5_000);
  expect(guard.refusal()).toBeUndefined();
  expect(looks).toBe(3);
});

test("the ballast goes when the disk is full, and the guard opens when there is room for it again", () => {
  const guard = createGuard(3_000_000);
  const ballast = join(folder, "sapa.db.ballast");
  expect(existsSync(ballast)).toBe(false);
  freeBytes = 5_000_000;
  clock.jump(1_002_000);
  expect(guard.refusal()).toBeUndefined();
  expect(statSync(ballast).size).toBe(3_000_000);
  expect(statSync(ballast).blocks * 512).toBeGreaterThanOrEqual(3_000_000);
  freeBytes = 2_000_000;
  guard.onFailure(full);
  expect(existsSync(ballast)).toBe(false);
  clock.jump(1_004_000);
  expect(guard.refusal()?.code).toBe("STORE_UNAVAILABLE");
  freeBytes = 3_001_000;
  clock.jump(1_006_000);
  expect(guard.refusal()).toBeUndefined();
  expect(existsSync(ballast)).toBe(true);
});

test("a failure that is not a full disk leaves the ballast alone", () => {
  freeBytes = 5_000_000;
  const guard = createGuard(1_000);
  guard.onFailure(new Error("constraint"));
  expect(guard.refusal()).toBeUndefined();
  expect(existsSync(join(folder, "sapa.db.ballast"))).toBe(true);
});

test("without a ballast a full disk is refused until there is room", () => {
  const guard = createGuard();
  guard.onFailure(full);
  expect(guard.refusal()?.code).toBe("STORE_UNAVAILABLE");
  clock.jump(1_001_000);
  expect(guard.refusal()).toBeUndefined();
});
