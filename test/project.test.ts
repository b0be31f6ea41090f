import { expect, test } from "bun:test";
import { resolve } from "node:path";
import { z } from "zod";
import { projectFiles } from "./project-files.ts";
import { repository } from "./source-files.ts";

const read = (path: string) => Bun.file(resolve(repository, path)).text();
const dependencyTable = z.record(z.string(), z.string());
const { dependencies, devDependencies } = z
  .object({ dependencies: dependencyTable, devDependencies: dependencyTable })
  .parse(JSON.parse(await read("package.json")));
const versions = { ...dependencies, ...devDependencies };

/** Split so that this file does not match itself. */
const join = (...parts: readonly string[]) => parts.join("");

/** What tells where or with what the code was written, and nothing about the code. */
const leaks: readonly (readonly [what: string, pattern: RegExp])[] = [
  ["a path of one machine", new RegExp(join("/wo", "rk/[a-z]|/ho", "me/[a-z]+/|/Us", "ers/[a-z]"))],
  ["a path of one machine", new RegExp(join("/ro", "ot/[a-z.]|/tmp/(bri", "efs|bash_jobs)"))],
  ["a word of the workshop", new RegExp(join("\\b(sub", "agent|co", "dex|clau", "de)"), "i")],
  [
    "a word of the workshop",
    new RegExp(join("\\b(this|the|my|our) (ses", "sion'?s brief|bri", "ef)"), "i"),
  ],
  [
    "a registry host",
    new RegExp(join('https?://[^/\\s"]*(regis', "try\\.|artifact", "ory|nex", "us|verdac", "cio)")),
  ],
];

const isText = (path: string) =>
  !/\.(png|jpe?g|webp|gif|ico|woff2?|pdf|ogg|mp4|sqlite)$/.test(path);

test("no file names a machine, a workshop or a package registry", async () => {
  const found: string[] = [];
  for (const path of (await projectFiles()).filter(isText)) {
    const lines = (await read(path)).split("\n");
    for (const [index, line] of lines.entries())
      for (const [what, pattern] of leaks)
        if (pattern.test(line)) found.push(`${path}:${index + 1}: ${what}`);
  }
  expect(found).toEqual([]);
});

test.each([
  [join("see /wo", "rk/main")],
  [join("/ho", "me/ani/sapa")],
  [join("the sub", "agent said")],
  [join("https://regis", "try.npmjs.org/zod")],
])("the leak check finds %j", (line) => {
  expect(leaks.some(([, pattern]) => pattern.test(line))).toBe(true);
});

test("the changelog has a Pending heading, above every release", async () => {
  const headings = (await read("deploy/CHANGELOG.md")).match(/^## .+$/gm);
  expect(headings?.[0]).toBe("## Pending");
});

test("every dependency is pinned to one version", () => {
  const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version));
  expect(loose).toEqual([]);
});

test("README says of every dependency, and of no other, why it is there", async () => {
  const section = /^## Dependencies\n([\s\S]*?)(?=^## |$(?![\s\S]))/m.exec(await read("README.md"));
  const rows = [...(section?.[1] ?? "").matchAll(/^\| `([^`]+)` +\| ([^|\n]*\S) *\|$/gm)];
  expect(rows.map(([, name]) => name ?? "").toSorted()).toEqual(Object.keys(versions).toSorted());
  expect(rows.filter(([, , why = ""]) => why.length < 10)).toEqual([]);
});

test("the lock file holds no address", async () => {
  expect((await read("bun.lock")).match(/https?:\/\/[^"\s]*/g)).toBeNull();
});
