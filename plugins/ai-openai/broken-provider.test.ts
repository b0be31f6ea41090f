import { describe, expect, test } from "bun:test";
import { runWireCheck, type WireSubject, wireChecks } from "sapa/plugin/testing";
import { brokenProviders, spoilProvider } from "./testing/broken-providers.ts";
import { createTestedProvider } from "./testing/create-tested-provider.test.ts";
import { responsesVendor } from "./testing/responses-vendor.ts";

const create = (url: string) =>
  createTestedProvider({ base_url: `${url}/v1`, api: "responses", strict_schema: true });
const colourOf = (name: string, subject: WireSubject) => {
  const check = wireChecks.find((item) => item.name === name);
  if (check === undefined) throw new Error(`no check is called "${name}"`);
  return runWireCheck(check, subject, 800).then(
    () => "green",
    () => "red",
  );
};

describe("the suite goes red for a provider that", () => {
  for (const broken of brokenProviders) {
    test(broken.fault, async () => {
      const title = broken.fault;
      const spoiled = (url: string) => spoilProvider(create(url), broken);
      for (const name of broken.seenBy) {
        const colour = await colourOf(name, { title, vendor: responsesVendor, create: spoiled });
        expect([name, colour]).toEqual([name, "red"]);
      }
    });
  }
});

test("every check is one that a broken provider turns red", () => {
  const seen = new Set(brokenProviders.flatMap(({ seenBy }) => seenBy));
  expect(wireChecks.map(({ name }) => name).filter((name) => !seen.has(name))).toEqual([]);
});
