import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createQuietLog } from "sapa/plugin/testing";
import { openDataKey } from "#core/app/data-key.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { advance } from "#core/flow/advance.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";
import { accountId, runId } from "#core/lib/ids.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const example = fileURLToPath(new URL("../../flows/", import.meta.url));
let folder = "";
let data = "";

const tea = (question: string, id: string, more = "") => `flow: tea
format: 1
triggers: [{ message: tea }]
${more}slots: { cups: { type: integer } }
steps:
  - ask: ${question}
    id: ${id}
    into: cups
  - wait: { for: 1h }
    id: later
  - say: "{{ slots.cups }} cups"
`;
const file = () => join(folder, "tea.flow.yaml");

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-revisions-"));
  data = join(folder, "data");
  cpSync(join(example, "bot.yaml"), join(folder, "bot.yaml"));
  cpSync(join(example, "menu.flow.yaml"), join(folder, "menu.flow.yaml"));
  writeFileSync(file(), tea("How many?", "cups"));
});
afterAll(() => rmSync(folder, { recursive: true }));

function spawn(...args: readonly string[]) {
  return Bun.spawn([process.execPath, main, ...args], {
    cwd: folder,
    env: { PATH: process.env["PATH"], SAPA_DATA: data, SAPA_PORT: "0" },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

async function untilThere(path: string): Promise<void> {
  const deadlineAt = performance.now() + 30_000;
  while (!(await Bun.file(path).exists())) {
    if (performance.now() > deadlineAt) throw new Error(`waited in vain for ${path}`);
    await Bun.sleep(20);
  }
}

async function sapa(...args: readonly string[]) {
  const child = spawn("flow", ...args);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
}

/** Conversations that are under way in a flow, as a bot that is stopped has left them. */
async function leave(program: Program, count: number): Promise<void> {
  const random = createRealRandom();
  const { codec } = openDataKey({ dataFolder: data, secretKey: undefined, random });
  const parts = { clock: realClock, random, log: createQuietLog(), leaseMs: 60_000, codec };
  const { store } = openSqliteStore({ file: join(data, "sapa.db"), ...parts });
  const now = realClock.now();
  for (let index = 0; index < count; index += 1) {
    const sender = { scope: "x", addresses: [{ kind: "user_id" as const, value: `p${index}` }] };
    const body = {
      kind: "message" as const,
      message: { kind: "text" as const, id: `m${index}`, text: "tea" },
      sender,
    };
    const account = accountId("whatsapp");
    const event = {
      account,
      dedupeKey: `m${index}`,
      sender,
      body,
      occurredAt: now,
      receivedAt: now,
    };
    await store.ingest([event]);
    const [claim] = await store.claim(1, now);
    if (claim === undefined) throw new Error("nothing to claim");
    const cause = { kind: "start", runId: runId(`r${index}`), trigger: "message: tea" } as const;
    const { run } = advance(program, undefined, { cause, facts: sampleFacts() });
    const marks = claim.events.map(({ id }) => ({ event: id, state: "done" as const }));
    const none = { sends: [], activities: [], timers: [], history: [] };
    await store.commit(claim, { marks, runs: [run], ...none });
  }
  await store.close();
}

describe("sapa flow, beside a data folder", () => {
  test("nothing is active before the bot has run", async () => {
    const { code, out } = await sapa("diff");
    expect(code).toBe(0);
    expect(out).toContain("nothing is active yet");
  });

  test("activates without a bot that runs, and then nothing differs", async () => {
    const { code, out } = await sapa("activate");
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/menu {2}new \w{8}\ntea {2}new \w{8}\nactivated; no bot is running\n$/),
    ]);
    expect((await sapa("diff")).out).toBe("nothing differs\n");
  });

  test("diff tells what becomes of every conversation under way, by the rule that is applied", async () => {
    const sources = [{ file: "tea.flow.yaml", text: tea("How many?", "cups") }];
    const [program] = compileFlows(sources, sampleCatalog).programs;
    if (program === undefined) throw new Error("tea did not compile");
    await leave(program, 3);
    const diff = async (text: string) => {
      writeFileSync(file(), text);
      return (await sapa("diff", "tea")).out;
    };
    expect(await diff(tea("How many cups?", "number"))).toMatch(
      /- ask cups \(line 6\)\n {2}\+ ask number \(line 6\)\n {2}3 under way\n {4}3 at cups of \w{8}: stays\n/,
    );
    const map = "migrate: { map: { cups: number } }\n";
    expect(await diff(tea("How many cups?", "number", map))).toMatch(
      /~ migrate\n {2}~ ask number \(line 7, was cups\)\n {2}3 under way\n {4}3 at cups of \w{8}: moves to number\n/,
    );
    const restart = "migrate: { map: { cusp: number }, else: restart }\n";
    expect(await diff(tea("How many cups?", "number", restart))).toMatch(
      /! migrate maps "cusp", which \w{8} does not have: did you mean "cups"\?\n {2}3 under way\n {4}3 at cups of \w{8}: restarts \(step-gone cups\)\n/,
    );
    const handoff = "migrate: { else: handoff }\n";
    expect(await diff(tea("How many cups?", "number", handoff))).toContain("handed to a person");
    const json = JSON.parse((await sapa("diff", "tea", "--json")).out);
    expect(json.diffs[0].live[0]).toMatchObject({
      step: "cups",
      count: 3,
      fates: [{ becomes: "handed-off", detail: "step-gone cups", count: 3 }],
    });
    writeFileSync(file(), tea("How many?", "cups", "foo: 1\n"));
    const broken = await sapa("diff");
    expect([broken.code, broken.out]).toEqual([1, expect.stringContaining("FLOW_KEY_UNKNOWN")]);
  });

  test("list and show tell what is active, what was, and how many are under way", async () => {
    writeFileSync(file(), tea("How many glasses?", "cups"));
    const { out } = await sapa("list");
    expect(out).toMatch(/tea {3}3 steps.* \w{8} is active {2}3 under way/);
    await sapa("activate", "tea");
    const { out: shown } = await sapa("show", "tea");
    expect(shown).toMatch(/active {2}\w{8} {2}activate by shell at .*, 0 under way/);
    expect(shown).toMatch(/earlier {2}\w{8} {2}activate by shell at .*, 3 under way/);
    const [, revision = ""] = /earlier {2}(\w{8})/.exec(shown) ?? [];
    const { out: against } = await sapa("diff", "tea", "--to", revision);
    expect(against).toMatch(new RegExp(`tea {2}\\w{8} → ${revision}\n {2}~ ask cups \\(line 6\\)`));
  });

  test("a bot that runs takes a change over at once, and one that fails not at all", async () => {
    const bot = spawn("run", "--simulate");
    const control = join(data, "control.json");
    await untilThere(control);
    try {
      const rolled = await sapa("rollback", "tea");
      expect([rolled.code, rolled.out]).toEqual([
        0,
        expect.stringContaining("the running bot uses it"),
      ]);
      expect((await sapa("list")).out).toMatch(/tea .* is active, rolled back {2}3 under way/);
      writeFileSync(file(), readFileSync(file(), "utf8").replace("ask:", "aks:"));
      const failed = await sapa("activate");
      expect([failed.code, failed.out]).toEqual([1, ""]);
      expect(failed.err).toContain("Nothing was changed");
      writeFileSync(file(), tea("How many mugs?", "cups"));
      const taken = await sapa("activate", "tea", "--json");
      expect(JSON.parse(taken.out)).toMatchObject({ changes: [{ flow: "tea" }], isRunning: true });
      const elsewhere = await sapa("activate", "--bot", example);
      expect([elsewhere.code, elsewhere.err]).toEqual([2, expect.stringContaining("running bot")]);
    } finally {
      bot.kill();
      await bot.exited;
    }
    expect(await Bun.file(control).exists()).toBe(false);
  });
});
