import { afterAll, afterEach, beforeAll, expect, setDefaultTimeout, test } from "bun:test";
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createPluginLoader } from "#core/app/plugin-loader.ts";
import { realClock } from "#core/app/real-clock.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { whatsappBotYaml } from "#core/app/testing/whatsapp-bot.ts";
import { openDoctorCase } from "./doctor-case.ts";
import { examine } from "./examine.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);
const deadlineMs = 60_000;

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const secrets = {
  WA_TOKEN: "EAAtokenOfThisTest0001",
  WA_SECRET: "appSecretOfThisTest0002",
  WA_WORD: "verifyWordOfThisTest0003",
};
/** Nobody listens there. */
const nowhere = "http://127.0.0.1:1";

let folder = "";
let variables: Readonly<Record<string, string>> = {};
/** What a bot that ran here has left. */
let ran = "";
let stopNetwork = () => Promise.resolve();
const stops: (() => Promise<unknown>)[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "sapa-doctor-"));
  ran = mkdtempSync(join(tmpdir(), "sapa-doctor-ran-"));
  const plugin = await createPluginLoader(folder, []).load("channel-whatsapp-cloud");
  if (plugin.kind !== "channel" || plugin.simulate === undefined) throw new Error("no simulator");
  const simulator = plugin.simulate({
    clock: realClock,
    random: createRealRandom(),
    deliver: () => Promise.resolve(undefined),
    settings: {
      token: secrets.WA_TOKEN,
      app_secrets: secrets.WA_SECRET,
      verify_token: secrets.WA_WORD,
    },
  });
  const network = simulator.serve({ port: 0 });
  stopNetwork = () => network.stop();
  const id = simulator.settings["phone_number_id"] ?? "";
  variables = { ...secrets, WA_ID: id, WA_GRAPH: network.url };
  writeBot();
  await (await startBot()).stop();
  cpSync(join(folder, "data"), ran, { recursive: true });
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});
afterAll(async () => {
  await stopNetwork();
  for (const place of [folder, ran]) rmSync(place, { recursive: true });
});

/** A bot's folder as it is after a run that ended well; `.env` is all that it knows of this machine. */
function writeBot(more = "", env: Readonly<Record<string, string>> = {}): void {
  rmSync(folder, { recursive: true });
  mkdirSync(folder);
  writeFileSync(join(folder, "bot.yaml"), whatsappBotYaml + more);
  const flow = "flow: hi\nformat: 1\ntriggers: [{ message: any }]\nsteps: [{ say: Hi. }]\n";
  writeFileSync(join(folder, "hi.flow.yaml"), flow);
  const all = { ...variables, SAPA_DATA: join(folder, "data"), SAPA_PORT: "0", ...env };
  const lines = Object.entries(all).map(([name, value]) => `${name}=${value}\n`);
  writeFileSync(join(folder, ".env"), lines.join(""));
  cpSync(ran, join(folder, "data"), { recursive: true });
}

