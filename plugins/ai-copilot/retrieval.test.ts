import { afterEach, beforeEach, expect, test } from "bun:test";
import { BotError } from "sapa/plugin";
import { startWireServer, type WireReply, type WireServer } from "sapa/plugin/testing";
import { type Authority, startAuthority } from "./testing/authority.ts";
import { createTestedProvider, type Kept } from "./testing/create-tested-provider.test.ts";
import { failure, json } from "./testing/wire.ts";

const never = new AbortController().signal;
let authority: Authority;
let graph: WireServer;
let kept: Kept;

beforeEach(async () => {
  authority = startAuthority();
  kept = new Map();
  graph = await startWireServer();
});
afterEach(async () => {
  await authority.stop();
  await graph.close();
});

const site = "https://senja.sharepoint.com/sites/toko";
const hit = (path: string, score: number | null, text: string, more: object = {}) => ({
  webUrl: `${site}/${path}`,
  extracts: [{ text, relevanceScore: score }],
  resourceType: "listItem",
  resourceMetadata: { title: `Judul ${path}` },
  ...more,
});

/** Somebody is signed in; asked once, with this answer. */
async function retrieve(
  reply: WireReply,
  settings: object = {},
  signal: AbortSignal = never,
  question = "Berapa harga biji kopi?",
) {
  const provider = createTestedProvider(graph.url, authority.net, kept, {
    retrieval: { base: graph.url, ...settings },
  });
  await provider.signIn?.begin(() => undefined, never);
  graph.answer(reply);
  return await provider.retriever?.retrieve(question, signal);
}

const codeOf = (work: Promise<unknown>) =>
  work.then(
    () => "no error",
    (error: unknown) => (error instanceof BotError ? String(error.code) : String(error)),
  );

const hits = (...retrievalHits: readonly object[]): WireReply =>
  json(200, JSON.parse(JSON.stringify({ "@odata.context": "x", retrievalHits })));

test("passages come by how well they fit, with where they stand, as who is signed in", async () => {
  const found = await retrieve(
    hits(
      hit("a.docx", 0.4, "Biji: 90.000"),
      hit("b.docx", 0.9, " Biji: 95.000 "),
      hit("c.docx", null, "?"),
    ),
  );
  expect(found).toEqual([
    { text: "Biji: 95.000", title: "Judul b.docx", url: `${site}/b.docx` },
    { text: "Biji: 90.000", title: "Judul a.docx", url: `${site}/a.docx` },
    { text: "?", title: "Judul c.docx", url: `${site}/c.docx` },
  ]);
  const [request] = graph.requests;
  expect([request?.method, request?.path]).toEqual(["POST", "/v1.0/copilot/retrieval"]);
  expect(request?.headers.authorization).toMatch(/^Bearer token-/);
  expect(JSON.parse(request?.body ?? "")).toEqual({
    queryString: "Berapa harga biji kopi?",
    dataSource: "sharePoint",
    resourceMetadata: ["title"],
    maximumNumberOfResults: 8,
  });
});

test("what is outside of the site, or labelled, is left out whatever Microsoft finds", async () => {
  const elsewhere = { webUrl: "https://senja.sharepoint.com/sites/toko-rahasia/gaji.docx" };
  const encrypted = { sensitivityLabel: { displayName: "Secret", isEncrypted: true } };
  const open = { displayName: "General", isEncrypted: false };
  const found = await retrieve(
    hits(
      hit("gaji.docx", 0.99, "Gaji", elsewhere),
      hit("label.docx", 0.98, "Rahasia", encrypted),
      hit("intern.docx", 0.97, "Intern", { sensitivityLabel: open }),
      hit("harga.docx", 0.5, "95.000", { sensitivityLabel: null }),
    ),
    { site, results: 3 },
  );
  expect(found?.map(({ text }) => text)).toEqual(["95.000"]);
  expect(JSON.parse(graph.requests[0]?.body ?? "")).toMatchObject({
    filterExpression: `path:"${site}"`,
    maximumNumberOfResults: 3,
  });
});

test("what is labelled and not encrypted is passed on where the settings let it, what cannot be read never", async () => {
  const labels = [
    { isEncrypted: false },
    { isEncrypted: true },
    { isEncrypted: "no" },
    { isEncrypted: null },
    {},
    [],
    "Secret",
    false,
    null,
  ];
  const all = labels.map((label, at) =>
    hit(`${at}.docx`, 1 - at / 10, `nr ${at}`, { sensitivityLabel: label }),
  );
  const texts = async (settings: object) =>
    (await retrieve(hits(...all), settings))?.map(({ text: words }) => words);
  expect(await texts({})).toEqual(["nr 8"]);
  expect(await texts({ labelled: true })).toEqual(["nr 0", "nr 8"]);
});

