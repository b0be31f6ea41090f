import { describe, expect, test } from "bun:test";
import { hmacHex, type NetworkAnswer, type WebhookRequest } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { readHandshake } from "#plugins/channel-whatsapp-cloud/inbound/handshake.ts";
import { createFakeGraph } from "./create-fake-graph.ts";

const settings = {
  phone_number_id: "42",
  token: "their-token",
  app_secrets: "their-secret",
  verify_token: "their-word",
  graph_url: "http://elsewhere.example",
};

function open() {
  const posts: WebhookRequest[] = [];
  const fake = createFakeGraph({
    clock: new VirtualClock(Date.UTC(2026, 10, 30, 3)),
    random: new SeededRandom(3),
    deliver: (request) => {
      posts.push(request);
      return Promise.resolve(200);
    },
    settings,
  });
  const post = (path: string, body: unknown, token = settings.token) =>
    fake.handle({
      method: "POST",
      path,
      authorization: `Bearer ${token}`,
      body: JSON.stringify(body),
    });
  return { fake, posts, post };
}

const sari = { name: "Sari", phone: "6281234567890" };
const hello = {
  messaging_product: "whatsapp",
  to: sari.phone,
  type: "text",
  text: { body: "Halo" },
};

describe("a fake that is called by another bot's settings", () => {
  test("keeps all but where it is reached", () => {
    expect(open().fake.settings).toEqual({
      ...settings,
      messaging_account_id: "100000000000001",
      graph_url: "http://graph.simulator",
      graph_version: "v26.0",
    });
  });

  test("signs with their secret, names their number, and knows their token alone", async () => {
    const { fake, posts, post } = open();
    await fake.act(sari, { kind: "text", text: "Halo" });
    await fake.announce({ kind: "error", code: 131_042 });
    for (const { body, headers } of posts) {
      expect(headers["x-hub-signature-256"]).toBe(`sha256=${hmacHex("their-secret", body)}`);
      expect(new TextDecoder().decode(body)).toContain('"phone_number_id":"42"');
    }
    expect(posts.length).toBe(2);
    expect(post("/v24.0/42/messages", hello)).toMatchObject({ status: 200 });
    expect(post("/v24.0/42/messages", hello, "simulator-token")).toMatchObject({ status: 401 });
    expect(post("/v24.0/200000000000002/messages", hello)).toMatchObject({ status: 400 });
  });

  test("shakes hands as Meta does, and is content with the challenge alone", () => {
    const { fake } = open();
    const { request, isRightAnswer } = fake.handshake();
    expect(request.method).toBe("GET");
    const reading = readHandshake("their-word", request.query);
    if (reading.kind !== "handshake") throw new Error(`not answered: ${reading.kind}`);
    expect(isRightAnswer(reading.text)).toBe(true);
    expect(isRightAnswer(`"${reading.text}"`)).toBe(false);
    expect(readHandshake("another word", request.query)).toMatchObject({ status: 403 });
  });

  test("tells who listens what it answered, and what a refusal means", async () => {
    const { fake, post } = open();
    const told: NetworkAnswer[] = [];
    const stop = fake.onAnswered((answer) => told.push(answer));
    await fake.act(sari, { kind: "text", text: "Halo" });
    post("/v24.0/42/messages?access_token=secret", hello, "wrong");
    post("/v24.0/42/messages", { ...hello, to: "628999" });
    fake.setFaults({ lostAnswer: 1 });
    post("/v24.0/42/messages", hello);
    fake.setFaults({});
    post("/v24.0/42/messages", hello);
    expect(told).toMatchObject([
      { request: "POST /v24.0/42/messages", status: 401, error: { code: "190" } },
      { request: "POST /v24.0/42/messages", status: 400, error: { code: "131047" } },
      { request: "POST /v24.0/42/messages", status: undefined },
      { request: "POST /v24.0/42/messages", status: 200 },
    ]);
    expect(told[1]?.error?.meaning).not.toBe("");
    stop();
    post("/v24.0/42/messages", hello);
    expect(told.length).toBe(4);
  });
});