async function startBot() {
  const child = Bun.spawn([process.execPath, main, "run", folder], {
    env: { PATH: process.env["PATH"] },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  let text = "";
  const gather = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  };
  void Promise.all([gather(child.stdout), gather(child.stderr)]);
  const stop = async () => {
    child.kill("SIGTERM");
    await child.exited;
  };
  stops.push(stop);
  const startedAt = performance.now();
  for (;;) {
    const url = /"event":"bot\.started".*?"url":"([^"]+)"/.exec(text)?.[1];
    if (url !== undefined) return { url, stop };
    if (performance.now() - startedAt > deadlineMs) throw new Error(`waited in vain:\n${text}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

async function examineBot() {
  return await examine(await openDoctorCase(folder, {}));
}

/** What one check found, a line each: `error message → hint`. */
async function find(check: string): Promise<readonly string[]> {
  const found = (await examineBot()).filter((item) => item.check === check);
  return found.map(({ state, message, hint }) => `${state} ${message} → ${hint ?? ""}`);
}

const expectError = async (check: string, message: string, hint: string) => {
  const errors = (await find(check)).filter((line) => line.startsWith("error"));
  expect(errors.join("\n")).toContain(message);
  expect(errors.join("\n")).toContain(hint);
};

/** Every file below a folder, with its size and time. */
function filesOf(place: string): readonly string[] {
  return readdirSync(place, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((file) => `${file} ${statSync(file).size} ${statSync(file).mtimeMs}`)
    .toSorted();
}

function serveStranger(answer: () => Response): string {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  stops.push(() => server.stop(true));
  return server.url.origin;
}

test("a bot that runs is asked from outside in, and no secret is told", async () => {
  writeBot(`providers: { coba: { plugin: ai-scripted, rules: [], country: here } }
knowledge: { menu: menu }
`);
  mkdirSync(join(folder, "menu"));
  const { url } = await startBot();
  const args = [process.execPath, main, "doctor", folder, "--json", "--port", new URL(url).port];
  const child = Bun.spawn(args, {
    env: { PATH: process.env["PATH"], SAPA_PUBLIC_URL: url },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const out = await new Response(child.stdout).text();
  const err = await new Response(child.stderr).text();
  expect(err).toBe("");
  expect(JSON.parse(out)).toMatchObject([
    {
      check: "webhook",
      state: "warning",
      message: expect.stringContaining("knows the verify token"),
    },
    {
      check: "account",
      state: "good",
      message: expect.stringMatching(
        /^whatsapp: the network knows token and account, .*quality GREEN/,
      ),
    },
    { check: "check", state: "good" },
    { check: "environment", state: "good" },
    { check: "data", state: "good" },
    { check: "data" },
    { check: "database", state: "good" },
    { check: "database", state: "good" },
    { check: "bot", state: "good", message: `it runs and is ready at ${url}` },
    { check: "provider", state: "good", message: expect.stringContaining("coba answers") },
    { check: "knowledge", state: "good", message: "menu: 0 files in the index" },
    { check: "runtime", state: "good" },
  ]);
  expect(await child.exited).toBe(0);
  for (const secret of Object.values(secrets)) expect(out).not.toContain(secret);
});

test("a bot that is stopped is looked at, and nothing of it changes", async () => {
  writeBot("knowledge: { menu: menu }\n");
  mkdirSync(join(folder, "menu"));
  writeFileSync(join(folder, "menu", "kopi.md"), "# Kopi\n\nRp 15.000\n");
  const before = filesOf(folder);
  const examined = await examineBot();
  expect(examined.filter(({ state }) => state === "error")).toEqual([]);
  expect(filesOf(folder)).toEqual(before);
  expect(await find("knowledge")).toEqual([
    `warning menu: the index is behind by 1 file → Read it now: sapa knowledge list --bot ${folder}; a bot that runs does so by itself.`,
  ]);
  expect(await find("bot")).toEqual([`warning it does not run → Start it: sapa run ${folder}`]);
});

test("where no bot has run nothing is made", async () => {
  writeBot();
  rmSync(join(folder, "data"), { recursive: true });
  expect((await find("database"))[0]).toStartWith("warning no bot has run on");
  expect(readdirSync(folder).toSorted()).toEqual([".env", "bot.yaml", "hi.flow.yaml"]);
});

test("a webhook with another verify token, and one that is another program, are told apart", async () => {
  writeBot();
  const { url } = await startBot();
  writeBot("", { SAPA_PUBLIC_URL: url, WA_WORD: "another-word-of-meta" });
  await expectError("webhook", "does not know the verify token (403)", "sapa run");
  const stranger = serveStranger(() => new Response("hello"));
  writeBot("", { SAPA_PUBLIC_URL: stranger });
  await expectError("webhook", "answers 200 without the challenge", "/webhooks/");
});

test("a secret that comes back is hidden in what is told", async () => {
  const location = `https://www.example.com/${secrets.WA_WORD}`;
  const stranger = serveStranger(() => new Response("", { status: 302, headers: { location } }));
  writeBot("", { SAPA_PUBLIC_URL: stranger });
  await expectError("webhook", "leads to https://www.example.com/[secret] (302)", "redirects");
});

