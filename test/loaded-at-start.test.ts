import { expect, test } from "bun:test";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { resolveImport } from "./check-imports.ts";
import { repository, sourceFiles } from "./source-files.ts";

const transpilers = {
  ts: new Bun.Transpiler({ loader: "ts" }),
  tsx: new Bun.Transpiler({ loader: "tsx" }),
};
const files = new Set(sourceFiles());

/** Everything that is loaded with a file: its imports at run time and theirs, libraries by their names. */
function loadedWith(entry: string): ReadonlySet<string> {
  const loaded = new Set([entry]);
  for (const path of loaded) {
    if (!files.has(path)) continue;
    const text = readFileSync(join(repository, path), "utf8").replace(/^#!.*/, "");
    const transpiler = transpilers[path.endsWith(".tsx") ? "tsx" : "ts"];
    for (const found of transpiler.scanImports(text)) {
      if (found.kind !== "import-statement") continue;
      loaded.add(resolveImport(path, found.path) ?? found.path);
    }
  }
  return loaded;
}

test.each([
  // A start with known flows, and every message until the first for one, does without the compiler.
  ["core/app/commands/run.ts", "core/flow/compile-flows.ts"],
  ["core/app/commands/run.ts", "core/flow/schema/flow-schema.ts"],
  ["core/app/commands/run.ts", "@marcbachmann/cel-js"],
  ["core/app/commands/run.ts", "re2js"],
  ["core/app/commands/run.ts", "core/console/create-console.tsx"],
  ["core/app/commands/run.ts", "core/app/flow-test/run-flow-test.ts"],
  ["core/app/commands/run.ts", "unpdf"],
  ["core/app/commands/dev.ts", "core/app/flow-test/run-flow-test.ts"],
  ["core/app/commands/dev.ts", "core/app/record-test/make-conversation-test.ts"],
  ["core/app/commands/dev.ts", "unpdf"],
  ["core/app/commands/run.ts", "core/app/doctor/examine.ts"],
  ["core/app/commands/dev.ts", "core/app/doctor/examine.ts"],
  ["core/app/main.ts", "core/app/doctor/examine.ts"],
  ["core/app/main.ts", "commander"],
  ["core/app/main.ts", "zod"],
])("%s starts without %s", (entry, heavy) => {
  const loaded = loadedWith(entry);
  expect(files.has(entry)).toBeTrue();
  expect(loaded.has(heavy)).toBeFalse();
});

test.each([
  ["core/flow/compile-flows.ts", "core/flow/schema/flow-schema.ts"],
  ["core/flow/compile-flows.ts", "@marcbachmann/cel-js"],
  ["core/flow/compile-flows.ts", "re2js"],
  ["core/app/open-simulator-pages.ts", "core/console/create-console.tsx"],
  ["core/app/record-test/make-conversation-test.ts", "core/app/flow-test/run-flow-test.ts"],
  ["core/app/commands/doctor.ts", "core/app/doctor/examine.ts"],
  ["core/app/command-line.ts", "commander"],
])("and %s is seen to bring %s", (entry, heavy) => {
  expect(loadedWith(entry).has(heavy)).toBeTrue();
});
