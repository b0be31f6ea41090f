import { describe, expect, test } from "bun:test";
import { describeReference, resolveSettings } from "./resolve-settings.ts";

const sources = {
  variables: { TOKEN: "s3cret", EMPTY: "" },
  readFile: (path: string) => (path === "keys/app" ? "from file\n" : undefined),
};

describe("references in settings", () => {
  test("are replaced wherever they stand, everything else stays", () => {
    const { settings, unset, secrets } = resolveSettings(
      {
        plugin: "channel-x",
        token: { env: "TOKEN" },
        nested: { list: [[1], { file: "keys/app" }, null, true] },
      },
      sources,
    );
    expect(settings).toEqual({
      plugin: "channel-x",
      token: "s3cret",
      nested: { list: [[1], "from file", null, true] },
    });
    expect(unset).toEqual([]);
    expect(secrets).toEqual(["s3cret", "from file"]);
  });

  test("that lead nowhere are left out with their key, and told with their place", () => {
    const { settings, unset } = resolveSettings(
      { a: { env: "EMPTY" }, b: [{ env: "NOWHERE" }, "kept"], c: { d: { file: "gone" } } },
      sources,
    );
    expect(settings).toEqual({ b: ["kept"], c: {} });
    expect(unset.map(describeReference)).toEqual([
      "EMPTY (a)",
      "NOWHERE (b.0)",
      "the file gone (c.d)",
    ]);
  });

  test("take a key of the name __proto__ as data", () => {
    const { settings } = resolveSettings(JSON.parse('{"__proto__":{"env":"TOKEN"}}'), sources);
    expect(Object.getPrototypeOf(settings)).toBe(Object.prototype);
    expect(Object.keys(settings)).toEqual(["__proto__"]);
  });
});
