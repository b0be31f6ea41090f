import { afterEach, beforeEach, expect, test } from "bun:test";
import type { AiProvider } from "sapa/plugin";
import { startWireServer, type WireServer } from "sapa/plugin/testing";
import { type Authority, startAuthority } from "./testing/authority.ts";
import { createTestedProvider, type Kept } from "./testing/create-tested-provider.test.ts";
import { failure, json, updates, whole } from "./testing/wire.ts";

let authority: Authority;
let graph: WireServer;
let kept: Kept;

beforeEach(async () => {
  authority = startAuthority();
  kept = new Map();
  graph = await startWireServer(({ path }) =>
    path.endsWith("/conversations") ? json(201, { id: "c-1" }) : undefined,
  );
});
afterEach(async () => {
  await authority.stop();
  await graph.close();
});

const open = () => createTestedProvider(graph.url, authority.net, kept);
const signal = new AbortController().signal;

async function ask(provider: AiProvider, conversation?: string) {
  const messages = [{ role: "user", parts: [{ kind: "text", text: "Rapat besok?" }] }] as const;
  const going = {
    timeZone: "Asia/Jakarta",
    ...(conversation === undefined ? {} : { id: conversation }),
  };
  const events = await Array.fromAsync(
    provider.stream({ messages, maxTokens: 100, conversation: going }, signal),
  );
  return events.at(-1);
}

test("a device code signs in, a new process goes on, and a token that is over is renewed", async () => {
  authority.expireIn(1);
  const codes: string[] = [];
  const who = await open().signIn?.begin(
    ({ url, code }) => void codes.push(`${url} ${code}`),
    signal,
  );
  expect(who).toBe("rani@kopisenja.example");
  expect(codes).toEqual(["https://microsoft.com/devicelogin HJKL-7890"]);

  const next = open();
  expect(await next.signIn?.account()).toBe("rani@kopisenja.example");
  graph.answer(updates([whole("Pukul sembilan.")]));
  expect(await ask(next)).toMatchObject({ reason: "stop", conversation: "c-1" });
  expect(authority.grants.at(-1)).toBe("refresh_token");
  expect(graph.requests.at(-1)?.headers.authorization).toBe(
    `Bearer token-${authority.grants.length}`,
  );
});

test("without a licence it says so; signing in anew helps where the sign-in is over", async () => {
  await open().signIn?.begin(() => undefined, signal);
  graph.answer(json(403, failure("Forbidden")));
  expect(await ask(open())).toMatchObject({
    error: { kind: "permission", message: expect.stringContaining("licence") },
  });

  authority.expireIn(1);
  await open().signIn?.begin(() => undefined, signal);
  for (const code of ["invalid_grant", "interaction_required"]) {
    authority.refuse(code);
    expect(await ask(open())).toMatchObject({
      error: { kind: "auth", message: expect.stringContaining("sign in again") },
    });
    expect(await open().probe()).toContain("sapa provider login kantor");
  }

  authority.refuse(undefined);
  authority.expireIn(3_600);
  await open().signIn?.begin(() => undefined, signal);
  graph.answer(updates([whole("Ya.")]));
  expect(await ask(open())).toMatchObject({ reason: "stop" });
});

test("nobody signed in, and whoever signed out, is told so", async () => {
  const provider = open();
  expect(await provider.probe()).toContain("nobody is signed in");
  await provider.signIn?.begin(() => undefined, signal);
  expect(await provider.probe()).toBeUndefined();
  await provider.signIn?.end();
  expect(await open().signIn?.account()).toBeUndefined();
  expect(await ask(open())).toMatchObject({ error: { kind: "auth" } });
});

test("a sign-out in the middle of a renewal ends it: nothing is asked, and no token comes back", async () => {
  authority.expireIn(1);
  await open().signIn?.begin(() => undefined, signal);
  const provider = open();
  const renewal = authority.holdRefresh();
  const asking = ask(provider);
  await renewal.asked;
  await provider.signIn?.end();
  renewal.release();
  expect(await asking).toMatchObject({ reason: "error", error: { kind: "auth" } });
  expect(graph.requests).toEqual([]);
  expect(kept.size).toBe(0);
  expect(await provider.signIn?.account()).toBeUndefined();
  expect(await open().probe()).toContain("nobody is signed in");
});

test("who signs in after a sign-out is asked as themselves at once", async () => {
  authority.expireIn(1);
  const provider = open();
  await provider.signIn?.begin(() => undefined, signal);
  const renewal = authority.holdRefresh();
  const asking = ask(provider);
  await renewal.asked;
  await provider.signIn?.end();
  authority.expireIn(3_600);
  await provider.signIn?.begin(() => undefined, signal);
  graph.answer(updates([whole("Ya.")]));
  expect(await ask(provider)).toMatchObject({ reason: "stop" });
  renewal.release();
  expect(await asking).toMatchObject({ error: { kind: "auth" } });
  expect(await open().signIn?.account()).toBe("rani@kopisenja.example");
});

test("a sign-in server that is down is no reason to sign in again", async () => {
  authority.expireIn(1);
  await open().signIn?.begin(() => undefined, signal);
  const provider = open();
  authority.breakDown();
  expect(await ask(provider)).toMatchObject({ error: { kind: "unreachable", isUnsent: true } });
  expect(kept.size).toBe(1);
});

test("ten questions at once renew the token once", async () => {
  authority.expireIn(1);
  await open().signIn?.begin(() => undefined, signal);
  authority.expireIn(3_600);
  const provider = open();
  const before = authority.grants.length;
  for (let count = 0; count < 10; count += 1) graph.answer(updates([whole("Ya.")]));
  const ends = await Promise.all(Array.from({ length: 10 }, () => ask(provider)));
  expect(ends.every((end) => end?.kind === "done" && end.reason === "stop")).toBe(true);
  expect(authority.grants.length - before).toBe(1);
});

test("a conversation goes on where it was, in the person's time zone, without the web", async () => {
  await open().signIn?.begin(() => undefined, signal);
  graph.answer(updates([whole("Ya.")]));
  await ask(open(), "c 9");
  const [request] = graph.requests;
  expect(request?.path).toBe("/beta/copilot/conversations/c%209/chatOverStream");
  expect(JSON.parse(request?.body ?? "")).toEqual({
    message: { text: "Rapat besok?" },
    locationHint: { timeZone: "Asia/Jakarta" },
    contextualResources: { webContext: { isWebEnabled: false } },
  });
});

test("Work IQ is the same by settings alone", async () => {
  await open().signIn?.begin(() => undefined, signal);
  const settings = { version: "rest", path: "/conversations" };
  const provider = createTestedProvider(graph.url, authority.net, kept, settings);
  graph.answer(updates([whole("Ya.")]));
  expect(await ask(provider)).toMatchObject({ reason: "stop" });
  expect(graph.requests[0]?.path).toBe("/rest/conversations/c-1/chatOverStream");
});
