import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { Glob } from "bun";
import { readYaml, type YamlPath, type YamlSource } from "#core/flow/read/yaml-source.ts";
import { flowSchema } from "#core/flow/schema/flow-schema.ts";
import { splitFixture } from "#core/flow/testing/fixture.ts";
import { draftFlow } from "./compile-flow.ts";
import { flowRevision } from "./flow-revision.ts";

const folder = resolve(import.meta.dir, "../check/valid");
const sources = [...new Glob("*.yaml").scanSync({ cwd: folder })]
  .toSorted()
  .flatMap((name) => splitFixture(readFileSync(resolve(folder, name), "utf8")).sources);
const wrong: readonly unknown[] = [undefined, null, "", "nothing like it", 7, [], {}, [{}]];

/** Every place of a value, the value itself left out. */
function* paths(value: unknown, path: YamlPath = []): Generator<YamlPath> {
  if (typeof value !== "object" || value === null) return;
  for (const [key, item] of Object.entries(value)) {
    const below = [...path, Array.isArray(value) ? Number(key) : key];
    yield below;
    yield* paths(item, below);
  }
}

/** The value with another one at a path; `undefined` takes the key away. */
function replaced(value: unknown, [step, ...rest]: YamlPath, by: unknown): unknown {
  if (step === undefined) return by;
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (index === step ? replaced(item, rest, by) : item));
  }
  const entries = Object.entries(typeof value === "object" && value !== null ? value : {});
  return Object.fromEntries(
    entries.flatMap(([key, item]) => {
      if (key !== step) return [[key, item]];
      const next = replaced(item, rest, by);
      return next === undefined ? [] : [[key, next]];
    }),
  );
}

test.each(sources)(
  "what is put wrong anywhere in $file is found, as the whole schema sees it",
  ({ file, text }) => {
    const source = readYaml(file, text);
    const fits = (value: unknown) => flowSchema.safeParse(value).success;
    const isClean = (value: unknown) => {
      const changed: YamlSource = { ...source, value };
      return draftFlow(changed).findings.every(({ severity }) => severity !== "error");
    };
    expect([fits(source.value), isClean(source.value)]).toEqual([true, true]);
    for (const path of paths(source.value)) {
      for (const by of wrong) {
        const value = replaced(source.value, path, by);
        // The other way round need not hold: a draft knows of more mistakes than the schema.
        if (!fits(value)) expect([path, by, isClean(value)]).toEqual([path, by, false]);
      }
    }
  },
  60_000,
);

test("a flow's revision stays what stored runs know it by", () => {
  const text =
    'flow: a\nformat: 1\nsteps:\n  - choose: { en: "Which?" }\n    options: { 2: b, 1: a }\n';
  const part = { action: ["http.get", "{}", "{}", true] };
  expect([
    String(flowRevision(readYaml("a", text))),
    String(flowRevision(readYaml("a", text), [part])),
  ]).toEqual([
    "920956deead66e71a7056dbcd672dd93b609603ba684ebcd77fcf749aaaee447",
    "b867b2663244e65582be1dc87fdf0259571c20c12d3a86e3bd0d3825658f0a5c",
  ]);
});
