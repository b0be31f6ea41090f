import { afterAll, beforeEach, describe, expect, test } from "bun:test";
import { connect } from "node:net";
import { BotError } from "#core/lib/bot-error.ts";
import { accountId } from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import type { WebhookRequest } from "#core/model/ports/channel.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createHttpApp } from "./create-http-app.ts";
import { bodyDeadlineMs, maxWebhookBytes } from "./receive-webhook.ts";

type Answer = { readonly status: 200 | 401 | 503; readonly body: string };

/** Time stands still unless a test moves it, so that no test waits. */
const clock = new VirtualClock(1_764_000_000_000);
const log = createQuietLog();
let seen: WebhookRequest[] = [];
let answer: () => Promise<Answer>;
let obstacles: readonly string[];
let isClosed: boolean;

const app = createHttpApp({
  engine: {
    receive(_account, request) {
      seen.push(request);
      return answer();
    },
    takeEvent: () => Promise.reject(new Error("not asked here")),
  },
  apiTokens: [],
  accounts: new Map([["whatsapp", accountId("whatsapp")]]),
  findObstacles: () => Promise.resolve(obstacles),
  isClosed: () => isClosed,
  clock,
  log,
});
const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: app.fetch });
const base = `http://127.0.0.1:${server.port}`;
afterAll(() => server.stop(true));
beforeEach(() => {
  seen = [];
  answer = () => Promise.resolve({ status: 200, body: "" });
  obstacles = [];
  isClosed = false;
});

/** Writes raw bytes and gives back all that came until the server closed or `until` was seen. */
function talk(head: string, options: { endless?: Buffer; until?: string }): Promise<string> {
  return new Promise((resolve) => {
    const socket = connect(server.port ?? 0, "127.0.0.1");
    let text = "";
    const finish = () => {
      socket.destroy();
      resolve(text);
    };
    const pump = (): void => {
      const { endless } = options;
      while (endless !== undefined && !socket.destroyed && text === "" && socket.write(endless));
    };
    socket.on("data", (data) => {
      text += data.toString("latin1");
      if (options.until !== undefined && text.includes(options.until)) finish();
    });
    socket.on("drain", pump);
    socket.on("error", finish);
    socket.on("close", finish);
    socket.write(head);
    pump();
  });
}

async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await new Promise((resolve) => setImmediate(resolve));
}

describe("a webhook", () => {
  test("reaches the engine as the bytes that came, with headers, query and time", async () => {
    const body = Buffer.from('{"text":"h\\u0000i \ud83d\ude4f","__proto__":1}', "utf8");
    const response = await fetch(`${base}/webhooks/whatsapp?a=1&a=2&b=%20x`, {
      method: "POST",
      headers: { "X-Hub-Signature-256": "sha256=00" },
      body,
    });
    expect(response.status).toBe(200);
    expect(seen).toHaveLength(1);
    const request = seen[0];
    expect(Buffer.from(request?.body ?? [])).toEqual(body);
    expect(request?.headers["x-hub-signature-256"]).toBe("sha256=00");
    expect(request?.query).toEqual({ a: "1", b: " x" });
    expect(request?.receivedAt).toBe(toMillis(1_764_000_000_000) satisfies Millis);
  });

  test("is answered only when the engine has answered", async () => {
    const held = Promise.withResolvers<Answer>();
    answer = () => held.promise;
    let isAnswered = false;
    const response = fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: "x" });
    void response.then(() => {
      isAnswered = true;
    });
    await until(() => seen.length === 1);
    expect(isAnswered).toBe(false);
    held.resolve({ status: 200, body: "" });
    expect((await response).status).toBe(200);
  });

  test("gives a handshake's challenge back as plain text", async () => {
    answer = () => Promise.resolve({ status: 200, body: "<b>1158201444</b>" });
    const response = await fetch(`${base}/webhooks/whatsapp?hub.challenge=1158201444`);
    expect(await response.text()).toBe("<b>1158201444</b>");
    expect(response.headers.get("content-type")).toStartWith("text/plain");
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
  });

  test("is answered 503 with Retry-After when nothing could be stored", async () => {
    answer = () => Promise.resolve({ status: 503, body: "try again later" });
    const told = await fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: "x" });
    expect([told.status, told.headers.get("retry-after")]).toEqual([503, "5"]);

    answer = () => Promise.reject(new BotError("STORE_UNAVAILABLE", "full", { retry: "later" }));
    const thrown = await fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: "x" });
    expect([thrown.status, thrown.headers.get("retry-after")]).toEqual([503, "5"]);
  });

  test("never shows what went wrong inside", async () => {
    answer = () => Promise.reject(new Error("secret detail"));
    const response = await fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: "x" });
    expect(response.status).toBe(500);
    expect(await response.text()).toBe('{"error":"internal error"}');
    expect(log.lines.at(-1)).toMatchObject({ level: "error", event: "http.failed" });
  });

  test("for an account that is not there is a 404 and reaches nothing", async () => {
    for (const path of [
      "/webhooks/other",
      "/webhooks/",
      "/webhooks/whatsapp/x",
      "/webhooks/toString",
    ]) {
      const response = await fetch(`${base}${path}`, { method: "POST", body: "x" });
      expect(response.status).toBe(404);
      expect(response.headers.get("content-type")).toBe("application/json");
    }
    expect(seen).toEqual([]);
  });

  test("is turned away at the end of a drain", async () => {
    isClosed = true;
    const response = await fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: "x" });
    expect([response.status, response.headers.get("retry-after")]).toEqual([503, "5"]);
    expect(seen).toEqual([]);
  });
});

