import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import { addToJsonc } from "./add-to-jsonc.ts";
import { parseJsonc } from "./parse-jsonc.ts";

const path = ["yaml.schemas", "./flow.json"];

function added(text: string): string {
  const change = addToJsonc(text, path, ["*.flow.yaml"]);
  return change.kind === "changed" ? change.text : change.kind;
}

describe("a setting that is added", () => {
  test("makes the file if there is none", () => {
    expect(JSON.parse(added(""))).toEqual({ "yaml.schemas": { "./flow.json": ["*.flow.yaml"] } });
  });

  test("goes behind the others, and leaves comments, order and indentation alone", () => {
    const text = `// Ours
{
    "editor.tabSize": 4, // four
    /* the rest */
    "files.eol": "\\n" // last
    // end
}
`;
    expect(added(text)).toBe(`// Ours
{
    "editor.tabSize": 4, // four
    /* the rest */
    "files.eol": "\\n", // last
    // end
    "yaml.schemas": {
      "./flow.json": [
        "*.flow.yaml"
      ]
    }
}
`);
  });

  test("goes into an object that is there, behind a trailing comma too", () => {
    expect(added('{\n  "yaml.schemas": {\n    "x": "y",\n  },\n}')).toBe(
      '{\n  "yaml.schemas": {\n    "x": "y",\n    "./flow.json": [\n      "*.flow.yaml"\n    ]\n  },\n}',
    );
  });

  test("never changes what stands there", () => {
    const own = '{ "yaml.schemas": { "./flow.json": "mine/*.yaml" } }';
    expect(addToJsonc(own, path, ["a"])).toEqual({ kind: "kept", isSame: false });
    const same = '{ "yaml.schemas": { "./flow.json": [ "a" ] } }';
    expect(addToJsonc(same, path, ["a"])).toEqual({ kind: "kept", isSame: true });
  });

  test.each([
    ["{ broken", "it is not JSON"],
    ['{ "a": 1 "b": 2 }', "it is not JSON"],
    ["[]", "it is not an object"],
    ['{ "yaml.schemas": null }', '"yaml.schemas" is not an object'],
  ])("is refused where it cannot stand: %s", (text, reason) => {
    expect(addToJsonc(text, path, ["a"])).toEqual({ kind: "refused", reason });
  });

  test("is found again in any file, beside everything that was there", () => {
    const settings = fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 2 }));
    fc.assert(
      fc.property(settings, fc.constantFrom(0, 2, "\t"), (before, indent) => {
        fc.pre(!Object.hasOwn(before, "yaml.schemas") && !Object.hasOwn(before, "__proto__"));
        const text = JSON.stringify(before, undefined, indent);
        expect(parseJsonc(text)).toBeDefined();
        expect(JSON.parse(added(text))).toEqual({
          ...JSON.parse(text),
          "yaml.schemas": { "./flow.json": ["*.flow.yaml"] },
        });
      }),
    );
  });
});
