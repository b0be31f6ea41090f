import { afterEach, beforeEach, describe, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, parse } from "node:path";
import { fileURLToPath } from "node:url";
import fc from "fast-check";
import { realClock } from "#core/app/real-clock.ts";
import { openKnowledgeIndex } from "#core/store/knowledge-index.ts";
import type { IndexStep } from "./index-folder.ts";
import { type IndexerDeps, runIndexer } from "./run-indexer.ts";
import { writeBomb, writePdf } from "./testing/write-pdf.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(180_000);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-indexer-"));
  mkdirSync(join(folder, "menu"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const program = [process.execPath, fileURLToPath(import.meta.resolve("#core/app/main.ts"))];

async function index(change: Partial<IndexerDeps> = {}) {
  const indexFile = join(folder, "knowledge.db");
  const steps: IndexStep[] = [];
  const { signal } = new AbortController();
  const tell = (step: IndexStep) => void steps.push(step);
  const deps = { program, indexFile, clock: realClock, tell, signal, ...change };
  await runIndexer(deps, { knowledge: "menu", folder: join(folder, "menu") });
  const opened = openKnowledgeIndex(indexFile);
  const files = opened.files("menu").map(({ file, chunks, problem }) => [file, chunks, problem]);
  const kopi = opened.search("menu", ["kopi"], 3).map(({ file }) => file);
  opened.close();
  return { steps, files, kopi };
}

const write = (file: string, content: string | Uint8Array) =>
  writeFileSync(join(folder, "menu", file), content);

describe("a process that indexes", () => {
  test("reads a folder and tells how far it is", async () => {
    write("a.md", "kopi");
    write("b.pdf", writePdf(["teh"]));
    const { steps, files, kopi } = await index();
    expect(steps.map(({ kind, file, nth, of }) => `${kind} ${file} ${nth}/${of}`)).toEqual([
      "reading a.md 1/2",
      "read a.md 1/2",
      "reading b.pdf 2/2",
      "read b.pdf 2/2",
      "published  2/2",
    ]);
    expect(files).toEqual([
      ["a.md", 1, undefined],
      ["b.pdf", 1, undefined],
    ]);
    expect(kopi).toEqual(["a.md"]);
  });

  test.each([
    ["time", { fileMs: 3_000, maxMemoryMb: 2_500 }, "reading it takes more than 3 s"],
    ["memory", { maxMemoryMb: 260 }, "reading it takes more than 260 MB of memory"],
  ])(
    "is ended by a file that takes too much %s, which alone is left out",
    async (_, limits, why) => {
      write("a.md", "kopi");
      write("bom.pdf", writeBomb(12_000_000));
      write("z.md", "kopi");
      const { files, kopi, steps } = await index({ limits });
      expect(files).toEqual([
        ["a.md", 1, undefined],
        ["bom.pdf", 0, `${why}: split it, or export it again`],
        ["z.md", 1, undefined],
      ]);
      expect(kopi).toEqual(["a.md", "z.md"]);
      // What was read before it was not read again.
      expect(steps.filter(({ kind, file }) => kind === "reading" && file === "a.md")).toHaveLength(
        1,
      );
      // And it is not tried again as long as it is the same.
      expect((await index({ limits })).steps).toHaveLength(1);
    },
  );

  test("gets through PDFs with whatever is broken in them", async () => {
    const sound = writePdf(["Kopi susu 18.000", "Teh 9.000"]);
    const spot = fc.tuple(fc.nat({ max: sound.length - 1 }), fc.nat(255), fc.nat(40));
    const broken = fc.record({
      spots: fc.array(spot, { minLength: 1, maxLength: 6 }),
      end: fc.nat({ max: sound.length }),
    });
    for (const [nth, { spots, end }] of fc.sample(broken, 60).entries()) {
      const bytes = Uint8Array.from(sound);
      for (const [at, byte, length] of spots) bytes.fill(byte, at, at + length);
      write(`${nth}.pdf`, nth % 2 === 0 ? bytes : bytes.slice(0, end));
    }
    const { files } = await index();
    expect(files).toHaveLength(60);
    for (const [file, chunks, problem] of files) {
      expect([file, Number(chunks) > 0 || problem !== undefined]).toEqual([file, true]);
      expect(`${problem}`).not.toContain("ends the program");
    }
  });

  test("that cannot be started is an error, with what it said", async () => {
    const running = index({ program: [process.execPath, join(folder, "nothing.ts")] });
    expect(await running.catch((error: unknown) => error)).toMatchObject({
      code: "KNOWLEDGE_NOT_READ",
    });
  });

  test("has no secret among its variables, though a .env lies where the bot is started", async () => {
    writeFileSync(join(folder, ".env"), "SAPA_TEST_SECRET=rahasia\n");
    const probe = join(folder, "probe.ts");
    const told = join(folder, "told.json");
    writeFileSync(
      probe,
      `const secret = process.env.SAPA_TEST_SECRET ?? "none";
await Bun.write(${JSON.stringify(told)}, JSON.stringify([secret, process.cwd(), process.execArgv]));
console.log(JSON.stringify({ kind: "published", file: "", nth: 0, of: 0 }));`,
    );
    const before = process.cwd();
    process.chdir(folder);
    try {
      await index({ program: [process.execPath, probe] });
    } finally {
      process.chdir(before);
    }
    expect(await Bun.file(told).json()).toEqual([
      "none",
      parse(process.execPath).root,
      ["--no-env-file"],
    ]);
  });

  test("is ended when it is called off", async () => {
    write("bom.pdf", writeBomb(12_000_000));
    const stop = new AbortController();
    const { files } = await index({ signal: stop.signal, tell: () => stop.abort() });
    expect(files).toEqual([]);
  });
});