test("a token that the network refuses is told with what mends it, and is hidden", async () => {
  writeBot("", { WA_TOKEN: "EAAnotTheTokenAtAll9999" });
  const told = await find("account");
  expect(told[0]).toMatch(/^error whatsapp: .*\(190\) → ./);
  expect(told.join()).not.toContain("EAAnotTheTokenAtAll9999");
  writeBot("", { WA_GRAPH: nowhere });
  await expectError("account", "whatsapp: ", "→ ");
});

test("a flow that is broken sends one to sapa check", async () => {
  writeBot();
  writeFileSync(join(folder, "bad.flow.yaml"), "flow: bad\nformat: 1\nsteps: [{ sey: Hi. }]\n");
  await expectError("check", "1 error", `sapa check ${folder}`);
});

test("a bot.yaml that cannot be read keeps nothing else from being looked at", async () => {
  writeBot("colour: blue\n");
  const states = new Map((await examineBot()).map(({ check, state }) => [check, state]));
  expect(states.get("check")).toBe("error");
  expect(states.get("database")).toBe("good");
});

test("a variable that is not set is told by its name", async () => {
  writeBot("", { WA_TOKEN: "" });
  await expectError("environment", "WA_TOKEN (channels.whatsapp.token)", "/.env");
});

test("a data folder that is none is told", async () => {
  writeBot("", { SAPA_DATA: join(folder, "bot.yaml") });
  await expectError("data", "bot.yaml is no folder", "SAPA_DATA");
});

test("a lost secret key is told and no other is made in its place", async () => {
  writeBot();
  rmSync(join(folder, "data", "secret.key"));
  await expectError("database", "secret.key is gone", "Put it back");
  expect(readdirSync(join(folder, "data"))).not.toContain("secret.key");
});

test("a secret key that stands in the environment needs no file", async () => {
  writeBot("", { SAPA_SECRET_KEY: readFileSync(join(ran, "secret.key"), "utf8").trim() });
  rmSync(join(folder, "data", "secret.key"));
  const found = await find("database");
  expect(found).toHaveLength(2);
  expect(found.every((line) => line.startsWith("good "))).toBeTrue();
});

test("a damaged page inside of the database is found", async () => {
  writeBot();
  const file = join(folder, "data", "sapa.db");
  const bytes = readFileSync(file);
  writeFileSync(file, bytes.fill(0xff, 8 * 4_096, 16 * 4_096));
  await expectError("database", "sapa.db is damaged: ", "sapa restore BACKUP");
});

test("a database of a later program, and one that is damaged, are told", async () => {
  writeBot();
  const file = join(folder, "data", "sapa.db");
  const bytes = readFileSync(file);
  // Where SQLite keeps `user_version`. Source: sqlite.org/fileformat, 1.3.
  bytes.writeUInt32BE(999, 60);
  writeFileSync(file, bytes);
  await expectError("database", "schema 999", "Use the version of the program that wrote it.");
  writeFileSync(file, Buffer.alloc(8_192, "no database "));
  await expectError("database", "damaged", "restore");
});

test("a port that another program has is told", async () => {
  const stranger = serveStranger(() => new Response("hello"));
  writeBot("", { SAPA_PORT: new URL(stranger).port });
  await expectError("bot", "taken by another program", "SAPA_PORT");
});

test("a provider that does not answer is told, and one that acts as a person says so", async () => {
  const providers = `providers:
  lokal: { plugin: ai-ollama, model: qwen3, host: "${nowhere}", country: here }
  kantor: { plugin: ai-copilot, tenant: contoso, client: 00000000-0000-0000-0000-000000000000, only_for: [owner] }
`;
  writeBot(providers);
  await expectError("provider", "lokal: ", `sapa provider check --bot ${folder}`);
  const told = (await find("provider")).join("\n");
  expect(told).toContain("kantor answers with the rights of a signed-in person");
  expect(told).toContain("only these may ask it: owner");
});