test("a question is cut at what Microsoft takes, and no more passages come than are wanted", async () => {
  const many = Array.from({ length: 25 }, (_, at) => hit(`${at}.docx`, at / 100, `nr ${at}`));
  const found = await retrieve(hits(...many), { results: 2 }, never, "a".repeat(4_000));
  expect(found?.map(({ text }) => text)).toEqual(["nr 24", "nr 23"]);
  const { queryString }: { queryString: string } = JSON.parse(graph.requests[0]?.body ?? "");
  expect(queryString.length).toBeLessThanOrEqual(1_500);
});

test("nothing found is nothing", async () => {
  expect(await retrieve(hits())).toEqual([]);
});

const text = (body: string, type = "application/json"): WireReply => ({
  status: 200,
  headers: { "content-type": type },
  pieces: [new TextEncoder().encode(body)],
});

test.each<[string, WireReply]>([
  ["AI_AUTH", json(401, failure("InvalidAuthenticationToken"))],
  ["AI_PERMISSION", json(403, failure("Forbidden"))],
  ["AI_RATE_LIMIT", json(429, failure("TooManyRequests"), { "retry-after": "600" })],
  ["AI_SERVER", json(500, failure("InternalServerError"))],
  ["AI_OVERLOADED", json(503, failure("ServiceUnavailable"))],
  ["AI_TIMEOUT", { ...text("<html>504</html>", "text/html"), status: 504 }],
  ["AI_PROTOCOL", text("<html>Sign in to the network</html>", "text/html")],
  ["AI_PROTOCOL", text('{"retrievalHits":[{"webUr')],
  ["AI_PROTOCOL", text('{"value":[]}')],
  ["AI_UNREACHABLE", { ...text(""), pieces: ["reset"], isSilent: true }],
])("is told as %s (%#)", async (code, reply) => {
  expect(await codeOf(retrieve(reply))).toBe(code);
  expect(graph.requests).toHaveLength(1);
});

test("an answer without end is not read to its end", async () => {
  const much = new Uint8Array(1_048_576).fill(0x61);
  const pieces = [
    new TextEncoder().encode('{"a":"'),
    ...[1, 2, 3, 4, 5, 6].map(() => much),
    "wait",
  ] as const;
  expect(await codeOf(retrieve({ ...text(""), pieces }))).toBe("AI_PROTOCOL");
  await graph.abandoned(1);
});

test("who calls it off does not wait", async () => {
  const stop = new AbortController();
  const asking = codeOf(
    retrieve({ ...text(""), pieces: ["wait"], isSilent: true }, {}, stop.signal),
  );
  while (graph.requests.length === 0) await new Promise<void>((go) => void setImmediate(go));
  stop.abort();
  expect(await asking).toStartWith("AI_");
  await graph.abandoned(1);
});

test("nobody signed in finds nothing, and no document is asked for", async () => {
  const provider = createTestedProvider(graph.url, authority.net, kept, {
    retrieval: { base: graph.url },
  });
  expect(await codeOf(provider.retriever?.retrieve("harga", never) ?? Promise.resolve())).toBe(
    "AI_AUTH",
  );
  expect(graph.requests).toEqual([]);
});

test("the sign-in asks for the documents too, unless it is another API's", async () => {
  const scopes: string[] = [];
  const net = {
    request: (request: Parameters<typeof authority.net.request>[0]) => {
      const scope = new URLSearchParams(String(request.body ?? "")).get("scope");
      if (request.url.endsWith("/devicecode") && scope !== null) scopes.push(scope);
      return authority.net.request(request);
    },
  };
  const signIn = (more: object) =>
    createTestedProvider(graph.url, net, new Map(), more).signIn?.begin(() => undefined, never);
  await signIn({ retrieval: {} });
  await signIn({});
  await signIn({ retrieval: {}, scopes: ["api://workiq.svc.cloud.microsoft/WorkIQAgent.Ask"] });
  expect(scopes.map((scope) => scope.includes("Files.Read.All"))).toEqual([true, false, false]);
});

test("without the setting there are no passages", () => {
  expect(createTestedProvider(graph.url, authority.net, kept).retriever).toBeUndefined();
});
