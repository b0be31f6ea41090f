import { describe, expect, test } from "bun:test";
import type { ActionCall, GuardedNet, GuardedReply, GuardedRequest, Json } from "sapa/plugin";
import { actionConformance, createTestActions } from "sapa/plugin/testing";
import { configSchema } from "./config.ts";
import plugin from "./index.ts";

const settings = {
  hosts: ["shop.example"],
  headers: { authorization: "Bearer of-the-bot", "x-shop": "1" },
};

/** Answers every request alike, and remembers it. */
function recordingWeb(reply: GuardedReply): GuardedNet & { readonly asked: GuardedRequest[] } {
  const asked: GuardedRequest[] = [];
  return {
    asked,
    request: (request, signal) => {
      if (signal?.aborted === true) return Promise.resolve({ kind: "broken", reason: "aborted" });
      asked.push(request);
      return Promise.resolve(reply);
    },
  };
}

const answer = (status: number, body = "", type = "application/json"): GuardedReply => ({
  kind: "answer",
  status,
  headers: { "content-type": type },
  body,
});

const url = "https://shop.example/orders";

actionConformance({
  plugin,
  settings,
  web: recordingWeb(answer(200, '{"number":"K-17"}')),
  inputs: {
    get: { url },
    post: { url, body: { cups: 2 } },
    put: { url, body: 1 },
    delete: { url },
  },
});

async function run(action: string, reply: GuardedReply, input: object = {}) {
  const web = recordingWeb(reply);
  const call: ActionCall = { action, input: { url, ...input }, key: "run:7", timeoutMs: 5_000 };
  const actions = createTestActions(plugin, settings, web);
  const outcome = await actions(call, new AbortController().signal);
  return { outcome, asked: web.asked };
}

describe("a request", () => {
  test("carries JSON, the key, the bot's headers and the step's own over them", async () => {
    const headers = { "X-Shop": "2", Host: "evil.test", "Content-Length": "1" };
    const { asked } = await run("post", answer(200), { body: { cups: 2 }, headers });
    expect(asked).toEqual([
      {
        method: "POST",
        url,
        headers: {
          accept: "application/json",
          authorization: "Bearer of-the-bot",
          "x-shop": "2",
          "content-type": "application/json",
          "idempotency-key": "run:7",
        },
        body: '{"cups":2}',
        hosts: ["shop.example"],
        timeoutMs: 5_000,
        maxBytes: 65_536,
      },
    ]);
  });

  test("has its parameters behind the address, written so that none can end another", async () => {
    const query = { q: "a&b=c", page: 2, none: null, empty: "" };
    const { asked } = await run("get", answer(200), { query });
    expect(asked[0]?.url).toBe(`${url}?q=a%26b%3Dc&page=2`);
    expect(asked[0]?.body).toBeUndefined();
  });
});

describe("an answer", () => {
  test.each<[string, GuardedReply, Json]>([
    ["JSON", answer(201, '{"number":"K-17"}'), { number: "K-17" }],
    ["nothing", answer(204), null],
    ["text", answer(200, "pong", "text/plain"), "pong"],
    ["JSON that says it is text", answer(200, "[1]", "text/plain"), [1]],
  ])("of %s is done", async (_what, reply, value) => {
    expect((await run("get", reply)).outcome).toEqual({ kind: "done", value });
  });

  test.each<[string, number, string]>([
    ["get", 404, "failed http_404 final"],
    ["post", 422, "failed http_422 final"],
    ["get", 429, "failed http_429"],
    ["post", 429, "failed http_429"],
    ["post", 503, "failed http_503"],
    ["get", 500, "failed http_500"],
    ["put", 502, "failed http_502"],
    ["post", 500, "unknown"],
    ["post", 504, "unknown"],
    ["get", 302, "failed http_302 final"],
    ["post", 301, "unknown"],
    ["post", 302, "unknown"],
    ["delete", 303, "unknown"],
  ])("to %s with %d: %s", async (action, status, wanted) => {
    const { outcome } = await run(action, answer(status));
    const words: string[] = [outcome.kind];
    const more = outcome.kind === "failed" ? [outcome.code, outcome.isFinal ? "final" : ""] : [];
    expect([...words, ...more].join(" ").trim()).toBe(wanted);
  });

  test.each<[string, number, string]>([
    ["get", 404, "http_404"],
    ["get", 200, "done"],
    ["post", 200, "done"],
    ["post", 404, "unknown"],
    ["post", 429, "unknown"],
    ["post", 503, "unknown"],
    ["put", 422, "unknown"],
    ["delete", 404, "unknown"],
  ])("to %s that was redirected, with %d: %s", async (action, status, wanted) => {
    const reply = { ...answer(status), wasRedirected: true };
    const { outcome } = await run(action, reply);
    expect(outcome.kind === "failed" ? outcome.code : outcome.kind).toBe(wanted);
  });

  test("that is broken JSON tells nothing of what was done", async () => {
    expect((await run("post", answer(200, '{"num'))).outcome.kind).toBe("unknown");
    const deep = `${"[".repeat(40)}${"]".repeat(40)}`;
    expect((await run("get", answer(200, deep))).outcome.kind).toBe("unknown");
  });
});

test.each<[GuardedReply, string]>([
  [{ kind: "broken", reason: "no answer in time" }, "unknown"],
  [{ kind: "unsent", reason: "ECONNREFUSED" }, "unreachable"],
  [{ kind: "refused", reason: "evil.test is not among the allowed hosts" }, "host_refused"],
])("no answer: %j is %s", async (reply, wanted) => {
  const { outcome } = await run("post", reply);
  expect(outcome.kind === "failed" ? outcome.code : outcome.kind).toBe(wanted);
  expect(JSON.stringify(outcome)).not.toContain("of-the-bot");
});

test("hosts are held as addresses have them, and what is none is refused", () => {
  const hosts = ["Shop.Example:443", "api.example:8443"];
  expect(configSchema.parse({ hosts }).hosts).toEqual(["shop.example", "api.example:8443"]);
  expect(configSchema.safeParse({ hosts: ["shop.example:99999"] }).success).toBe(false);
});
