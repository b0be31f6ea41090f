import { afterAll, beforeAll, describe, expect, test } from "bun:test";
import { errorText, hmacHex } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { createFakeGraph } from "./create-fake-graph.ts";

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

  test("refuses a body of two megabytes", async () => {
    const answer = await post("/_sapa/faults", { text: "a".repeat(2_000_000) });
    expect(answer.status).toBe(413);
  });
});