describe("a body", () => {
  test("of exactly the limit is taken, one byte more is a 413", async () => {
    const post = (size: number) =>
      fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: Buffer.alloc(size, "x") });
    expect((await post(maxWebhookBytes)).status).toBe(200);
    expect(seen[0]?.body).toHaveLength(maxWebhookBytes);
    expect((await post(maxWebhookBytes + 1)).status).toBe(413);
    expect(seen).toHaveLength(1);
  });

  test("that never ends is a 413 while it streams, and memory does not grow with it", async () => {
    const before = process.memoryUsage().rss;
    const text = await talk(
      "POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
      {
        endless: Buffer.concat([
          Buffer.from("10000\r\n"),
          Buffer.alloc(65_536, "x"),
          Buffer.from("\r\n"),
        ]),
        until: "}",
      },
    );
    expect(text).toStartWith("HTTP/1.1 413");
    expect(text.toLowerCase()).toContain("connection: close");
    expect(seen).toEqual([]);
    expect(process.memoryUsage().rss - before).toBeLessThan(64 * 1_024 * 1_024);
  });

  test("in chunks within the limit is put together", async () => {
    const chunks = "5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n";
    const text = await talk(
      `POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n${chunks}`,
      { until: "\r\n\r\n" },
    );
    expect(text).toStartWith("HTTP/1.1 200");
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe("hello world");
  });

  test("with a Content-Length that lies is cut there, the rest is no webhook", async () => {
    const text = await talk(
      "POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\nabcdefgh\r\n\r\n",
      {},
    );
    expect(text).toStartWith("HTTP/1.1 200");
    expect(Buffer.from(seen[0]?.body ?? []).toString()).toBe("abc");
    expect(seen).toHaveLength(1);
  });

  test("with a Content-Length over the limit is refused before a byte of it came", async () => {
    const text = await talk(
      "POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 99999999\r\n\r\n",
      { until: "}" },
    );
    expect(text).toStartWith("HTTP/1.1 413");
  });

  for (const [name, head] of [
    ["with a length", "Content-Length: 1000"],
    ["in chunks", "Transfer-Encoding: chunked"],
  ]) {
    test(`${name} that drips is a 408 after the deadline and the connection ends`, async () => {
      const talking = talk(
        `POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\n${head}\r\n\r\n1\r\na\r\n`,
        {},
      );
      await until(() => server.pendingRequests === 1);
      await clock.advance(bodyDeadlineMs);
      expect(await talking).toStartWith("HTTP/1.1 408");
      expect(seen).toEqual([]);
    });
  }

  test("whose sender hangs up harms nobody", async () => {
    const socket = connect(server.port ?? 0, "127.0.0.1");
    socket.write("POST /webhooks/whatsapp HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nabc");
    await until(() => server.pendingRequests === 1);
    socket.destroy();
    const response = await fetch(`${base}/webhooks/whatsapp`, { method: "POST", body: "x" });
    expect(response.status).toBe(200);
    expect(log.lines.filter((line) => line.event === "http.failed")).toHaveLength(1);
  });
});

describe("health", () => {
  test("is alive as long as the process answers, and ready when nothing stands in the way", async () => {
    expect(await (await fetch(`${base}/healthz`)).json()).toEqual({ status: "alive" });
    expect((await fetch(`${base}/readyz`)).status).toBe(200);
  });

  test("is not ready while it drains or the store is away, and says which", async () => {
    obstacles = ["the bot is shutting down"];
    const response = await fetch(`${base}/readyz`);
    expect(response.status).toBe(503);
    expect(await response.json()).toEqual({ status: "not ready", obstacles });
    expect((await fetch(`${base}/healthz`)).status).toBe(200);
  });

  test("everything else is a 404 in JSON with headers that keep it in its place", async () => {
    for (const path of ["/", "/metrics", "/../etc/passwd", "/healthz/x"]) {
      const response = await fetch(base + path);
      expect(response.status).toBe(404);
      expect(await response.json()).toEqual({ error: "not found" });
      expect(response.headers.get("x-content-type-options")).toBe("nosniff");
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
    }
  });
});
