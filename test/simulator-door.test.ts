import { afterEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "#test/crash/free-port.ts";
import { repository } from "#test/source-files.ts";
import { waitUntil } from "#test/wait-until.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(120_000);
const patienceMs = 60_000;
const stops: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});

/** `sapa run` as production starts it; `told` is what it printed beside its log, to no terminal. */
async function run(args: readonly string[], variables: Readonly<Record<string, string>> = {}) {
  const data = await mkdtemp(join(tmpdir(), "sapa-door-"));
  const port = freePort();
  const child = Bun.spawn([process.execPath, "core/app/main.ts", "run", "flows", ...args], {
    cwd: repository,
    env: { PATH: process.env["PATH"], SAPA_DATA: data, SAPA_PORT: String(port), ...variables },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
  const text = { log: "", told: "" };
  const gather = async (stream: ReadableStream<Uint8Array>, name: keyof typeof text) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) text[name] += decoder.decode(chunk, { stream: true });
  };
  const gathered = Promise.all([gather(child.stdout, "log"), gather(child.stderr, "told")]);
  stops.push(async () => {
    child.kill("SIGKILL");
    await child.exited;
    await rm(data, { recursive: true, force: true });
  });
  /** The link that it wrote for its owner alone. */
  const findLink = async () => {
    const isTold = () => text.told.includes("simulator-link.txt\n");
    expect(await waitUntil(isTold, patienceMs)).toBe(true);
    return (await Bun.file(join(data, "simulator-link.txt")).text()).trim();
  };
  return { url: `http://127.0.0.1:${port}`, text, child, gathered, findLink };
}

const isUp = (url: string) =>
  waitUntil(
    () =>
      fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      ),
    patienceMs,
  );

test("production has no simulator unless it is asked for", async () => {
  const { url } = await run(["--simulate"]);
  expect(await isUp(url)).toBe(true);
  for (const path of ["/simulator", "/simulator/enter?key=x"]) {
    expect([path, (await fetch(url + path)).status]).toEqual([path, 404]);
  }
});

test("then one link opens it, once, and a chat works behind it", async () => {
  const { url, text, findLink } = await run(["--simulator"]);
  const link = await findLink();
  expect(link).toStartWith(`${url}/simulator/enter?key=`);
  const key = new URL(link).searchParams.get("key") ?? "";
  expect(key.length).toBeGreaterThan(40);
  expect(text.log + text.told).not.toContain(key);

  const pages = `${url}/simulator`;
  const say = (headers: Readonly<Record<string, string>>) =>
    fetch(`${pages}/phones/p1/acts`, {
      method: "POST",
      headers,
      body: new URLSearchParams({ kind: "text", text: "jam buka" }),
    });
  for (const path of ["", "/phones/p1", "/phones/p1/updates", "/phones/p1/transcript"]) {
    expect([path, (await fetch(pages + path)).status]).toEqual([path, 403]);
  }
  expect((await say({ origin: url })).status).toBe(403);

  expect((await fetch(link)).status).toBe(200);
  const enter = (origin: string) =>
    fetch(`${pages}/enter`, {
      method: "POST",
      headers: { origin },
      body: new URLSearchParams({ key }),
      redirect: "manual",
    });
  expect((await enter("https://evil.example")).status).toBe(403);
  const entered = await enter(url);
  expect(entered.status).toBe(303);
  expect((await enter(url)).status).toBe(403);
  const cookie = entered.headers.get("set-cookie")?.split(";")[0] ?? "";
  expect((await say({ origin: "https://evil.example", cookie })).status).toBe(403);
  expect((await say({ origin: url, cookie })).status).toBe(204);
  const page = async () => await (await fetch(pages, { headers: { cookie } })).text();
  expect(
    await waitUntil(async () => (await page()).includes("Senin sampai Jumat"), patienceMs),
  ).toBe(true);
  // Time is real here, and the bot is not killed for a look at it.
  for (const act of ["clock", "restart"]) {
    const headers = { origin: url, cookie };
    const done = await fetch(`${pages}/world/${act}`, { method: "POST", headers });
    expect([act, done.status]).toEqual([act, 404]);
  }
});

test("a proxy in front may take TLS away: the public address is ours too", async () => {
  // As people write it; the link has one slash there all the same.
  const variables = { SAPA_PUBLIC_URL: "https://bot.example.com/" };
  const { url, findLink } = await run(["--simulator"], variables);
  const link = await findLink();
  expect(link).toStartWith("https://bot.example.com/simulator/enter?key=");
  const key = new URL(link).searchParams.get("key") ?? "";
  const entered = await fetch(`${url}/simulator/enter`, {
    method: "POST",
    headers: { host: "bot.example.com", origin: "https://bot.example.com" },
    body: new URLSearchParams({ key }),
    redirect: "manual",
  });
  expect(entered.status).toBe(303);
  expect(entered.headers.get("set-cookie")).toContain("Secure");
  const headers = { host: "evil.example" };
  expect((await fetch(`${url}/simulator`, { headers })).status).toBe(421);
});

test("where every account is real there is nothing to simulate", async () => {
  const names = ["ACCESS_TOKEN", "APP_SECRET", "VERIFY_TOKEN", "PHONE_NUMBER_ID"];
  const variables = Object.fromEntries(
    names.map((name) => [`WHATSAPP_${name}`, "200000000000002"]),
  );
  const { child, text, gathered } = await run(["--simulator"], variables);
  expect(await child.exited).not.toBe(0);
  await gathered;
  expect(text.told).toContain("no account of this bot is on a simulator");
});

test("below a path there is no simulator", async () => {
  const variables = { SAPA_PUBLIC_URL: "https://bot.example.com/shop" };
  const { child, text, gathered } = await run(["--simulator"], variables);
  expect(await child.exited).not.toBe(0);
  await gathered;
  expect(text.told).toContain("SAPA_PUBLIC_URL is https://bot.example.com/shop");
});
