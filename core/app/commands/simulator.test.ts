import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from "bun:test";
import { tmpdir } from "node:os";
import { fileURLToPath } from "node:url";
import { hmacHex } from "#core/lib/digest.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(90_000);
const patienceMs = 60_000;

const main = fileURLToPath(new URL("../main.ts", import.meta.url));
const secret = "bots-own-secret";

/** What the bot below does with webhooks from here on. */
let answersWith = 200;
const webhooks: { readonly body: string; readonly isSigned: boolean }[] = [];
const bot = Bun.serve({
  port: 0,
  hostname: "127.0.0.1",
  async fetch(request) {
    const { searchParams } = new URL(request.url);
    if (request.method === "GET") {
      const isOurs = searchParams.get("hub.verify_token") === "bots-own-word";
      return new Response(searchParams.get("hub.challenge"), { status: isOurs ? 200 : 403 });
    }
    const body = await request.text();
    const signature = request.headers.get("x-hub-signature-256");
    webhooks.push({ body, isSigned: signature === `sha256=${hmacHex(secret, body)}` });
    return new Response(null, { status: answersWith });
  },
});

function spawn(...args: readonly string[]) {
  return Bun.spawn([process.execPath, main, "simulator", ...args], {
    cwd: tmpdir(),
    env: { PATH: process.env["PATH"] },
    stdin: "ignore",
    stdout: "pipe",
    stderr: "pipe",
  });
}

let child: ReturnType<typeof spawn>;
let page = "";
let graphUrl = "";

beforeAll(async () => {
  const webhook = `http://127.0.0.1:${bot.port}/hook?bot=1`;
  const settings = `--verify-token bots-own-word --token bots-own-token --phone-number-id 42`;
  const places = `--webhook ${webhook} --port 0 --graph-port 0`;
  child = spawn(...`${places} ${settings} --app-secret ${secret} --json`.split(" "));
  const { value } = await child.stdout.getReader().read();
  const text = new TextDecoder().decode(value);
  expect(text).toStartWith('{"kind":"up",');
  page = /"page":"([^"]+\/simulator)"/.exec(text)?.[1] ?? "";
  graphUrl = /"graphUrl","value":"([^"]+)"/.exec(text)?.[1] ?? "";
});
afterAll(async () => {
  child.kill("SIGTERM");
  expect(await child.exited).toBe(0);
  await bot.stop(true);
});

async function pageText(language = "en"): Promise<string> {
  return await (await fetch(`${page}?language=${language}`)).text();
}

async function holds(condition: () => boolean | Promise<boolean>): Promise<boolean> {
  const deadline = performance.now() + patienceMs;
  while (!(await condition())) {
    if (performance.now() > deadline) return false;
    await new Promise((retry) => setTimeout(retry, 10));
  }
  return true;
}

const pageShows = (text: string) => holds(async () => (await pageText()).includes(text));

/** As a browser sends it: with where the form came from. */
const form = (path: string, fields: Readonly<Record<string, string>>) =>
  fetch(`${page}${path}`, {
    method: "POST",
    headers: { origin: new URL(page).origin },
    body: new URLSearchParams(fields),
  });
const say = (text: string) => form("/phones/p1/acts", { kind: "text", text });
const send = (token = "bots-own-token") =>
  fetch(`${graphUrl}/v25.0/42/messages`, {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    body: JSON.stringify({
      messaging_product: "whatsapp",
      to: "6281200000001",
      type: "text",
      text: { body: "Halo dari <b>bot</b>" },
    }),
  });

// One story: each test goes on where the one before it ended.
describe("sapa simulator", () => {
  test("shakes hands, and says plainly what is not to be had, in both languages", async () => {
    expect(await pageShows("knows the verify token")).toBe(true);
    const text = await pageText();
    expect(text).toContain("no diagram, no trace");
    for (const setting of [graphUrl, "bots-own-token", "bots-own-word", secret, ">42<"]) {
      expect(text).toContain(setting);
    }
    expect(text).not.toContain('id="drawing"');
    expect(text).not.toContain("Make it a test");
    expect(text).not.toContain("To the next timer");
    expect(await pageText("id")).toContain("tidak ada diagram, jejak");
    expect((await form("/phones/p1/test", {})).status).toBe(404);
    const noTimer = await form("/world/clock", { push: "timer" });
    expect(await noTimer.text()).toContain("Nobody with a phone here waits");
    expect((await fetch(page.replace("/simulator", "/"))).url).toBe(page);
  });

  test("signs what a person writes for the bot, and shows on the phone what it sends", async () => {
    expect((await say("Halo")).status).toBe(204);
    expect(webhooks[0]?.isSigned).toBe(true);
    expect(webhooks[0]?.body).toContain('"phone_number_id":"42"');
    expect((await send()).status).toBe(200);
    expect(await pageShows("Halo dari &lt;b&gt;bot&lt;/b&gt;")).toBe(true);
    expect(await pageShows("POST /v25.0/42/messages")).toBe(true);
    const isTold = (status: string) =>
      webhooks.some(({ body }) => body.includes(`"status":"${status}"`));
    // Receipts fall due at their times: an hour later all have.
    await form("/world/clock", { push: "hour" });
    for (const status of ["sent", "delivered", "read"]) {
      expect(await holds(() => isTold(status))).toBe(true);
    }
  });

  test("tells what the network refused the bot, and why", async () => {
    expect((await send("another token")).status).toBe(401);
    expect(await pageShows("<strong>190</strong>")).toBe(true);
    expect((await form("/world/clock", { push: "day" })).ok).toBe(true);
    expect((await send()).status).toBe(400);
    expect(await pageShows("<strong>131047</strong>")).toBe(true);
  });

  test("tells what the bot made of a webhook, and sends it again", async () => {
    answersWith = 401;
    const saying = say("Dengar?");
    expect(await pageShows("Refused as not genuine")).toBe(true);
    const heard = () => webhooks.filter(({ body }) => body.includes("Dengar?")).length;
    const before = heard();
    answersWith = 200;
    expect((await saying).status).toBe(204);
    expect(heard()).toBeGreaterThan(before);
  });

  test("empties a chat", async () => {
    expect((await form("/phones/p1/restart", {})).url).toBe(`${page}/phones/p1`);
    expect(await pageText()).not.toContain("Dengar?");
  });
});

test("sapa simulator ends with 2 and a sentence if it is used wrongly", async () => {
  const wrong = spawn("--webhook", "nowhere", "--port", "many");
  expect(await wrong.exited).toBe(2);
  const err = await new Response(wrong.stderr).text();
  expect(err).toContain('--webhook: "nowhere" is no http or https address');
  expect(err).toContain('--port: "many" is no port');
  expect(err).not.toContain("    at ");
});

test("sapa simulator names the flag of a port that is taken", async () => {
  const port = String(bot.port);
  const taken = spawn("--webhook", "http://127.0.0.1:9/", "--graph-port", port);
  expect(await taken.exited).toBe(1);
  expect(await new Response(taken.stderr).text()).toContain(`--graph-port ${Number(port) + 1}`);
});
