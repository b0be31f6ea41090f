import { describe, test } from "bun:test";
import { type WireCheck, WireWorld, wireAnswerChecks } from "./provider-wire-checks.ts";
import { wireFaultChecks } from "./provider-wire-faults.ts";
import type { WireSubject } from "./wire-vendor.ts";

/** Every promise of a provider towards its vendor's server. */
export const wireChecks: readonly WireCheck[] = [...wireAnswerChecks, ...wireFaultChecks];

/** Runs one check in a world of its own; throws if the promise is broken. */
export async function runWireCheck(check: WireCheck, subject: WireSubject): Promise<void> {
  const world = await WireWorld.open(subject);
  try {
    if (check.applies?.(world) !== false) await check.run(world);
  } finally {
    await world.server.close();
  }
}

/** Registers every check as a test, over real HTTP. Call it at the top of a `*.test.ts`. */
export function providerWireConformance(subject: WireSubject): void {
  describe(`${subject.title} and its vendor's server:`, () => {
    for (const check of wireChecks) test(check.name, () => runWireCheck(check, subject));
  });
}
