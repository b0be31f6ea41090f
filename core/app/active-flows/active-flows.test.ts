import { afterEach, beforeEach, describe, expect, test } from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readBotFolder } from "#core/app/bot-folder.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { openCatalog } from "#core/flow/catalog.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { type OpenStore, openSqliteStore } from "#core/store/open-sqlite-store.ts";
import { type ActiveFlows, createActiveFlows } from "./active-flows.ts";
import { loadActive, startFlows } from "./start-flows.ts";

const tea = (text: string, more = "") =>
  `flow: tea\nformat: 1\ntriggers: [{ message: tea }]\n${more}steps:\n  - ask: ${text}\n    id: q\n  - call: size\n`;
const size = (text: string) => `flow: size\nformat: 1\nsteps:\n  - say: ${text}\n`;
const menu = (word = "menu") =>
  `flow: menu\nformat: 1\ntriggers: [{ message: ${word} }]\nsteps:\n  - say: Menu\n`;

let folder = "";
let open: OpenStore;
const used: (readonly string[])[] = [];
const log = createQuietLog();

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-active-"));
  writeFileSync(join(folder, "bot.yaml"), "bot: x\n");
  write("tea", tea("Which?"));
  write("size", size("Big"));
  write("menu", menu());
  used.length = 0;
  open = openSqliteStore({
    database: openMemoryDatabase(),
    clock: realClock,
    random: createRealRandom(),
    log,
    leaseMs: 1_000,
    codec: createPlainCodec(new Uint8Array(32)),
  });
});
afterEach(async () => {
  await open.store.close();
  rmSync(folder, { recursive: true });
});

function write(flow: string, text: string | undefined): void {
  const file = join(folder, `${flow}.flow.yaml`);
  if (text === undefined) rmSync(file);
  else writeFileSync(file, text);
}

function readFiles(): readonly Program[] {
  return compileFlows(readBotFolder(folder).flows, openCatalog).programs;
}

/** A start of the bot: the files go into use. */
async function start(): Promise<ActiveFlows> {
  const { records } = open;
  const set = await startFlows({ records, clock: realClock, log }, readFiles());
  const onChange = (programs: readonly Program[]) =>
    used.push(programs.map(({ flow, revision }) => `${flow} ${revision}`));
  const bot = { folder, catalog: openCatalog };
  return createActiveFlows({ records, bot, clock: realClock, log, onChange }, set);
}

const revision = (flows: ActiveFlows, flow: string) =>
  String(flows.set.get(flow)?.program.revision);

