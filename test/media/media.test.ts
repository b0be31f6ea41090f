import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "bun:test";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BotFolder } from "#core/app/bot-folder.ts";
import { realGuardedNet } from "#core/app/guarded-net.ts";
import { loadBot } from "#core/app/load-bot.ts";
import { prepareAccounts, settingSources } from "#core/app/prepare-accounts.ts";
import { realClock } from "#core/app/real-clock.ts";
import { realNet } from "#core/app/real-net.ts";
import { createRealRandom } from "#core/app/real-random.ts";
import { type Wired, wireBot } from "#core/app/wire.ts";
import { systemTexts } from "#core/engine/texts.ts";
import { hmacHex, sha256Hex } from "#core/lib/digest.ts";
import { later } from "#core/lib/millis.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { waitUntil } from "#test/wait-until.ts";
import { type Download, GraphStub } from "./graph-stub.ts";

const deadlineMs = 30_000;
const testMs = 60_000;
/** The bot's time runs this much faster, so that a second try comes soon; HTTP does not. */
const haste = 20;

const variables = {
  ID: "200000000000002",
  TOKEN: "secret-token",
  SECRET: "app-secret",
  VERIFY: "verify",
};

const folderOf = (graphUrl: string): BotFolder => ({
  folder: tmpdir(),
  bot: {
    file: "bot.yaml",
    text: `
bot: foto
format: 1
name: Foto
consent: { tell: elsewhere }
locales: [id]
human: { queue: desk }
channels:
  whatsapp:
    plugin: channel-whatsapp-cloud
    phone_number_id: { env: ID }
    token: { env: TOKEN }
    app_secrets: { env: SECRET }
    verify_token: { env: VERIFY }
    graph_url: "${graphUrl}"
limits: { account: { pair: { every: 1ms, burst: 1000 } } }
intake: { media_max: 25MB }
`,
  },
  flows: [
    {
      file: "quiet.flow.yaml",
      text: "flow: quiet\nformat: 1\ntriggers: [{ message: ping }]\nsteps:\n  - say: pong\n",
    },
  ],
  tests: [],
});

const startAt = realClock.now();
const fastClock: Clock = {
  now: () => later(startAt, (realClock.now() - startAt) * haste),
  after: (delayMs, task) => realClock.after(delayMs / haste, task),
  soon: (task) => realClock.soon(task),
};

const texts = systemTexts("id");
const photo = new Uint8Array(300_000).fill(7);
photo.set([0xff, 0xd8, 0xff]);
const hash = sha256Hex(photo);

let graph = new GraphStub();
let bot: Wired | undefined;
let folder = "";
let messages = 0;
/** A server that nobody may ever talk to: what a request would find on a private network. */
const hits: string[] = [];
const stranger = createServer((request, response) => {
  hits.push(`${request.url} ${request.headers.authorization}`);
  response.writeHead(200, { "content-type": "image/jpeg" }).end(photo);
});
let strangerUrl = "";

beforeAll(async () => {
  await new Promise<void>((resolve) => {
    stranger.listen(0, "127.0.0.1", resolve);
  });
  const address = stranger.address();
  if (typeof address === "object") strangerUrl = `http://127.0.0.1:${address?.port}`;
});
afterAll(() => void stranger.close());

beforeEach(async () => {
  graph = new GraphStub();
  await graph.start();
  folder = await mkdtemp(join(tmpdir(), "sapa-media-"));
  bot = await open();
}, testMs);

afterEach(async () => {
  await bot?.drain();
  await bot?.close();
  bot = undefined;
  graph.stop();
  await rm(folder, { recursive: true });
}, testMs);

