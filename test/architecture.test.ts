import { describe, expect, test } from "bun:test";
import { resolve } from "node:path";
import { checkImports, resolveImport } from "./check-imports.ts";
import { findCycle } from "./find-cycle.ts";
import { readImports } from "./read-imports.ts";
import { repository, sourceFiles, styleFiles } from "./source-files.ts";

const maxLines = 400;
const isGenerated = (path: string) =>
  path.endsWith(".generated.ts") || path.startsWith("core/store/schema");

const read = (paths: readonly string[]) =>
  Promise.all(
    paths.map(async (path) => ({ path, text: await Bun.file(resolve(repository, path)).text() })),
  );
const sources = await read(sourceFiles());
const styles = await read(styleFiles());

test("every import of every file follows the layers", () => {
  expect(sources.length).toBeGreaterThan(0);
  expect(sources.flatMap(({ path, text }) => checkImports(path, text))).toEqual([]);
});

test("no file imports itself by a detour, types included", () => {
  const graph = new Map(
    sources.map(({ path, text }) => [
      path,
      readImports(text).flatMap(({ specifier }) => resolveImport(path, specifier) ?? []),
    ]),
  );
  expect(findCycle(graph)?.join(" → ")).toBeUndefined();
});

test(`no file is longer than ${maxLines} lines`, () => {
  const long = [...sources, ...styles]
    .filter(({ path }) => !isGenerated(path))
    .map(({ path, text }) => ({ path, lines: text.split("\n").length - 1 }))
    .filter(({ lines }) => lines > maxLines);
  expect(long).toEqual([]);
});

test("only the two plugin doors and a plugin's own entry are called index.ts", () => {
  const isEntry = (path: string) =>
    /^core\/plugin\/(testing\/)?index\.ts$|^plugins\/[^/]+\/index\.ts$/.test(path);
  const others = sources.filter(({ path }) => path.endsWith("/index.ts") && !isEntry(path));
  expect(others.map(({ path }) => path)).toEqual([]);
});

test("every page says itself whose JSX it is", () => {
  // Bun reads tsconfig.json of the folder it is started in, and `sapa` is started in any.
  const isSaid = (text: string) => text.startsWith("/** @jsxImportSource hono/jsx */\n");
  const pages = sources.filter(({ path }) => path.endsWith(".tsx"));
  expect(pages.length).toBeGreaterThan(0);
  expect(pages.filter(({ text }) => !isSaid(text)).map(({ path }) => path)).toEqual([]);
});

test("no file outside core/app and the tests makes a date from the machine's clock", () => {
  const isAllowed = (path: string) =>
    path.startsWith("core/app/") || path.startsWith("test/") || path.endsWith(".test.ts");
  const found = sources.filter(
    ({ path, text }) => !isAllowed(path) && /\bnew Date\(\)|[^.\w]Date\(\)/.test(text),
  );
  expect(found.map(({ path }) => path)).toEqual([]);
});

