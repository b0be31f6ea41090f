import { afterEach, describe, expect, test } from "bun:test";
import { createServer, type Socket } from "node:net";
import type { NetRequest } from "#core/model/ports/net.ts";
import { realNet } from "./real-net.ts";

const pem = (kind: string, lines: readonly string[]) =>
  [`-----BEGIN ${kind}-----`, ...lines, `-----END ${kind}-----`, ""].join("\n");

/** For "localhost", signed by itself and trusted by nobody; made for this test alone. */
const selfSigned = {
  key: pem("PRIVATE KEY", [
    "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg+SM61q4GhLFzsNQ1",
    "DnawHz0ndNmWC84c2ZLnUhdF2WGhRANCAARhmV1eaYJhdiRqTy1jnqS36Axg/F/h",
    "R11vqK4AnbWavWTkJrm8ZEXKmMW6DDGNfHkI5ZntQ30y5CMIXPUu8BYu",
  ]),
  cert: pem("CERTIFICATE", [
    "MIIBfjCCASWgAwIBAgIUU4ROR/nOVGslBZSE4ysreUOotVMwCgYIKoZIzj0EAwIw",
    "FDESMBAGA1UEAwwJbG9jYWxob3N0MCAXDTI2MTEyMjE5MTM0N1oYDzIxMjYxMDI5",
    "MTkxMzQ3WjAUMRIwEAYDVQQDDAlsb2NhbGhvc3QwWTATBgcqhkjOPQIBBggqhkjO",
    "PQMBBwNCAARhmV1eaYJhdiRqTy1jnqS36Axg/F/hR11vqK4AnbWavWTkJrm8ZEXK",
    "mMW6DDGNfHkI5ZntQ30y5CMIXPUu8BYuo1MwUTAdBgNVHQ4EFgQUhCF5yxYlivLN",
    "AcS4kXeu1y6YBcEwHwYDVR0jBBgwFoAUhCF5yxYlivLNAcS4kXeu1y6YBcEwDwYD",
    "VR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBXsXldD72G5b+h5LrS5OXb",
    "lAE5iiwa92maiSdqcZ530gIgDEIcrI4B8jO0dP+SA6XmSSRUIetSNQ2k0d3/HodU",
    "iQE=",
  ]),
};

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

/** A TCP server that treats every connection as told; resolves to its port. */
function serveTcp(onSocket: (socket: Socket) => void): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      onSocket(socket);
    });
    closers.push(() => server.close());
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : 0);
    });
  });
}

function serveHttp(answer: (request: Request) => Response | Promise<Response>): string {
  const server = Bun.serve({ port: 0, hostname: "127.0.0.1", fetch: answer });
  closers.push(() => void server.stop(true));
  return `http://127.0.0.1:${server.port}/`;
}

const post = (url: string, change: Partial<NetRequest> = {}) =>
  realNet.request({
    method: "POST",
    url,
    headers: { authorization: "Bearer t" },
    body: "{}",
    timeoutMs: 4_000,
    maxBytes: 1_000,
    ...change,
  });

