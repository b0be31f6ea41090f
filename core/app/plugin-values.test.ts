import { expect, test } from "bun:test";
import type { Json } from "#core/lib/json.ts";
import { createPassingValues } from "./plugin-values.ts";

test("what is kept is read, and what is written passes with who wrote it", async () => {
  const written: unknown[] = [];
  const kept = {
    pluginValue: (plugin: string, key: string) => Promise.resolve(`${plugin} ${key}`),
    setPluginValue(...value: readonly [string, string, Json | undefined]) {
      written.push(value);
      return Promise.resolve();
    },
  };
  const values = createPassingValues(kept);
  expect(await values.pluginValue("kantor", "token")).toBe("kantor token");
  await values.setPluginValue("kantor", "token", "fresh");
  expect(await values.pluginValue("kantor", "token")).toBe("fresh");
  expect(await values.pluginValue("kantor", "other")).toBe("kantor other");
  await values.setPluginValue("kantor", "token", undefined);
  expect(await values.pluginValue("kantor", "token")).toBeUndefined();
  expect(written).toEqual([]);
  expect(await createPassingValues(undefined).pluginValue("kantor", "token")).toBeUndefined();
});
