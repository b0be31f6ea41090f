import { describe, expect, test } from "bun:test";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { expectationOf, splitFixture } from "#core/flow/testing/fixture.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";

const folder = join(import.meta.dir, "fixtures");

describe("every broken flow of the corpus", () => {
  const files = readdirSync(folder);

  test("is there", () => {
    expect(files.length).toBeGreaterThanOrEqual(150);
  });

  test.each(files)("%s is told what is wrong, where and what would be right", (file) => {
    const { sources, expected } = splitFixture(readFileSync(join(folder, file), "utf8"));
    const { programs, findings } = compileFlows(sources, sampleCatalog);
    expect(findings.map(expectationOf)).toEqual([...expected]);
    expect(expected).not.toEqual([]);
    const broken = new Set(
      findings.filter((found) => found.severity === "error").map((found) => found.at.file),
    );
    expect(programs.map((program) => program.file)).toEqual(
      sources.map((source) => source.file).filter((name) => !broken.has(name)),
    );
  });
});
