import { afterAll, expect, test } from "bun:test";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import { createCheckMarks } from "./check-marks.ts";
import { loadCompiler } from "./load-compiler.ts";

const folder = mkdtempSync(join(tmpdir(), "sapa-marks-"));
afterAll(() => rmSync(folder, { recursive: true }));

const flow = (name: string, said: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\nsteps:\n  - say: ${said}\n`,
});
const flows = [flow("tea", "Hi"), flow("coffee", "Ho")];
const templates = [{ name: "order", language: "id" }];

function keep(dataFolder: string, build: string | undefined) {
  const compiled = compileFlows(flows, openCatalog);
  createCheckMarks(dataFolder, build).keep(flows, openCatalog, { compiled, templates });
}

test("flows are found again for the same texts, catalog and program alone", async () => {
  await loadCompiler();
  const data = join(folder, "data");
  expect(await createCheckMarks(data, "one").find(flows, openCatalog)).toBeUndefined();
  keep(data, "one");
  const marks = createCheckMarks(data, "one");
  const found = await marks.find(flows, openCatalog);
  expect(found?.templates).toEqual(templates);
  expect(found?.compiled.programs.map(({ flow: name }) => name)).toEqual(["coffee", "tea"]);
  expect(found?.compiled.programs[0]?.lists.size).toBe(1);

  expect(await marks.find([flow("tea", "Hi!"), flow("coffee", "Ho")], openCatalog)).toBeUndefined();
  expect(await marks.find([flow("tea", "Hi")], openCatalog)).toBeUndefined();
  expect(await marks.find(flows, { ...openCatalog, locales: ["id"] })).toBeUndefined();
  expect(await createCheckMarks(data, "two").find(flows, openCatalog)).toBeUndefined();
});

test("a file that was changed or cut off is passed over", async () => {
  const data = join(folder, "spoilt");
  keep(data, "one");
  const file = join(data, "checked-flows.json");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const text = readFileSync(file, "utf8");
  for (const spoilt of ["", text.slice(0, 90), text.replace("coffee", "toffee"), `${text} `]) {
    writeFileSync(file, spoilt);
    expect(await createCheckMarks(data, "one").find(flows, openCatalog)).toBeUndefined();
  }
});

test("a checkout remembers nothing, and a folder that cannot be written harms nobody", async () => {
  const data = join(folder, "source");
  keep(data, undefined);
  expect(await createCheckMarks(data, undefined).find(flows, openCatalog)).toBeUndefined();
  const file = join(folder, "no-folder");
  writeFileSync(file, "");
  keep(file, "one");
});
