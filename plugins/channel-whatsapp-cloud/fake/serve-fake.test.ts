import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { errorText, hmacHex } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { objectOf, readJson, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { createFakeGraph } from "./create-fake-graph.ts";
import { mediaSamples } from "./testing/media-samples.ts";

const bodies: string[] = [];
const clock = new VirtualClock(Date.UTC(2026, 10, 22, 8));
const fake = createFakeGraph({
  clock,
  random: new SeededRandom(7),
  deliver: (request) => {
    bodies.push(new TextDecoder().decode(request.body));
    return Promise.resolve(200);
  },
});
let server: ReturnType<typeof fake.serve>;
beforeAll(() => {
  server = fake.serve({ port: 0 });
});
afterAll(() => server.stop());

const json = { "content-type": "application/json" };
const post = (path: string, body: unknown, headers: Record<string, string> = json) =>
  fetch(`${server.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
const person = { name: "Sari", phone: "6281234567890" };
const message = {
  messaging_product: "whatsapp",
  to: "+6281234567890",
  type: "text",
  text: { body: "Halo juga" },
};
const token = { ...json, authorization: "Bearer simulator-token" };

const fieldOf = async (response: Response, name: string): Promise<string> =>
  textOf(objectOf(readJson(await response.text()))?.[name]) ?? "";

describe("the fake over HTTP", () => {
  test("lets a stranger's bot be written to, answer, and be looked at", async () => {
    const act = await post("/_sapa/act", { person, act: { kind: "text", text: "Halo" } });
    expect(act.status).toBe(202);
    expect(bodies[0]).toContain('"body":"Halo"');
    const sent = await post("/v26.0/200000000000002/messages", message, token);
    expect(sent.status).toBe(200);
    expect(sent.headers.get("content-type")).toStartWith("application/json");
    const shown = await (await fetch(`${server.url}/_sapa/messages`)).json();
    expect(shown).toMatchObject({ messages: [{ text: "Halo juga", person }] });
  });

  test("breaks the connection for an answer that is lost", async () => {
    await post("/_sapa/faults", { lostRequest: 1 });
    const lost = await post("/v26.0/200000000000002/messages", message, token).catch(errorText);
    expect(lost).toContain("closed unexpectedly");
    await post("/_sapa/faults", {});
    expect((await post("/v26.0/200000000000002/messages", message, token)).status).toBe(200);
  });

  test("approves templates", async () => {
    const template = { name: "order_ready", language: "id", bodyParameters: 1 };
    expect((await post("/_sapa/templates", template)).status).toBe(202);
    const body = {
      ...message,
      type: "template",
      template: { ...template, language: { code: "id" } },
    };
    const answer = await post("/v26.0/200000000000002/messages", body, token);
    expect(await answer.json()).toMatchObject({ error: { code: 132000 } });
  });

  test("tells Meta's error with Meta's status", async () => {
    const answer = await post("/v26.0/200000000000002/messages", message);
    expect(answer.status).toBe(401);
    expect(await answer.json()).toMatchObject({ error: { code: 190, type: "OAuthException" } });
  });

  test.each([
    ["/_sapa/act", { person, act: { kind: "choice", choice: "nothing" } }, json, 422],
    ["/_sapa/act", { person: { name: "x" }, act: { kind: "text", text: "a" } }, json, 422],
    ["/_sapa/act", { person, act: { kind: "dance" } }, json, 400],
    [
      "/_sapa/act",
      { person, act: { kind: "media", media: "image", mime: "a/b", content: "%" } },
      json,
      400,
    ],
    ["/_sapa/account", { kind: "number_limit" }, json, 400],
    ["/_sapa/acts", { acts: [] }, json, 400],
    ["/_sapa/act", { person, act: { kind: "text", text: "a" }, more: 1 }, json, 400],
    ["/_sapa/faults", { lostAnswer: 2 }, json, 400],
    ["/_sapa/faults", { lostAnswer: 1 }, { "content-type": "text/plain" }, 415],
  ])("refuses %s with %j", async (path, body, headers, status) => {
    const answer = await post(path, body, { ...headers });
    expect(answer.status).toBe(status);
    expect(await answer.json()).toHaveProperty("error");
  });

  test("shows lines for a shell that sign what the channel takes", async () => {
    const lines =
      fake.shellExample?.({ webhook: "http://bot.example", simulator: server.url }) ?? [];
    const script = `${lines.slice(0, 2).join("\n")}\nprintf '%s\\n%s' "$body" "$signature"`;
    const [body, signature] = (await Bun.$`sh -c ${script}`.text()).split("\n");
    expect(signature).toBe(hmacHex("simulator-app-secret", body ?? ""));
    expect(JSON.parse(body ?? "")).toHaveProperty("object", "whatsapp_business_account");
    expect(body).toMatch(/"timestamp":"\d{10}"/);
    expect(lines.at(-1)).toContain(`${server.url}/_sapa/messages`);
  });

  test("takes a file, gives its address here, and gives the file to who has the token", async () => {
    const form = new FormData();
    form.set("messaging_product", "whatsapp");
    form.set("file", new Blob([mediaSamples.png], { type: "image/png" }), "a.png");
    const { authorization } = token;
    const uploaded = await fetch(`${server.url}/v26.0/200000000000002/media`, {
      method: "POST",
      headers: { authorization },
      body: form,
    });
    const id = await fieldOf(uploaded, "id");
    const found = await fetch(`${server.url}/v26.0/${id}`, { headers: { authorization } });
    const url = await fieldOf(found, "url");
    expect(url).toStartWith(`${server.url}/`);
    const file = await fetch(url, { headers: { authorization } });
    expect(file.headers.get("content-type")).toBe("image/png");
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.from(mediaSamples.png));
    expect((await fetch(url)).status).toBe(401);
    expect((await fetch(`${url}0`, { headers: { authorization } })).status).toBe(404);
    const image = { messaging_product: "whatsapp", to: message.to, type: "image", image: { id } };
    const sent = await post("/v26.0/200000000000002/messages", image, token);
    expect(sent.status).toBe(200);
  });

  test("gives the address of a file at the very door at which it was asked", async () => {
    const other = fake.serve({ port: 0 });
    try {
      await fake.act(person, {
        kind: "media",
        media: "image",
        mime: "image/png",
        content: mediaSamples.png,
      });
      const id = /"image":\{[^}]*"id":"(\d+)"/.exec(bodies.at(-1) ?? "")?.[1] ?? "";
      for (const door of [server.url, other.url]) {
        const found = await fetch(`${door}/v26.0/${id}`, { headers: token });
        expect(await fieldOf(found, "url")).toStartWith(`${door}/`);
      }
    } finally {
      await other.stop();
    }
  });

  test("lets a file be sent as base64, and names where it is here", async () => {
    const content = Buffer.from(mediaSamples.jpeg).toString("base64");
    const act = { kind: "media", media: "image", mime: "image/jpeg", content };
    expect((await post("/_sapa/act", { person, act })).status).toBe(202);
    const url = /"url":"([^"]+)"/.exec(bodies.at(-1) ?? "")?.[1]?.replaceAll("\\/", "/") ?? "";
    expect(url).toStartWith(`${server.url}/`);
    const file = await fetch(url, { headers: { authorization: token.authorization } });
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.from(mediaSamples.jpeg));
  });

  test.each([
    { kind: "text", text: "a", replyTo: "wamid.X", forwarded: true, ad: { source_type: "ad" } },
    { kind: "location", latitude: 1, longitude: 2, name: "Toko" },
    { kind: "contacts", contacts: [{ name: { formatted: "A", first: "A" }, phones: [{}] }] },
    { kind: "order", items: [{ sku: "S", quantity: 1, price: 2, currency: "IDR" }] },
    { kind: "edit", text: "b" },
    { kind: "revoke" },
    { kind: "open" },
    { kind: "call" },
    { kind: "unsupported", vendorKind: "poll_creation" },
    { kind: "group", group: "Y2Fw", text: "a" },
    { kind: "preference", wants: false },
    { kind: "echo", text: "a" },
    { kind: "handover", owner: "other" },
    { kind: "handover", owner: "bot" },
    { kind: "move", phone: "6289999999999" },
    { kind: "vendor", message: { type: "poll" } },
  ])("takes the act %j", async (act) => {
    const count = bodies.length;
    expect((await post("/_sapa/act", { person, act })).status).toBe(202);
    expect(bodies.length).toBe(count + 1);
  });

  test("takes what is done to a phone, and several acts at once", async () => {
    const count = bodies.length;
    const off = { kind: "phone", isOn: false, isGone: false, tellsReads: false };
    expect((await post("/_sapa/act", { person, act: off })).status).toBe(202);
    expect(bodies.length).toBe(count);
    const acts = ["1", "2"].map((text) => ({ person, act: { kind: "text", text } }));
    expect((await post("/_sapa/acts", { acts })).status).toBe(202);
    expect(bodies.length).toBe(count + 1);
    expect((await post("/_sapa/redeliver", { person })).status).toBe(202);
    expect(bodies.at(-1)).toBe(bodies.at(-2) ?? "");
  });

  test("takes what the network decides, and tells whether more is to come", async () => {
    const template = { kind: "template", name: "hello_world", language: "en_US" };
    const pause = { ...template, decision: "paused" };
    expect((await post("/_sapa/account", pause)).status).toBe(202);
    expect(bodies.at(-1)).toContain('"event":"PAUSED"');
    expect((await post("/_sapa/account", { ...pause, name: "nobody" })).status).toBe(422);
    expect((await post("/_sapa/faults", { refuse: { code: 131042, count: 1 } })).status).toBe(202);
    const refused = await post("/v26.0/200000000000002/messages", message, token);
    expect(await refused.json()).toMatchObject({ error: { code: 131042 } });
    await clock.advance(120_000);
    expect(await (await fetch(`${server.url}/_sapa/state`)).json()).toEqual({ isBusy: false });
  });

  test("refuses a body of two megabytes", async () => {
    const answer = await post("/_sapa/faults", { text: "a".repeat(2_000_000) });
    expect(answer.status).toBe(413);
  });
});
