import { describe, test } from "bun:test";
import { storeAiChecks } from "./store-conformance-ai.ts";
import { storeBroadcastChecks } from "./store-conformance-broadcasts.ts";
import { storeFaultChecks } from "./store-conformance-faults.ts";
import { storeIdentityChecks } from "./store-conformance-identity.ts";
import { storeInboxChecks } from "./store-conformance-inbox.ts";
import { storeLookupChecks } from "./store-conformance-lookups.ts";
import { storeMediaChecks } from "./store-conformance-media.ts";
import { checkStoreModel } from "./store-conformance-model.ts";
import { storeOpsChecks } from "./store-conformance-ops.ts";
import { storeReceiptChecks } from "./store-conformance-receipts.ts";
import { storeRecordsChecks } from "./store-conformance-records.ts";
import { storeSendChecks } from "./store-conformance-sends.ts";
import { storeSpendChecks } from "./store-conformance-spends.ts";
import { storeStartChecks } from "./store-conformance-starts.ts";
import { storeTurnChecks } from "./store-conformance-turns.ts";
import { storeWorkChecks } from "./store-conformance-work.ts";
import { type StoreCheck, type StoreHarness, StoreWorld } from "./store-conformance-world.ts";

/** Generous: a store over a network takes its time, and a machine may be busy. */
const modelTimeoutMs = 300_000;

export type CreateStoreHarness = () => Promise<StoreHarness>;

/** Every promise of the Store and Records ports, as the engine and the faces rely on it. */
export const storeChecks: readonly StoreCheck[] = [
  ...storeInboxChecks,
  ...storeTurnChecks,
  ...storeWorkChecks,
  ...storeSendChecks,
  ...storeStartChecks,
  ...storeSpendChecks,
  ...storeReceiptChecks,
  ...storeIdentityChecks,
  ...storeRecordsChecks,
  ...storeOpsChecks,
  ...storeLookupChecks,
  ...storeMediaChecks,
  ...storeAiChecks,
  ...storeBroadcastChecks,
  ...storeFaultChecks,
];

/** Runs one check on a fresh store; for suites of one's own, such as a deliberately broken store. */
export async function runStoreCheck(check: StoreCheck, create: CreateStoreHarness): Promise<void> {
  const harness = await create();
  try {
    const world = new StoreWorld(harness);
    await world.resume();
    await check.run(world);
  } finally {
    await harness.dispose();
  }
}

/** Registers every check as a test. Call it at the top of a `*.test.ts`. */
export function storeConformance(
  name: string,
  create: CreateStoreHarness,
  skips: Readonly<Record<string, string>> = {},
): void {
  describe(`${name} is a store:`, () => {
    for (const check of storeChecks) {
      const reason = skips[check.name];
      if (reason === undefined) test(check.name, () => runStoreCheck(check, create));
      else test.skip(`${check.name} (${reason})`, () => {});
    }
    test(
      "no history with crashes loses, doubles or reorders anything",
      () => checkStoreModel(create),
      modelTimeoutMs,
    );
  });
}
