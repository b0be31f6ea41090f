import { expect, test } from "bun:test";
import { readFileSync, rmSync } from "node:fs";
import { dirname } from "node:path";
import { createProbes } from "./probes.ts";
import { reportProblem } from "./report.ts";

const options = { bodies: 10_000, seed: 7, from: 0 };

test("a problem comes with its seed, the body in a file, and the command that shows it again", async () => {
  const it = { ...createProbes().next(0), number: 4_711 };
  const lines = await reportProblem({ what: "it was answered 500", it }, options, 4_096);
  const file = lines.join("\n").match(/\S+body-4711\.bin/)?.[0] ?? "";
  expect([...readFileSync(file)]).toEqual([...it.body]);
  rmSync(dirname(file), { recursive: true });
  expect(lines[0]).toContain("seed 7, body 4711");
  expect(lines.at(-1)).toBe("again: bun run fuzz:webhook --seed 7 --from 4096 -n 2048");
});

test("a problem of the whole run is shown by the whole run", async () => {
  expect(await reportProblem({ what: "memory grew" }, options, 10_000)).toEqual([
    "PROBLEM: seed 7, bodies from 0 on: memory grew",
    "again: bun run fuzz:webhook --seed 7 --from 0 -n 10000",
  ]);
});
