import { afterAll, beforeAll, expect, test } from "bun:test";
import { mkdir, mkdtemp, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { z } from "zod";
import { repository } from "./source-files.ts";

/**
 * Plants code that the rules forbid into an empty copy of the project's folders, lints it once with
 * the project's own settings, and asks for each finding: an override that replaced a rule by
 * accident, or a glob that matches nothing, shows here.
 */
const forbidden: readonly (readonly [file: string, code: string, rule: string])[] = [
  ["core/lib/now.ts", "export const a = Date.now();", "no-restricted-properties"],
  ["core/model/random.ts", "export const a = Math.random();", "no-restricted-properties"],
  ["core/engine/env.ts", 'export const a = process.env["A"];', "no-restricted-properties"],
  ["core/config/now.ts", "export const a = Date.now();", "no-restricted-properties"],
  ["core/engine/timer.ts", "setTimeout(() => undefined, 1);", "no-restricted-globals"],
  ["core/engine/fetch.ts", 'export const a = () => fetch("x:");', "no-restricted-globals"],
  ["core/store/turn.ts", "setImmediate(() => undefined);", "no-restricted-globals"],
  ["core/store/bun.ts", 'export const a = Bun.file("x");', "no-restricted-globals"],
  [
    "core/flow/global.ts",
    'export const a = () => globalThis.fetch("x:");',
    "no-restricted-globals",
  ],
  ["core/gate/io.ts", 'import "node:fs";', "no-restricted-imports"],
  ["core/flow/up.ts", 'import "#core/engine/a.ts";', "no-restricted-imports"],
  ["core/http/up.ts", 'import "../config/a.ts";', "no-restricted-imports"],
  ["core/http/far.ts", 'import "../../test/a.ts";', "no-restricted-imports"],
  ["core/engine/delay.ts", 'import "node:timers/promises";', "no-restricted-imports"],
  ["plugins/ai-x/index.ts", 'import "#core/lib/a.ts";', "no-restricted-imports"],
  ["plugins/ai-x/clock.ts", "export const a = Date.now();", "no-restricted-properties"],
  ["core/http/log.ts", "console.log(1);", "no-console"],
  ["core/http/CamelCase.ts", "export const a = 1;", "filename-case"],
  ["core/http/any.ts", "export const a = (b: any) => b;", "no-explicit-any"],
  ["core/http/bang.ts", "export const a = (b?: string) => b!;", "no-non-null-assertion"],
  ["core/http/as.ts", "export const a = 1 as number;", "consistent-type-assertions"],
  ["core/lib/ids.ts", "export const a = (b: string) => b as 'x';", "no-unsafe-type-assertion"],
  ["core/http/float.ts", "export const a = () => { Promise.resolve(1); };", "no-floating-promises"],
  ["core/http/misuse.ts", "[1].forEach(async () => {});", "no-misused-promises"],
  [
    "core/http/switch.ts",
    'export function a(b: "x" | "y") { switch (b) { case "x": return 1; default: return 2; } }',
    "switch-exhaustiveness-check",
  ],
  ["core/http/a.ts", 'import type { B } from "./b.ts"; export type A = B | 1;', "no-cycle"],
  ["core/http/b.ts", 'import type { A } from "./a.ts"; export type B = A[];', "no-cycle"],
  ["core/http/long.ts", "\n".repeat(400) + "export const a = 1;", "max-lines"],
  [
    "core/http/function.ts",
    `export function a() {\n${"  console.error(1);\n".repeat(80)}}`,
    "max-lines-per-function",
  ],
  [
    "core/http/complex.ts",
    `export function a(b: number) {\n${"  if (b > 1) return 1;\n".repeat(15)}return 2;}`,
    "complexity",
  ],
];

const allowed: readonly (readonly [file: string, code: string])[] = [
  ["core/app/now.ts", "export const a = [Date.now(), Math.random(), process.env];"],
  ["core/app/timer.ts", "setTimeout(() => undefined, 1);"],
  ["core/config/env.ts", 'export const a = process.env["A"];'],
  ["core/flow/hash.ts", 'import { createHash } from "node:crypto"; export const a = createHash;'],
  ["core/http/bun.ts", 'export const a = Bun.file("x");'],
  ["core/http/const.ts", "export const a = [1] as const;"],
  ["core/lib/now.test.ts", "export const a = Date.now();"],
  ["core/flow/down.ts", 'import "#core/model/random.ts";'],
  ["plugins/ai-x/plugin.ts", 'import "sapa/plugin";'],
  ["test/timer.ts", "setTimeout(() => undefined, 1);"],
];

const report = z.object({
  diagnostics: z.array(z.object({ code: z.string().optional(), filename: z.string() })),
});
let folder = "";
let findings: readonly { readonly file: string; readonly rule: string }[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lint-"));
  const copy = (name: string) => Bun.write(join(folder, name), Bun.file(resolve(repository, name)));
  await Promise.all([".oxlintrc.json", "tsconfig.json", "package.json"].map(copy));
  await symlink(resolve(repository, "node_modules"), join(folder, "node_modules"));
  for (const [file, code] of [...forbidden, ...allowed]) {
    await mkdir(dirname(join(folder, file)), { recursive: true });
    await Bun.write(join(folder, file), `${code}\n`);
  }
  const program = resolve(repository, "node_modules/oxlint/bin/oxlint");
  const child = Bun.spawn(
    [
      process.execPath,
      "--bun",
      program,
      "--type-aware",
      "--format=json",
      "core",
      "plugins",
      "test",
    ],
    { cwd: folder, stdout: "pipe", stderr: "inherit" },
  );
  const { diagnostics } = report.parse(JSON.parse(await child.stdout.text()));
  findings = diagnostics.map(({ code = "", filename }) => ({
    file: filename,
    rule: /\((.+)\)/.exec(code)?.[1] ?? code,
  }));
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test.each(forbidden)("%s is refused", (file, _code, rule) => {
  const found = findings.filter((finding) => finding.file === file).map((item) => item.rule);
  expect(found).toContain(rule);
});

test.each(allowed)("%s is accepted", (file) => {
  expect(findings.filter((finding) => finding.file === file)).toEqual([]);
});