describe("what is active", () => {
  test("is what the files say at a start, recorded once with who and how", async () => {
    const first = await start();
    expect([...first.set.keys()].toSorted()).toEqual(["menu", "size", "tea"]);
    expect(await open.records.activations({ limit: 9 })).toHaveLength(3);
    await start();
    expect(await open.records.activations({ limit: 9 })).toHaveLength(3);
    write("tea", tea("Which one?"));
    const third = await start();
    const rows = await open.records.activations({ limit: 9 });
    expect(rows[0]).toMatchObject({ flow: "tea", how: "start", who: "sapa" });
    expect(rows).toHaveLength(4);
    expect(String(rows[0]?.revision)).toBe(revision(third, "tea"));
    write("menu", undefined);
    const fourth = await start();
    expect(fourth.set.has("menu")).toBe(false);
    expect((await open.records.activations({ limit: 1 }))[0]?.revision).toBeUndefined();
  });

  test("is only the files that are asked for, and what calls them changes with them", async () => {
    const flows = await start();
    const before = [revision(flows, "tea"), revision(flows, "menu")];
    write("size", size("Huge"));
    write("menu", menu("help"));
    const changes = await flows.activate(["size"], "rani");
    expect(changes.map(({ flow }) => flow)).toEqual(["size", "tea"]);
    expect(revision(flows, "tea")).not.toBe(String(before[0]));
    expect(revision(flows, "menu")).toBe(String(before[1]));
    expect(used).toHaveLength(1);
    expect((await open.records.audit(1))[0]).toMatchObject({ who: "rani", what: "flow.activated" });
    expect(await flows.activate(["size"], "rani")).toEqual([]);
  });

  test("stays what it was if the check does not pass, and broken files are in nobody's way", async () => {
    const flows = await start();
    write("tea", tea("Which?", "foo: 1\n"));
    const failure = await flows.activate(undefined, "rani").catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(BotError);
    expect(String(failure)).toContain("tea.flow.yaml:4:1");
    expect(used).toEqual([]);
    expect(await open.records.activations({ limit: 9 })).toHaveLength(3);
    write("menu", menu("tea"));
    const clash = await flows.activate(["menu"], "rani").catch((error: unknown) => String(error));
    expect(clash).toContain("FLOW_TRIGGER_OVERLAP");
    write("menu", menu("list"));
    expect(await flows.activate(["menu"], "rani")).toHaveLength(1);
  });

  test("a flow whose file is gone is taken away when it is asked for, and not before", async () => {
    const flows = await start();
    write("menu", undefined);
    await flows.activate(["tea"], "rani");
    expect(flows.set.has("menu")).toBe(true);
    const [change] = await flows.activate(["menu"], "rani");
    expect([change?.flow, change?.to]).toEqual(["menu", undefined]);
    expect(flows.set.has("menu")).toBe(false);
    expect((await loadActive({ records: open.records, log })).has("menu")).toBe(false);
    expect(await flows.activate(["manu"], "x").catch((error: unknown) => String(error))).toContain(
      'there is no flow "manu"',
    );
  });
});

describe("a rollback", () => {
  test("brings the whole of the earlier revision back, with the flows that it called", async () => {
    const flows = await start();
    const first = revision(flows, "tea");
    write("size", size("Huge"));
    write("tea", tea("Which one?"));
    await flows.activate(undefined, "rani");
    const [change] = await flows.rollback("tea", undefined, "rani");
    expect(String(change?.to)).toBe(first);
    const program = flows.set.get("tea")?.program;
    expect(program?.callees.get("size")?.source).toBe(size("Big"));
    expect(flows.set.get("size")?.program.source).toBe(size("Huge"));
  });

  test("outlives a start, until the file says something else or is activated", async () => {
    const flows = await start();
    const first = revision(flows, "menu");
    write("menu", menu("list"));
    await flows.activate(undefined, "rani");
    const second = revision(flows, "menu");
    await flows.rollback("menu", undefined, "rani");
    expect(revision(await start(), "menu")).toBe(first);
    expect(revision(await start(), "menu")).toBe(first);
    write("menu", menu("third"));
    const after = await start();
    expect([first, second]).not.toContain(revision(after, "menu"));
    write("menu", menu("list"));
    await after.rollback("menu", first.slice(0, 8), "rani");
    const kept = await start();
    expect(revision(kept, "menu")).toBe(first);
    await kept.activate(["tea"], "rani");
    expect(revision(kept, "menu")).toBe(first);
    await kept.activate(["menu"], "rani");
    expect(revision(await start(), "menu")).toBe(second);
  });

  test("is refused where there is nothing before, or the whole would not pass", async () => {
    const flows = await start();
    const refuse = (flow: string, to?: string) =>
      flows.rollback(flow, to, "rani").catch((error: unknown) => String(error));
    expect(await refuse("menu")).toContain("no revision of menu before this one");
    expect(await refuse("menu", "ffff")).toContain('begins with "ffff"');
    expect(await refuse("manu")).toContain('there is no flow "manu"');
    write("menu", menu("list"));
    await flows.activate(undefined, "rani");
    write("tea", tea("Which?").replace("message: tea", "message: menu"));
    await flows.activate(["tea"], "rani");
    expect(await refuse("menu")).toContain("FLOW_TRIGGER_OVERLAP");
    expect(revision(flows, "menu")).toBe(
      (await loadActive({ records: open.records, log })).get("menu")?.program.revision ?? "",
    );
  });
});
