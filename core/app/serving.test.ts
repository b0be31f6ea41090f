import {
  afterAll,
  afterEach,
  beforeAll,
  describe,
  expect,
  setDefaultTimeout,
  test,
} from "bun:test";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import { createPluginLoader } from "./plugin-loader.ts";
import { realClock } from "./real-clock.ts";
import { createRealRandom } from "./real-random.ts";
import { whatsappBotYaml } from "./testing/whatsapp-bot.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);

const main = fileURLToPath(new URL("main.ts", import.meta.url));
const flow = (text: string) =>
  `flow: hello\nformat: 1\ntriggers: [{ message: halo }]\nsteps:\n  - say: ${text}\n`;
const deadlineMs = 40_000;

let folder = "";
const stops: (() => Promise<unknown>)[] = [];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-serving-"));
  writeFileSync(join(folder, "bot.yaml"), whatsappBotYaml);
  writeFileSync(join(folder, "hello.flow.yaml"), flow("Halo juga!"));
});
afterEach(async () => {
  for (const stop of stops.splice(0).toReversed()) await stop();
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The fake Cloud API of the channel's plugin, over HTTP; its webhooks go to where `to` says. */
async function openNetwork(to: () => string) {
  const plugin = await createPluginLoader(folder, []).load("channel-whatsapp-cloud");
  if (plugin.kind !== "channel" || plugin.simulate === undefined) throw new Error("no simulator");
  let acknowledged = 0;
  const deliver = async ({ method, headers, body }: WebhookRequest) => {
    const url = `${to()}/webhooks/whatsapp`;
    const response = await fetch(url, { method, headers, body: new Uint8Array(body) });
    if (response.status === 200) acknowledged += 1;
    return response.status;
  };
  const simulator = plugin.simulate({
    clock: realClock,
    random: createRealRandom(),
    deliver: (request) => deliver(request).catch(() => undefined),
  });
  const served = simulator.serve({ port: 0 });
  stops.push(() => served.stop());
  const { settings } = simulator;
  const variables = {
    WA_ID: settings["phone_number_id"] ?? "",
    WA_TOKEN: settings["token"] ?? "",
    WA_SECRET: settings["app_secrets"] ?? "",
    WA_WORD: settings["verify_token"] ?? "",
    WA_GRAPH: served.url,
  };
  return { simulator, variables, acknowledged: () => acknowledged };
}

/** Starts `sapa` and gathers what it prints. */
function start(args: readonly string[], variables: Record<string, string>) {
  const child = Bun.spawn(
    [process.execPath, main, ...args, folder, "--data", join(folder, "data")],
    {
      env: { PATH: process.env["PATH"], SAPA_PORT: "0", ...variables },
      stdin: "ignore",
      stdout: "pipe",
      stderr: "pipe",
    },
  );
  let text = "";
  const gather = async (stream: ReadableStream<Uint8Array>) => {
    const decoder = new TextDecoder();
    for await (const chunk of stream) text += decoder.decode(chunk, { stream: true });
  };
  void Promise.all([gather(child.stdout), gather(child.stderr)]);
  stops.push(() => {
    child.kill("SIGKILL");
    return child.exited;
  });
  /** Where it listens. */
  const url = async () => {
    await until(
      () => /127\.0\.0\.1:\d+/.test(text),
      () => text,
    );
    return `http://${/127\.0\.0\.1:\d+/.exec(text)?.[0]}`;
  };
  return { child, url, text: () => text };
}

async function until(isTrue: () => boolean | Promise<boolean>, tell: () => string): Promise<void> {
  const startedAt = performance.now();
  while (!(await isTrue())) {
    if (performance.now() - startedAt > deadlineMs) throw new Error(`waited in vain:\n${tell()}`);
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const person = (index: number) => ({ name: `P${index}`, phone: `62812000${10_000 + index}` });
const halo = { kind: "text", text: "halo" } as const;

describe("sapa dev", () => {
  test("serves the bot on its simulator after well under two seconds of work, and ends on SIGTERM", async () => {
    const { child, url, text } = start(["dev"], {});
    const base = await url();
    await until(async () => (await fetch(`${base}/readyz`)).status === 200, text);
    await until(() => text().includes("Ctrl+C ends"), text);
    expect(text()).toContain("because these are not set: WA_ID, WA_TOKEN, WA_SECRET, WA_WORD");

    const shell = Bun.spawn(["sh", "-c", shellLines(text())], { stdout: "pipe", stderr: "ignore" });
    expect(await new Response(shell.stdout).text()).toStartWith("HTTP/1.1 200");
    await until(() => text().includes("← Sari  menu"), text);

    child.kill("SIGTERM");
    expect(await child.exited).toBe(0);
    // Work, not time on the wall: the machine may be busy with other tests.
    expect(Number(child.resourceUsage()?.cpuTime.total ?? 0n) / 1_000).toBeLessThan(2_000);
  });

  test("takes an edited flow, and keeps the last good one while it is broken", async () => {
    const { url, text } = start(["dev"], {});
    const base = await url();
    await until(() => text().includes("Ctrl+C ends"), text);
    const simulator = /network +(http\S+)/.exec(text())?.[1];
    const write = (index: number) =>
      fetch(`${simulator}/_sapa/act`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ person: person(index), act: halo }),
      });
    const file = join(folder, "hello.flow.yaml");

    writeFileSync(file, flow("{ broken"));
    await until(() => text().includes("not taken"), text);
    expect(text()).toContain("hello.flow.yaml:5:");
    await write(1);
    await until(() => text().includes("→ P1  Halo juga!"), text);

    writeFileSync(file, flow("Apa kabar?"));
    await until(() => text().includes(": taken, 1 flow"), text);
    await write(2);
    await until(() => text().includes("→ P2  Apa kabar?"), text);
    writeFileSync(file, flow("Halo juga!"));
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
  });
});

/** The first three lines to try: body, signature and POST. */
function shellLines(text: string): string {
  const lines = text.split("\n").map((line) => line.trim());
  const from = lines.findIndex((line) => line.startsWith("body='"));
  return lines.slice(from, from + 3).join("\n");
}

describe("sapa run", () => {
  test("answers over HTTP; SIGTERM under load ends it with 0 and loses nothing", async () => {
    let base = "";
    const network = await openNetwork(() => base);
    const first = start(["run"], network.variables);
    base = await first.url();
    const people = Array.from({ length: 200 }, (_, index) => person(index));
    const acting = people.map((one) => network.simulator.act(one, halo));
    await until(() => network.acknowledged() > 60, first.text);
    first.child.kill("SIGTERM");
    expect(await first.child.exited).toBe(0);
    expect(first.text()).toContain('"event":"bot.stopped","isDrained":true');

    // What was not acknowledged is sent again by the network until somebody answers.
    const second = start(["run"], network.variables);
    base = await second.url();
    await Promise.all(acting);
    await until(() => network.simulator.shown().length >= people.length, second.text);
    const answered = network.simulator.shown().map((shown) => shown.person.phone);
    expect(answered).toHaveLength(people.length);
    expect(new Set(answered).size).toBe(people.length);
    for (const line of (first.text() + second.text()).trim().split("\n")) {
      expect(typeof JSON.parse(line).event).toBe("string");
      expect(line).not.toContain("62812");
    }
  });

  test("stays open for webhooks while it drains; a second signal ends it at once", async () => {
    let posts = 0;
    // A network that takes a message and never says so.
    const silent = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      idleTimeout: 0,
      fetch(request) {
        if (request.method === "POST") posts += 1;
        return new Promise<Response>(() => {});
      },
    });
    stops.push(() => silent.stop(true));
    let base = "";
    const network = await openNetwork(() => base);
    const { child, url, text } = start(["run"], {
      ...network.variables,
      WA_GRAPH: silent.url.origin,
    });
    base = await url();
    await network.simulator.act(person(500), halo);
    await until(() => posts > 0, text);
    child.kill("SIGTERM");
    await until(async () => (await fetch(`${base}/readyz`)).status === 503, text);
    expect(await (await fetch(`${base}/readyz`)).json()).toMatchObject({
      obstacles: ["the bot is shutting down"],
    });
    const before = network.acknowledged();
    await network.simulator.act(person(501), halo);
    expect(network.acknowledged()).toBe(before + 1);
    const signalledAt = performance.now();
    child.kill("SIGTERM");
    expect(await child.exited).toBe(1);
    expect(performance.now() - signalledAt).toBeLessThan(2_000);
  });
});

