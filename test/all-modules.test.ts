import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { repository, sourceFiles } from "./source-files.ts";

/**
 * Coverage counts the files that are loaded: this loads them all. A program's entry file must guard
 * with `import.meta.main`, or it would start here. Bots on other libraries are written as their own pages
 * say, without a guard.
 */
const modules = sourceFiles().filter(
  (path) => !path.endsWith(".test.ts") && !/^test\/other-bots\/.*-bot\.ts$/.test(path),
);

test("there are modules to load", () => {
  expect(modules.length).toBeGreaterThan(20);
});

test.each(modules)("%s loads", async (path) => {
  expect(await import(resolve(repository, path))).toBeObject();
});