describe("an answer", () => {
  test("comes with status, headers in lower case and text, whatever the status", async () => {
    const url = serveHttp(
      async (request) =>
        new Response(await request.text(), { status: 429, headers: { "X-A": "b" } }),
    );
    expect(await post(url, { body: "halo 🙏" })).toMatchObject({
      kind: "answer",
      status: 429,
      headers: { "x-a": "b" },
      body: "halo 🙏",
    });
  });

  test("and a request can be bytes, unchanged on both ways", async () => {
    const url = serveHttp(async (request) => new Response(await request.bytes()));
    const bytes = Uint8Array.from({ length: 256 }, (_, value) => value);
    const reply = await post(url, { body: bytes, as: "bytes" });
    expect(reply).toMatchObject({ kind: "answer", body: "" });
    expect(reply.kind === "answer" ? reply.bytes : undefined).toEqual(bytes);
  });

  test("over the limit is a broken exchange, with a length, in chunks and packed", async () => {
    const zeros = Bun.gzipSync(Buffer.alloc(5_000_000));
    const answers: readonly (() => Response)[] = [
      () => new Response("x".repeat(1_001)),
      () => new Response(new ReadableStream({ pull: (c) => c.enqueue(new Uint8Array(600)) })),
      () => new Response(zeros, { headers: { "content-encoding": "gzip" } }),
    ];
    for (const answer of answers) {
      expect(await post(serveHttp(answer))).toMatchObject({ kind: "broken" });
    }
    expect(await post(serveHttp(() => new Response("x".repeat(1_000))))).toMatchObject({
      kind: "answer",
    });
  });

  test("over the limit is broken in bytes too, and when its length is a lie", async () => {
    const long = serveHttp(() => new Response(new Uint8Array(1_001)));
    expect(await post(long, { as: "bytes" })).toMatchObject({ kind: "broken" });
    let sentBytes = 0;
    const lying = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\nTransfer-Encoding: chunked\r\n\r\n";
    const chunk = `10000\r\n${"x".repeat(0x10000)}\r\n`;
    const port = await serveTcp((socket) => {
      const flood = () => {
        while (sentBytes < 50_000_000) {
          sentBytes += chunk.length;
          if (!socket.write(chunk)) {
            socket.once("drain", flood);
            return;
          }
        }
      };
      socket.once("data", () => {
        socket.write(lying);
        flood();
      });
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({
      kind: "broken",
      reason: "the answer is over 1000 bytes",
    });
    expect(sentBytes).toBeLessThan(50_000_000);
  });

  test("that redirects is handed over as it is, and the token does not travel", async () => {
    let hits = 0;
    const target = serveHttp(() => {
      hits += 1;
      return new Response("");
    });
    const url = serveHttp(() => Response.redirect(target, 302));
    expect(await post(url)).toMatchObject({ kind: "answer", status: 302 });
    expect(hits).toBe(0);
  });
});

describe("a request that was certainly not seen is unsent", () => {
  test("when nobody listens", async () => {
    const port = await serveTcp(() => {});
    for (const close of closers.splice(0)) close();
    expect(await post(`http://127.0.0.1:${port}/`)).toEqual({
      kind: "unsent",
      reason: "ECONNREFUSED",
    });
  });

  test("when the name is not known", async () => {
    expect(await post("http://nobody.invalid/")).toMatchObject({ kind: "unsent" });
  });

  test("when the address is none", async () => {
    expect(await post("http://[::bad/")).toMatchObject({ kind: "unsent" });
  });

  test("when the certificate is not trusted: no byte of it arrives", async () => {
    let hits = 0;
    const server = Bun.serve({
      port: 0,
      hostname: "127.0.0.1",
      tls: selfSigned,
      fetch() {
        hits += 1;
        return new Response("");
      },
    });
    closers.push(() => void server.stop(true));
    expect(await post(`https://127.0.0.1:${server.port}/`)).toMatchObject({ kind: "unsent" });
    expect(hits).toBe(0);
  });

  test("when the other side speaks no TLS", async () => {
    const port = await serveTcp((socket) => {
      socket.once("data", () => socket.end("plain\r\n"));
    });
    expect(await post(`https://127.0.0.1:${port}/`)).toMatchObject({ kind: "unsent" });
  });
});

describe("a request that may have been seen is broken", () => {
  const answerThenDie = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf";
  const cases: readonly (readonly [string, (socket: Socket) => void])[] = [
    ["closed after it was read", (socket) => socket.destroy()],
    ["reset after it was read", (socket) => socket.resetAndDestroy()],
    ["answered with what is not HTTP", (socket) => socket.end("no such thing\r\n\r\n")],
    ["cut off in the body", (socket) => socket.write(answerThenDie, () => socket.destroy())],
  ];
  for (const [name, act] of cases) {
    test(name, async () => {
      let reads = 0;
      const port = await serveTcp((socket) => {
        socket.once("data", () => {
          reads += 1;
          act(socket);
        });
      });
      expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "broken" });
      expect(reads).toBe(1);
    });
  }

  test("not answered in time, in the head or in the middle of the body", async () => {
    const silent = await serveTcp(() => {});
    expect(await post(`http://127.0.0.1:${silent}/`, { timeoutMs: 50 })).toEqual({
      kind: "broken",
      reason: "no answer in time",
    });
    const stuck = await serveTcp((socket) => socket.write(answerThenDie));
    expect(await post(`http://127.0.0.1:${stuck}/`, { timeoutMs: 50 })).toEqual({
      kind: "broken",
      reason: "no answer in time",
    });
  });

  test("on a kept connection that dies: it is not sent a second time", async () => {
    let posts = 0;
    const port = await serveTcp((socket) => {
      let isFirst = true;
      socket.on("data", () => {
        posts += 1;
        const ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: keep-alive\r\n\r\nok";
        if (isFirst) socket.write(ok);
        else socket.destroy();
        isFirst = false;
      });
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "answer" });
    expect(await post(`http://127.0.0.1:${port}/`)).toMatchObject({ kind: "broken" });
    expect(posts).toBe(2);
  });
});
