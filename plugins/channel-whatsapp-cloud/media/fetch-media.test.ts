import { afterEach, describe, expect, test } from "bun:test";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { accountId, type MediaFetch, type MediaRef, sha256Hex } from "sapa/plugin";
import { createQuietLog, httpNet, SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createChannel } from "#plugins/channel-whatsapp-cloud/create-channel.ts";

type Handle = (request: IncomingMessage, response: ServerResponse) => void;

interface Seen {
  readonly url: string;
  readonly token: string | undefined;
}

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A real server on this machine; `seen` is what it was asked. */
function serve(handle: Handle): Promise<{ readonly url: string; readonly seen: Seen[] }> {
  const seen: Seen[] = [];
  const server = createServer((request, response) => {
    seen.push({ url: request.url ?? "", token: request.headers.authorization });
    handle(request, response);
  });
  closers.push(() => {
    server.close();
    server.closeAllConnections();
  });
  return new Promise((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}`, seen });
    });
  });
}

const content = new Uint8Array(3_000).map((_, index) => index % 251);
const image: MediaRef = { kind: "image", id: "900000000000001", mime: "image/jpeg" };
const big = 100_000_000;

interface Plan {
  /** What the look-up answers, laid over a good one; by the count of look-ups, from 1. */
  readonly found?: (lookUp: number, base: string) => object;
  /** How the file's address answers; by the count of downloads, from 1. */
  readonly file?: (response: ServerResponse, download: number, path: string) => void;
  readonly lookUp?: (response: ServerResponse) => void;
}

const send = (response: ServerResponse, status: number, body: unknown, type = "image/jpeg") => {
  const bytes = body instanceof Uint8Array ? body : JSON.stringify(body);
  const mime = body instanceof Uint8Array ? type : "application/json";
  response.writeHead(status, { "content-type": mime }).end(bytes);
};

/** A small Graph API with one file, and a channel that uses it. */
async function world(plan: Plan = {}) {
  let lookUps = 0;
  let downloads = 0;
  const graph = await serve((request, response) => {
    const path = request.url ?? "";
    if (!path.startsWith("/v26.0/")) {
      downloads += 1;
      if (plan.file === undefined) send(response, 200, content);
      else plan.file(response, downloads, path);
      return;
    }
    lookUps += 1;
    if (plan.lookUp !== undefined) {
      plan.lookUp(response);
      return;
    }
    send(response, 200, {
      messaging_product: "whatsapp",
      url: `${graph.url}/file?mid=1`,
      mime_type: "image/jpeg",
      sha256: sha256Hex(content),
      file_size: String(content.length),
      id: image.id,
      ...plan.found?.(lookUps, graph.url),
    });
  });
  const log = createQuietLog();
  const channel = createChannel(
    {
      log,
      clock: new VirtualClock(0),
      random: new SeededRandom(1),
      net: httpNet,
      files: { read: () => Promise.resolve(undefined) },
      signal: new AbortController().signal,
      values: { get: () => Promise.resolve(undefined), set: () => Promise.resolve() },
    },
    accountId("whatsapp"),
    configSchema.parse({
      phone_number_id: "2",
      token: "secret",
      app_secrets: "s",
      verify_token: "v",
      graph_url: graph.url,
    }),
  );
  const fetchMedia = (media: MediaRef = image, maxBytes = big): Promise<MediaFetch> =>
    channel.fetchMedia?.(media, maxBytes) ?? Promise.reject(new Error("no files"));
  return { graph, log, fetchMedia, counts: () => ({ lookUps, downloads }) };
}

describe("a person's file", () => {
  test("is looked up by its id and fetched whole, with the token both times", async () => {
    const { graph, fetchMedia, log } = await world();
    expect(await fetchMedia()).toEqual({ kind: "file", content, mime: "image/jpeg" });
    expect(graph.seen).toEqual([
      { url: "/v26.0/900000000000001?phone_number_id=2", token: "Bearer secret" },
      { url: "/file?mid=1", token: "Bearer secret" },
    ]);
    expect(log.lines).toEqual([]);
  });

  test.each<[string, string | undefined, string, string, string]>([
    ["parameters", "audio/ogg; codecs=opus", "audio/ogg", "audio/ogg;codecs=opus", "audio/ogg"],
    ["capitals", "IMAGE/JPEG", "image/jpeg", "image/jpeg", "image/jpeg"],
    ["a webhook without a type", undefined, "image/png", "image/png", "image/png"],
    ["a server without a type", "image/png", "image/png", "application/octet-stream", "image/png"],
  ])("has one type in spite of %s", async (_, told, found, served, mime) => {
    const { fetchMedia } = await world({
      found: () => ({ mime_type: found }),
      file: (response) => send(response, 200, content, served),
    });
    const { mime: __, ...rest } = image;
    const media = told === undefined ? rest : { ...rest, mime: told };
    expect(await fetchMedia(media)).toEqual({ kind: "file", content, mime });
  });

  test("is kept in spite of another hash, which is logged", async () => {
    const { fetchMedia, log } = await world();
    const base64 = Buffer.from(sha256Hex(content), "hex").toString("base64");
    for (const sha256 of [base64, sha256Hex(content), sha256Hex(content).toUpperCase()]) {
      expect((await fetchMedia({ ...image, sha256 })).kind).toBe("file");
    }
    expect(log.lines).toEqual([]);
    expect((await fetchMedia({ ...image, sha256: "3Q2+7w==" })).kind).toBe("file");
    expect(log.lines.map((line) => line.event)).toEqual(["channel.media-hash-differs"]);
  });
});

describe("a file that is too large", () => {
  test("is refused by what Meta tells, and not fetched", async () => {
    const { fetchMedia, counts } = await world({ found: () => ({ file_size: 100_000_001 }) });
    expect(await fetchMedia()).toEqual({ kind: "refused", reason: "too-large" });
    expect(counts()).toEqual({ lookUps: 1, downloads: 0 });
  });

  test("fits to the byte", async () => {
    const { fetchMedia } = await world();
    expect((await fetchMedia(image, content.length)).kind).toBe("file");
    expect(await fetchMedia(image, content.length - 1)).toEqual({
      kind: "refused",
      reason: "too-large",
    });
  });

  test.each([undefined, null, 10, "-"])("never comes in when Meta tells %p", async (size) => {
    const { fetchMedia } = await world({ found: () => ({ file_size: size }) });
    expect((await fetchMedia(image, 1_000)).kind).toBe("failed");
  });
});

describe("an address that is over", () => {
  test.each([404, 410])("with %d is looked up once more", async (status) => {
    const { fetchMedia, counts, graph } = await world({
      found: (lookUp, base) => ({ url: `${base}/file?mid=${lookUp}` }),
      file: (response, download) =>
        download === 1 ? send(response, status, {}) : send(response, 200, content),
    });
    expect((await fetchMedia()).kind).toBe("file");
    expect(counts()).toEqual({ lookUps: 2, downloads: 2 });
    expect(graph.seen.at(-1)?.url).toBe("/file?mid=2");
  });

  test("twice is gone", async () => {
    const { fetchMedia, counts } = await world({ file: (response) => send(response, 404, {}) });
    expect((await fetchMedia()).kind).toBe("gone");
    expect(counts()).toEqual({ lookUps: 2, downloads: 2 });
  });
});

describe("a look-up", () => {
  const error =
    (status: number, code: number, more: object = {}) =>
    (response: ServerResponse) =>
      send(response, status, { error: { code, message: "no", ...more } });

  test.each<[string, (response: ServerResponse) => void, MediaFetch["kind"]]>([
    ["of an unknown id", error(400, 100, { error_subcode: 33 }), "gone"],
    ["of another number's id", error(400, 100), "gone"],
    ["of lost bytes", error(400, 131_052), "gone"],
    ["of nothing", (response) => send(response, 404, {}), "gone"],
    ["with a dead token", error(401, 190), "failed"],
    ["too often", error(400, 4), "failed"],
    ["in an outage", error(503, 2), "failed"],
    ["behind a gateway", (response) => void response.writeHead(502).end("<html>"), "failed"],
    ["without an address", (response) => send(response, 200, { id: "1" }), "failed"],
    ["cut off", (response) => void response.socket?.destroy(), "failed"],
  ])("%s is that", async (_, lookUp, kind) => {
    const { fetchMedia, counts } = await world({ lookUp });
    expect((await fetchMedia()).kind).toBe(kind);
    expect(counts()).toEqual({ lookUps: 1, downloads: 0 });
  });

  test.each(["../me", "1/2", "..", "", "1?access_token", "%2e%2e", "a".repeat(257)])(
    "of %p is never made",
    async (id) => {
      const { fetchMedia, graph } = await world();
      expect((await fetchMedia({ ...image, id })).kind).toBe("gone");
      expect(graph.seen).toEqual([]);
    },
  );
});

describe("a file of another type than the webhook told", () => {
  test("is refused by the look-up, and not fetched", async () => {
    const { fetchMedia, counts } = await world({ found: () => ({ mime_type: "text/html" }) });
    expect(await fetchMedia()).toEqual({ kind: "refused", reason: "wrong-type" });
    expect(counts().downloads).toBe(0);
  });

  test("is refused by the answer", async () => {
    const { fetchMedia } = await world({
      file: (response) => send(response, 200, content, "text/html; charset=utf-8"),
    });
    expect(await fetchMedia()).toEqual({ kind: "refused", reason: "wrong-type" });
  });
});

describe("a file that does not come whole", () => {
  test.each<[string, (response: ServerResponse) => void]>([
    ["is short", (response) => send(response, 200, content.subarray(0, 2_999))],
    ["is empty", (response) => send(response, 200, new Uint8Array())],
    [
      "is cut off",
      (response) => {
        response.writeHead(200, { "content-type": "image/jpeg", "content-length": 3_000 });
        response.write(content.subarray(0, 1_000), () => response.socket?.destroy());
      },
    ],
    ["is refused", (response) => send(response, 403, {})],
    ["is not there yet", (response) => send(response, 503, {})],
    ["is a part", (response) => send(response, 206, content)],
  ])("because it %s has failed", async (_, file) => {
    expect((await (await world({ file })).fetchMedia()).kind).toBe("failed");
  });
});

describe("the token", () => {
  const redirect = (location: string) => (response: ServerResponse) =>
    void response.writeHead(302, { location }).end();

  test("is not sent to another host that a look-up names", async () => {
    const other = await serve((_, response) => send(response, 200, content));
    const { fetchMedia } = await world({ found: () => ({ url: `${other.url}/file` }) });
    expect(await fetchMedia()).toEqual({ kind: "refused", reason: "foreign-address" });
    expect(other.seen).toEqual([]);
  });

  test.each(["301", "302", "303", "307", "308"])(
    "is not sent to where a redirect %s points",
    async (status) => {
      const other = await serve((_, response) => send(response, 200, content));
      const { fetchMedia } = await world({
        file: (response) =>
          void response.writeHead(Number(status), { location: `${other.url}/file` }).end(),
      });
      expect(await fetchMedia()).toEqual({ kind: "refused", reason: "foreign-address" });
      expect(other.seen).toEqual([]);
    },
  );

  test.each([
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://[::1]/",
    "http://localhost/",
    "https://lookaside.fbsbx.com/x",
    "//example.com/x",
    "http://[::bad/",
  ])("is not sent to %s by a redirect", async (location) => {
    const { fetchMedia, counts } = await world({ file: redirect(location) });
    expect(await fetchMedia()).toEqual({ kind: "refused", reason: "foreign-address" });
    expect(counts().downloads).toBe(1);
  });

  test("follows a redirect on the same machine, and not for ever", async () => {
    const once = await world({
      file: (response, download) =>
        download === 1 ? redirect("/moved")(response) : send(response, 200, content),
    });
    expect((await once.fetchMedia()).kind).toBe("file");
    expect(once.graph.seen.at(-1)).toEqual({ url: "/moved", token: "Bearer secret" });
    const loop = await world({ file: redirect("/file") });
    expect((await loop.fetchMedia()).kind).toBe("failed");
    expect(loop.counts().downloads).toBe(4);
  });
});
