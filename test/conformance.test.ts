import { describe, expect, test } from "bun:test";
import {
  runStoreCheck,
  storeChecks,
  storeConformance,
} from "#core/plugin/testing/store-conformance.ts";
import { checkStoreModel } from "#core/plugin/testing/store-conformance-model.ts";
import { breakHarness, brokenStores } from "#test/conformance/broken-stores.ts";
import { createSqliteHarness } from "#test/conformance/sqlite-harness.ts";

storeConformance("the embedded SQLite store", createSqliteHarness);

const colourOf = (work: Promise<void>) =>
  work.then(
    () => "green",
    () => "red",
  );

describe("the store's suite goes red for a store that", () => {
  for (const broken of brokenStores) {
    test(broken.fault, async () => {
      for (const name of broken.seenBy) {
        const check = storeChecks.find((it) => it.name === name);
        if (check === undefined) throw new Error(`no check is called "${name}"`);
        expect([name, await colourOf(runStoreCheck(check, breakHarness(broken)))]).toEqual([
          name,
          "red",
        ]);
      }
    });
  }

  test.each([
    "takes the same event in again",
    "answers before it has committed",
    "sends again without grace",
  ])(
    "%s, in a history too",
    async (fault) => {
      const broken = brokenStores.find((it) => it.fault === fault);
      if (broken === undefined) throw new Error(`no store ${fault}`);
      const work = checkStoreModel(breakHarness(broken), { runs: 300, seed: 1 });
      expect(await colourOf(work)).toBe("red");
    },
    60_000,
  );
});
