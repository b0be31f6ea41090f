import { beforeEach, describe, expect, test } from "bun:test";
import { z } from "zod";
import type { EventAnswer, OutsideEvent } from "#core/engine/take-event.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { accountId } from "#core/lib/ids.ts";
import { createQuietLog } from "#core/plugin/testing/quiet-log.ts";
import { VirtualClock } from "#core/plugin/testing/virtual-clock.ts";
import { createHttpApp } from "./create-http-app.ts";
import { createOpenApi } from "./open-api.ts";
import { maxEventBytes } from "./receive-event.ts";
import { bodyDeadlineMs } from "./receive-webhook.ts";

const token = "a-token-of-the-shop";
const shop = accountId("whatsapp");
let taken: OutsideEvent[] = [];
let answer: () => Promise<EventAnswer>;
beforeEach(() => {
  taken = [];
  answer = () => Promise.resolve("new");
});

function appOf(
  names: readonly string[],
  apiTokens: readonly string[],
  isClosed = false,
  clock = new VirtualClock(1_764_000_000_000),
) {
  return createHttpApp({
    engine: {
      receive: () => Promise.reject(new Error("not asked here")),
      takeEvent(event) {
        taken.push(event);
        return answer();
      },
    },
    accounts: new Map(names.map((name) => [name, accountId(name)])),
    apiTokens,
    findObstacles: () => Promise.resolve([]),
    isClosed: () => isClosed,
    clock,
    log: createQuietLog(),
  });
}
const app = appOf(["whatsapp"], ["another-token-before", token]);

const body = { event: "order.shipped", to: { phone: "+6281234567890" }, data: { number: "K-17" } };

function post(
  json: unknown,
  headers: Readonly<Record<string, string>> = {},
  to: ReturnType<typeof appOf> = app,
): Promise<Response> {
  const request = new Request("http://localhost/api/v1/events", {
    method: "POST",
    headers: { authorization: `Bearer ${token}`, "idempotency-key": "k1", ...headers },
    body: typeof json === "string" ? json : JSON.stringify(json),
  });
  return Promise.resolve(to.fetch(request));
}

async function outcome(response: Response): Promise<readonly [number, unknown]> {
  return [response.status, await response.json()];
}