async function open(): Promise<Wired> {
  const loaded = await loadBot(folderOf(graph.url));
  if (loaded.bot === undefined) throw new Error(JSON.stringify(loaded.findings));
  const { ready } = prepareAccounts(
    loaded.bot.accounts,
    "never",
    settingSources("/nowhere", variables),
  );
  const wired = await wireBot({
    bot: loaded.bot,
    accounts: ready,
    variables,
    dataFolder: folder,
    secretKey: undefined,
    keepsDiskFree: false,
    clock: fastClock,
    random: createRealRandom(),
    net: realNet,
    web: realGuardedNet,
    log: createQuietLog(),
  });
  await wired.start();
  return wired;
}

function running(): Wired {
  if (bot === undefined) throw new Error("the bot is not running");
  return bot;
}

/** A person's photo, as Meta tells of it. */
async function sendPhoto(id: string): Promise<void> {
  messages += 1;
  const from = "6281200000001";
  const message = {
    from,
    id: `wamid.in.${messages}`,
    timestamp: String(Math.floor(fastClock.now() / 1_000)),
    type: "image",
    image: { id, mime_type: "image/jpeg", sha256: "3Q2+7w==" },
  };
  const value = {
    messaging_product: "whatsapp",
    metadata: { display_phone_number: "1", phone_number_id: variables.ID },
    contacts: [{ profile: { name: "Sari" }, wa_id: from }],
    messages: [message],
  };
  const entry = [{ id: "1", changes: [{ field: "messages", value }] }];
  const body = JSON.stringify({ object: "whatsapp_business_account", entry });
  const headers = { "x-hub-signature-256": `sha256=${hmacHex(variables.SECRET, body)}` };
  const request = new Request("http://bot/webhooks/whatsapp", { method: "POST", headers, body });
  expect((await running().http.fetch(request)).status).toBe(200);
}

/** What became of the one file, once something has. */
async function outcome(): Promise<string> {
  let state: string | undefined;
  const isThere = await waitUntil(async () => {
    const [row] = await running().records.media({ limit: 1 });
    state = row === undefined ? undefined : `${row.state} ${row.reason ?? row.file?.mime}`;
    const stats = await running().store.stats();
    return state !== undefined && stats.openActivities + stats.pendingEvents === 0;
  }, deadlineMs);
  expect(isThere).toBe(true);
  return state ?? "";
}

async function said(count: number): Promise<readonly string[]> {
  await waitUntil(() => graph.texts.length >= count, deadlineMs);
  return graph.texts;
}

const give =
  (content: Uint8Array, type = "image/jpeg"): Download =>
  (response) =>
    void response.writeHead(200, { "content-type": type }).end(content);
const whole = { mime: "image/jpeg", bytes: photo.length };

test(
  "a file is fetched with the token, kept under its hash, and still there after a restart",
  async () => {
    graph.files.set("1", { ...whole, download: give(photo) });
    await sendPhoto("1");
    expect(await outcome()).toBe("kept image/jpeg");
    await running().drain();
    await running().close();
    bot = await open();
    const [row] = await running().records.media({ limit: 1 });
    expect(row?.file).toEqual({ sha256: hash, mime: "image/jpeg", bytes: photo.length });
    const file = Buffer.from(await Bun.file(join(folder, "files", hash.slice(0, 2), hash)).bytes());
    expect(file.length).toBeGreaterThan(photo.length);
    expect(file.includes(photo.subarray(0, 64))).toBe(false);
    expect(graph.texts).toEqual([]);
  },
  testMs,
);

test(
  "100 MB are refused politely, and not one byte of them is fetched",
  async () => {
    graph.files.set("1", { mime: "image/jpeg", bytes: 100_000_000, download: give(photo) });
    await sendPhoto("1");
    expect(await outcome()).toBe("refused too-large");
    expect(await said(1)).toEqual([texts.mediaTooLarge("25 MB")]);
    expect(graph.downloads.size).toBe(0);
  },
  testMs,
);

