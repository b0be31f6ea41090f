import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createQuietLog, startWireServer, type WireServer } from "sapa/plugin/testing";
import { providerVerbs } from "#core/app/control/provider-verbs.ts";
import { serveControl } from "#core/app/control/serve-control.ts";
import { openProviders } from "#core/app/open-providers.ts";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { createPlainCodec } from "#core/store/codec.ts";
import { openMemoryDatabase } from "#core/store/open-memory-database.ts";
import { openSqliteStore } from "#core/store/open-sqlite-store.ts";
import ollama from "#plugins/ai-ollama/index.ts";

setDefaultTimeout(60_000);

const main = fileURLToPath(import.meta.resolve("#core/app/main.ts"));
let folder = "";
let server: WireServer;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "sapa-pull-"));
  server = await startWireServer();
  const bot = {
    bot: "kopi",
    format: 1,
    name: "Kopi",
    operator: "CV Kopi",
    locales: ["id"],
    human: { queue: "kasir" },
    channels: {
      wa: {
        plugin: "channel-whatsapp-cloud",
        phone_number_id: "1",
        token: { env: "TOKEN" },
        app_secrets: { env: "SECRET" },
        verify_token: { env: "VERIFY" },
      },
    },
    providers: {
      lokal: { plugin: "ai-ollama", host: server.url, model: "qwen3:4b", country: "here" },
    },
  };
  writeFileSync(join(folder, "bot.yaml"), JSON.stringify(bot));
  mkdirSync(join(folder, "data"), { mode: 0o700 });
});
afterEach(async () => {
  await server.close();
  rmSync(folder, { recursive: true });
});

const lines = [
  '{"status":"pulling manifest"}',
  '{"status":"pulling 163553aea1b1","digest":"sha256:163553aea1b1","total":2620788019,"completed":2620788019}',
  '{"status":"success"}',
];

function answerPull(said: readonly string[]): void {
  const pieces = said.map((line) => new TextEncoder().encode(`${line}\n`));
  server.answer({ status: 200, headers: { "content-type": "application/x-ndjson" }, pieces });
}

async function pull(name: string) {
  const child = Bun.spawn([process.execPath, main, "provider", "pull", name, "--bot", folder], {
    env: { PATH: process.env["PATH"], SAPA_DATA: join(folder, "data") },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
}

test("a model is fetched without a running bot, and a wrong name is told", async () => {
  answerPull(lines);
  const { code, out, err } = await pull("lokal");
  expect({ code, out }).toEqual({ code: 0, out: "lokal has its models\n" });
  expect(err).not.toContain("{");
  answerPull(['{"error":"pull model manifest: file does not exist"}']);
  const missing = await pull("lokal");
  expect(missing.code).toBe(1);
  expect(missing.err).toContain('nobody offers a model called "qwen3:4b"');
  expect((await pull("lokl")).err).toContain('Did you mean "lokal"?');
});

test("beside a running bot it is the bot that fetches it", async () => {
  const log = createQuietLog();
  const random = createRealRandom();
  const { store, records } = openSqliteStore({
    database: openMemoryDatabase(),
    clock: realClock,
    random,
    log,
    leaseMs: 60_000,
    codec: createPlainCodec(new Uint8Array(32)),
  });
  const settings = { host: server.url, model: "qwen3:4b" };
  const ready = { name: "lokal", plugin: ollama, settings, secrets: [], problems: [] };
  const ports = { records, clock: realClock, random, net: realNet, log };
  const opened = openProviders([ready], ports);
  const { verbs, stop } = providerVerbs(opened, realClock);
  const dataFolder = join(folder, "data");
  const control = serveControl({ dataFolder, verbs, clock: realClock, random, log });
  try {
    answerPull(lines);
    expect(await pull("lokal")).toMatchObject({ code: 0, out: "lokal has its models\n" });
    expect(server.requests.map(({ path }) => path)).toEqual(["/api/pull"]);
  } finally {
    stop();
    await control.stop();
    opened.stop();
    await store.close();
  }
});