describe("an event of the owner's own systems", () => {
  test("is handed on with its key and answered 202; a repeat 200", async () => {
    expect(await outcome(await post(body))).toEqual([202, { status: "accepted" }]);
    expect(taken).toEqual([
      {
        account: shop,
        to: { kind: "address", address: { kind: "phone", value: "6281234567890" } },
        name: "order.shipped",
        data: { number: "K-17" },
        key: "k1",
      },
    ]);
    answer = () => Promise.resolve("duplicate");
    expect(await outcome(await post(body))).toEqual([200, { status: "duplicate" }]);
  });

  test("is addressed by our id, a phone number or the network's id", async () => {
    await post({ event: "x", to: { contact: "c-1" } });
    await post({ event: "x", to: { user_id: "ID.1" } });
    expect(taken.map(({ to, data }) => [JSON.stringify(to), data])).toEqual([
      ['{"kind":"contact","contact":"c-1"}', {}],
      ['{"kind":"address","address":{"kind":"user_id","value":"ID.1"}}', {}],
    ]);
  });

  test("is 503 with a time to come back when it cannot be kept", async () => {
    answer = () => Promise.reject(new BotError("STORE_UNAVAILABLE", "full", { retry: "later" }));
    const response = await post(body);
    expect(response.status).toBe(503);
    expect(response.headers.get("retry-after")).toBe("5");
    expect((await post(body, {}, appOf(["whatsapp"], [token], true))).status).toBe(503);
  });

  test("needs a token, and where none is set nobody has one", async () => {
    for (const authorization of [
      "",
      "Bearer",
      "Bearer wrong",
      `Basic ${token}`,
      `Bearer ${token}x`,
    ]) {
      const response = await post(body, { authorization });
      expect(await outcome(response)).toEqual([401, { error: "unauthorized" }]);
      expect(response.headers.get("www-authenticate")).toBe("Bearer");
    }
    const closed = appOf(["whatsapp"], []);
    expect((await post(body, {}, closed)).status).toBe(401);
    expect((await post(body, { authorization: "" }, closed)).status).toBe(401);
    expect((await post(body, { authorization: "Bearer another-token-before" })).status).toBe(202);
    expect(taken.length).toBe(1);
  });

  test.each([
    ["no JSON", "{", {}, "the body is not JSON"],
    ["no key", body, { "idempotency-key": "" }, "Idempotency-Key"],
    ["a key that is too long", body, { "idempotency-key": "k".repeat(201) }, "Idempotency-Key"],
    ["a bad name", { ...body, event: "Order Shipped" }, {}, "event: an event's name"],
    ["nobody", { ...body, to: {} }, {}, "to: write one of"],
    ["two addresses", { ...body, to: { phone: "+628", user_id: "ID.1" } }, {}, "to: write one of"],
    ["a local number", { ...body, to: { phone: "0812345678" } }, {}, "to.phone: write the number"],
    ["an unknown key", { ...body, evnt: 1 }, {}, 'Unrecognized key: "evnt"'],
    ["data that is no map", { ...body, data: [1] }, {}, "data: "],
    ["data without a floor", `{"event":"x","data":${"[".repeat(20)}`, {}, "more than 16 levels"],
  ])("is refused in words: %s", async (_name, json, headers, words) => {
    const [status, told] = await outcome(await post(json, headers));
    expect(status).toBe(400);
    expect(JSON.stringify(told)).toContain(words.replaceAll('"', '\\"'));
    expect(taken).toEqual([]);
  });

  test("is refused when it is too large", async () => {
    const large = { ...body, data: { text: "x".repeat(maxEventBytes) } };
    expect((await post(large)).status).toBe(413);
  });

  test("names its account where there are several", async () => {
    const two = appOf(["whatsapp", "second"], [token]);
    expect((await post(body, {}, two)).status).toBe(400);
    expect((await post({ ...body, account: "third" }, {}, two)).status).toBe(404);
    expect((await post({ ...body, account: "second" }, {}, two)).status).toBe(202);
    expect(taken[0]?.account).toBe(accountId("second"));
    answer = () => Promise.resolve("no-contact");
    expect((await post({ ...body, account: "second" }, {}, two)).status).toBe(404);
  });
});

test("a body that drips is a 408, and the description tells of every answer there is", async () => {
  const late = new VirtualClock(0);
  const slow = appOf(["whatsapp"], [token], false, late);
  const body = new ReadableStream<Uint8Array>({
    start: (stream) => stream.enqueue(new Uint8Array(1)),
  });
  const headers = { authorization: `Bearer ${token}`, "idempotency-key": "k1" };
  const request = new Request("http://localhost/api/v1/events", { method: "POST", headers, body });
  const answering = Promise.resolve(slow.fetch(request));
  await late.advance(bodyDeadlineMs);
  expect((await answering).status).toBe(408);
  const described = z
    .object({ paths: z.record(z.string(), z.object({ post: z.object({ responses: z.json() }) })) })
    .parse(createOpenApi());
  expect(Object.keys(described.paths["/api/v1/events"]?.post.responses ?? {})).toEqual([
    "200",
    "202",
    "400",
    "401",
    "404",
    "408",
    "413",
    "500",
    "503",
  ]);
});

test("the description needs the token too, and holds the schema that requests are read by", async () => {
  const get = (authorization: string) =>
    app.fetch(new Request("http://localhost/api/openapi.json", { headers: { authorization } }));
  expect((await get("")).status).toBe(401);
  const response = await get(`Bearer ${token}`);
  expect(response.status).toBe(200);
  const text = await response.text();
  expect(text).toContain('"openapi":"3.1.0"');
  for (const word of ["order.shipped", "user_id", "Idempotency-Key", "additionalProperties"]) {
    expect(text).toContain(word);
  }
});
