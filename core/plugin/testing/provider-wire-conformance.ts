import { describe, test } from "bun:test";
import { type WireCheck, WireWorld, wireAnswerChecks } from "./provider-wire-checks.ts";
import { wireFaultChecks } from "./provider-wire-faults.ts";
import type { WireSubject } from "./wire-vendor.ts";

/** Every promise of a provider towards its vendor's server. */
export const wireChecks: readonly WireCheck[] = [...wireAnswerChecks, ...wireFaultChecks];

/** How long one check may take: real sockets need a few milliseconds, a busy machine far longer. */
const deadlineMs = 20_000;

/**
 * Runs one check in a world of its own; throws if the promise is broken, and if nothing happens for
 * `timeoutMs`.
 */
export async function runWireCheck(
  check: WireCheck,
  subject: WireSubject,
  timeoutMs = deadlineMs,
): Promise<void> {
  const world = await WireWorld.open(subject);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(() => late.reject(new Error("it never ends")), timeoutMs);
  try {
    if (check.applies?.(world) !== false) await Promise.race([check.run(world), late.promise]);
  } finally {
    clearTimeout(timer);
    await world.server.close();
  }
}

/** Registers every check as a test, over real HTTP. Call it at the top of a `*.test.ts`. */
export function providerWireConformance(subject: WireSubject): void {
  describe(`${subject.title} and its vendor's server:`, () => {
    for (const check of wireChecks) test(check.name, () => runWireCheck(check, subject));
  });
}