describe("sapa send", () => {
  test("works beside a running bot and without it, within the window, and is told why not outside", async () => {
    let base = "";
    const network = await openNetwork(() => base);
    const send = async (to: string) => {
      const { child, text } = start(
        ["send", "--to", to, "--text", "Pesanan siap!"],
        network.variables,
      );
      return { code: await child.exited, text };
    };
    const bot = start(["run"], network.variables);
    base = await bot.url();
    await network.simulator.act(person(900), halo);
    await until(() => network.simulator.shown().length === 1, bot.text);
    const beside = await send(`+${person(900).phone}`);
    await until(() => beside.text() !== "", beside.text);
    expect([beside.code, beside.text()]).toEqual([0, "accepted\n"]);
    expect(network.simulator.shown().at(-1)?.text).toBe("Pesanan siap!");
    bot.child.kill("SIGTERM");
    await bot.child.exited;

    const sent = await send(`+${person(900).phone}`);
    await until(() => sent.text() !== "", sent.text);
    expect([sent.code, sent.text()]).toEqual([0, "accepted\n"]);
    expect(network.simulator.shown()).toHaveLength(3);

    const stranger = await send("+62 812 9999 0000");
    await until(() => stranger.text() !== "", stranger.text);
    expect(stranger.code).toBe(1);
    expect(stranger.text()).toStartWith("blocked: the person has not written for a day");
  });
});