describe("the checker", () => {
  const statementFor = (specifier: string) => `import { x } from "${specifier}";\n`;

  test.each([
    ["core/lib/a.ts", "#core/model/run.ts", "core/lib may not import core/model"],
    ["core/model/a.ts", "#core/flow/advance.ts", "core/model may not import core/flow"],
    ["core/flow/a.ts", "#core/gate/window.ts", "core/flow may not import core/gate"],
    ["core/flow/a.ts", "#core/store/open-store.ts", "core/flow may not import core/store"],
    ["core/flow/a.ts", "node:fs", "node:fs in a pure folder"],
    ["core/lib/a.ts", "bun", "bun in a runtime-neutral folder"],
    ["core/store/a.ts", "bun:sqlite", "bun:sqlite in a runtime-neutral folder"],
    ["core/store/a.ts", "#core/log/logger.ts", "core/store may not import core/log"],
    ["core/gate/a.ts", "zod", "zod is not for here"],
    ["core/engine/a.ts", "#core/ops/grammar.ts", "core/engine may not import core/ops"],
    ["core/engine/a.ts", "#core/http/app.ts", "core/engine may not import core/http"],
    ["core/engine/a.ts", "#core/config/read.ts", "core/engine may not import core/config"],
    ["core/engine/a.ts", "hono", "hono is not for here"],
    ["core/engine/a.ts", "yaml", "yaml is not for here"],
    ["core/http/a.ts", "#core/store/open-store.ts", "core/http may not import core/store"],
    ["core/http/a.ts", "#core/console/page.ts", "core/http may not import core/console"],
    ["core/http/a.ts", "#core/plugin/index.ts", "core/http may not import core/plugin"],
    ["core/http/a.ts", "drizzle-orm/better-sqlite3", "drizzle-orm is not for here"],
    ["core/http/a.ts", "commander", "commander is not for here"],
    ["core/app/a.ts", "#plugins/ai-scripted/index.ts", "core/app loads them by name"],
    ["core/app/a.ts", "left-pad", "library left-pad is not in the table"],
    ["core/app/a.ts", "../config/read.ts", "climbs"],
    ["core/app/a.ts", "./sub/../../config/read.ts", "climbs"],
    ["core/helpers/a.ts", "zod", "core/helpers is not in the table"],
    ["core/engine/a.ts", "bun:test", "bun:test is for tests"],
    ["core/engine/a.ts", "fast-check", "fast-check is for tests"],
    ["plugins/ai-x/index.ts", "#core/lib/ids.ts", "a plugin sees sapa/plugin and itself"],
    ["plugins/ai-x/index.ts", "#plugins/ai-y/index.ts", "a plugin sees sapa/plugin and itself"],
    ["plugins/ai-x/index.ts", "sapa/plugin/testing", "only a plugin's tests"],
    ["plugins/ai-x/index.ts", "hono", "hono is not for here"],
    ["plugins/ai-x/index.ts", "openai", "openai is not for here"],
    ["plugins/ai-x/index.ts", "better-sqlite3", "better-sqlite3 is not for here"],
    ["test/a.ts", "../core/lib/ids.ts", "climbs"],
  ])("refuses in %s the import of %s", (path, specifier, problem) => {
    expect(checkImports(path, statementFor(specifier))).toEqual([expect.stringContaining(problem)]);
  });

  test.each([
    ["core/flow/steps/say.ts", "#core/flow/limits.ts"],
    ["core/flow/read.ts", "yaml"],
    ["core/flow/revision.ts", "node:crypto"],
    ["core/gate/window.ts", "#core/model/window.ts"],
    ["core/store/open-store.ts", "drizzle-orm/better-sqlite3"],
    ["core/store/open-store.test.ts", "#core/plugin/testing/index.ts"],
    ["core/engine/worker.ts", "#core/log/logger.ts"],
    ["core/http/app.ts", "hono/body-limit"],
    ["core/http/app.test.ts", "#core/store/open-store.ts"],
    ["core/plugin/testing/channel-conformance.ts", "bun:test"],
    ["core/app/wire.ts", "#core/http/app.ts"],
    ["plugins/ai-x/index.ts", "sapa/plugin"],
    ["plugins/ai-x/index.ts", "./client.ts"],
    ["plugins/ai-x/fake/serve.ts", "hono"],
    ["plugins/ai-x/fake/serve.ts", "#plugins/ai-x/limits.ts"],
    ["plugins/ai-x/index.test.ts", "sapa/plugin/testing"],
    ["plugins/ai-x/index.ts", "vendor-sdk"],
    ["plugins/ai-openai/client.ts", "openai"],
    ["test/simulation/main.ts", "#core/app/wire.ts"],
  ])("accepts in %s the import of %s", (path, specifier) => {
    expect(checkImports(path, statementFor(specifier))).toEqual([]);
  });

  test.each([
    ["a type", `import type { Run } from "#core/store/run.ts";`],
    ["a side effect", `import "#core/store/run.ts";`],
    ["several lines", `import {\n  a,\n  type B,\n} from "#core/store/run.ts";`],
    ["a namespace", `import * as store from '#core/store/run.ts';`],
    ["a call", `const m = await import("#core/store/run.ts");`],
    ["a type query", `type M = typeof import("#core/store/run.ts");`],
    ["require", `const m = require("#core/store/run.ts");`],
  ])("sees %s", (_, text) => {
    const findings = checkImports("core/flow/a.ts", `const before = 1;\n${text}\n`);
    expect(findings).toEqual([expect.stringContaining("core/flow may not import core/store")]);
  });

  test("refuses a re-export outside the two doors, star or named", () => {
    for (const text of [`export * from "./a.ts";\n`, `export { a } from "./a.ts";\n`]) {
      expect(checkImports("core/engine/all.ts", text)).toEqual([
        "core/engine/all.ts:1: only core/plugin re-exports",
      ]);
      expect(checkImports("core/plugin/index.ts", text)).toEqual([]);
    }
  });

  test("leaves a comment, an ordinary export and a string alone", () => {
    const text = [
      `// import { x } from "#core/store/a.ts";`,
      ` * import { x } from "#core/store/a.ts";`,
      `export const from = "#core/store/a.ts";`,
      `export function f() {\n  return "#core/store/a.ts";\n}`,
    ].join("\n");
    expect(checkImports("core/flow/a.ts", text)).toEqual([]);
  });

  test("names the line of the import", () => {
    const text = `// one\n// two\nimport { x } from "#core/store/a.ts";\n`;
    expect(checkImports("core/flow/a.ts", text)).toEqual([
      "core/flow/a.ts:3: core/flow may not import core/store",
    ]);
  });

  test("finds a cycle and shows its path", () => {
    const graph = new Map([
      ["a", ["b", "d"]],
      ["b", ["c"]],
      ["c", ["b"]],
      ["d", []],
    ]);
    expect(findCycle(graph)).toEqual(["b", "c", "b"]);
    expect(findCycle(new Map([["a", ["b"]]]))).toBeUndefined();
  });
});