test(
  "100 MB that were told to be small are cut off",
  async () => {
    let written = 0;
    const pour = (response: ServerResponse): void => {
      while (written < 100_000_000) {
        written += photo.length;
        if (!response.write(photo)) {
          response.once("drain", () => pour(response));
          return;
        }
      }
      response.end();
    };
    graph.files.set("1", {
      ...whole,
      download(response, download) {
        if (download > 1) return give(photo)(response, download);
        response.writeHead(200, { "content-type": "image/jpeg" });
        pour(response);
      },
    });
    await sendPhoto("1");
    expect(await outcome()).toBe("kept image/jpeg");
    expect(written).toBeLessThan(100_000_000);
    expect(graph.texts).toEqual([]);
  },
  testMs,
);

test(
  "an address that is over is looked up again",
  async () => {
    graph.files.set("1", {
      ...whole,
      download: (response, download) =>
        download === 1 ? void response.writeHead(404).end() : give(photo)(response, download),
    });
    await sendPhoto("1");
    expect(await outcome()).toBe("kept image/jpeg");
    expect(graph.downloads.get("1")).toBe(2);
  },
  testMs,
);

test(
  "a file that the vendor no longer has is told",
  async () => {
    await sendPhoto("1");
    expect(await outcome()).toMatch(/^gone /);
    expect(await said(1)).toEqual([texts.mediaLost]);
  },
  testMs,
);

test(
  "a web page that is called a photo is refused",
  async () => {
    const page = new TextEncoder().encode("<!doctype html><script>alert(1)</script>");
    graph.files.set("1", { mime: "image/jpeg", bytes: page.length, download: give(page) });
    await sendPhoto("1");
    expect(await outcome()).toBe("refused wrong-type");
    expect(await said(1)).toEqual([texts.mediaWrongType]);
  },
  testMs,
);

test(
  "a file that is cut off is fetched again, until it is whole",
  async () => {
    const half = photo.subarray(0, 150_000);
    graph.files.set("1", {
      ...whole,
      download(response, download) {
        const head = { "content-type": "image/jpeg" };
        if (download === 1) {
          response.writeHead(200, { ...head, "content-length": photo.length });
          response.write(half, () => response.socket?.destroy());
        } else if (download === 2) {
          response.writeHead(200, head).end(half);
        } else {
          give(photo)(response, download);
        }
      },
    });
    await sendPhoto("1");
    expect(await outcome()).toBe("kept image/jpeg");
    expect(graph.downloads.get("1")).toBe(3);
    const [row] = await running().records.media({ limit: 1 });
    expect(row?.file?.sha256).toBe(hash);
    expect(graph.texts).toEqual([]);
  },
  testMs,
);

test.each([
  ["a redirect to this machine", () => ({ location: `${strangerUrl}/secret` })],
  ["a redirect to a machine of the cloud", () => ({ location: "http://169.254.169.254/latest/" })],
  ["a redirect to a name", () => ({ location: "http://localhost/secret" })],
] as const)(
  "%s is refused, and the token is not sent there",
  async (_name, headers) => {
    graph.files.set("1", {
      ...whole,
      download: (response) => void response.writeHead(302, headers()).end(),
    });
    await sendPhoto("1");
    expect(await outcome()).toBe("refused foreign-address");
    expect(await said(1)).toEqual([texts.mediaLost]);
    expect(hits).toEqual([]);
  },
  testMs,
);

test(
  "an address on another host is refused, and the token is not sent there",
  async () => {
    graph.files.set("1", { ...whole, url: `${strangerUrl}/file`, download: give(photo) });
    await sendPhoto("1");
    expect(await outcome()).toBe("refused foreign-address");
    expect(hits).toEqual([]);
  },
  testMs,
);

test(
  "a person who is erased leaves no file",
  async () => {
    graph.files.set("1", { ...whole, download: give(photo) });
    await sendPhoto("1");
    expect(await outcome()).toBe("kept image/jpeg");
    const [conversation] = await running().records.conversations(1);
    if (conversation === undefined) throw new Error("there is no conversation");
    expect(await running().erasePerson(conversation.contact, "test")).toBeDefined();
    expect(await Bun.file(join(folder, "files", hash.slice(0, 2), hash)).exists()).toBe(false);
  },
  testMs,
);
