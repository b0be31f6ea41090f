import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { expectationOf, splitFixture } from "#core/flow/testing/fixture.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";

const folder = join(import.meta.dir, "valid");
const files = readdirSync(folder);

describe("no valid flow of the corpus is refused or doubted", () => {
  test("and there are some", () => expect(files.length).toBeGreaterThanOrEqual(25));

  test.each(files)("%s", (file) => {
    const { sources } = splitFixture(readFileSync(join(folder, file), "utf8"));
    const { programs, findings } = compileFlows(sources, sampleCatalog);
    expect(findings.map(expectationOf)).toEqual([]);
    expect(programs).toHaveLength(sources.length);
  });
});
