import { afterEach, describe, expect, test } from "bun:test";
import { request as sendHttp } from "node:http";
import { request as sendHttps } from "node:https";
import { createServer, type LookupFunction } from "node:net";
import type { GuardedRequest } from "#core/model/ports/guarded-net.ts";
import type { GuardedNetDeps, Peer } from "./guarded-exchange.ts";
import { createGuardedNet, realGuardedNet } from "./guarded-net.ts";
import { isPublicAddress } from "./is-public-address.ts";

const closers: (() => void)[] = [];
afterEach(() => {
  for (const close of closers.splice(0)) close();
});

function serve(answer: (request: Request) => Response | Promise<Response>) {
  const hits: { readonly method: string; readonly headers: Headers }[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    fetch: (request) => {
      hits.push({ method: request.method, headers: new Headers(request.headers) });
      return answer(request);
    },
  });
  closers.push(() => void server.stop(true));
  return { hits, port: server.port ?? 0 };
}

const loopback: Peer = { address: "127.0.0.1", family: 4 };

/** Plain HTTP to this machine: every name leads here, and here is allowed. */
function openNet(changes: Partial<GuardedNetDeps> = {}) {
  return createGuardedNet({
    resolve: () => Promise.resolve([loopback]),
    isAllowed: () => true,
    send: sendHttp,
    protocol: "http:",
    ...changes,
  });
}

function asking(port: number, changes: Partial<GuardedRequest> = {}): GuardedRequest {
  return {
    method: "GET",
    url: `http://shop.example:${port}/orders`,
    headers: { authorization: "Bearer t", "x-shop": "1" },
    hosts: [`shop.example:${port}`, `other.example:${port}`],
    timeoutMs: 5_000,
    maxBytes: 1_000,
    ...changes,
  };
}

const isAllowed = ({ address, family }: Peer) => isPublicAddress(address, family);

describe("an address is public", () => {
  test.each<[string, 4 | 6, boolean]>([
    ["1.1.1.1", 4, true],
    ["172.15.0.1", 4, true],
    ["172.16.0.1", 4, false],
    ["10.1.2.3", 4, false],
    ["127.0.0.1", 4, false],
    ["169.254.169.254", 4, false],
    ["100.64.0.1", 4, false],
    ["0.0.0.0", 4, false],
    ["255.255.255.255", 4, false],
    ["2606:4700::1111", 6, true],
    ["::1", 6, false],
    ["::", 6, false],
    ["::ffff:127.0.0.1", 6, false],
    ["64:ff9b::7f00:1", 6, false],
    ["fd00::1", 6, false],
    ["fe80::1", 6, false],
    ["2002:7f00:1::", 6, false],
    ["2001:0:7f00::1", 6, false],
    ["ff02::1", 6, false],
    ["nonsense", 4, false],
    ["nonsense", 6, false],
  ])("%s (%d): %p", (address, family, wanted) => {
    expect(isPublicAddress(address, family)).toBe(wanted);
  });
});

describe("what is not allowed is refused, and nobody is asked", () => {
  test.each([
    "http://shop.example/",
    "ftp://shop.example/",
    "https://other.example/",
    "https://shop.example:8443/",
    "https://user:word@shop.example/",
    "https://shop.example.evil.test/",
    "https://127.0.0.1/",
    "not an address",
  ])("%s", async (url) => {
    const reply = await realGuardedNet.request(asking(1, { url, hosts: ["shop.example"] }));
    expect(reply.kind).toBe("refused");
  });

  test.each<[string, readonly Peer[]]>([
    ["this machine", [loopback]],
    ["one of several inside", [{ address: "1.1.1.1", family: 4 }, loopback]],
    ["inside, by IPv6", [{ address: "::ffff:10.0.0.1", family: 6 }]],
  ])("a host that leads to %s", async (_name, peers) => {
    const { hits, port } = serve(() => new Response("secret"));
    const net = openNet({ resolve: () => Promise.resolve(peers), isAllowed });
    const reply = await net.request(asking(port));
    expect(reply).toEqual({ kind: "refused", reason: "shop.example is inside a private network" });
    expect(hits).toEqual([]);
  });

  test("a literal address, though it is on the list", async () => {
    const { hits, port } = serve(() => new Response("secret"));
    const hosts = [`127.0.0.1:${port}`, `[::1]:${port}`];
    const net = openNet({
      resolve: (host) =>
        Promise.resolve([host === "::1" ? { address: host, family: 6 } : loopback]),
      isAllowed,
    });
    for (const host of hosts) {
      const reply = await net.request(asking(port, { url: `http://${host}/`, hosts }));
      expect(reply.kind).toBe("refused");
    }
    expect(hits).toEqual([]);
  });
});

test("a resolver that does not answer is given up with the request, which was not sent then", async () => {
  const { hits, port } = serve(() => new Response("ok"));
  const late = Promise.withResolvers<readonly Peer[]>();
  const net = openNet({ resolve: () => late.promise });
  const reply = await net.request(asking(port, { timeoutMs: 30 }));
  expect(reply).toEqual({ kind: "unsent", reason: "shop.example was not found in time" });
  const called = new AbortController();
  const asked = net.request(asking(port), called.signal);
  called.abort();
  expect((await asked).kind).toBe("unsent");
  late.resolve([loopback]);
  expect(hits).toEqual([]);
});

test("the connection goes to the address that was looked at, with the host's own name", async () => {
  const { hits, port } = serve(() => Response.json({ number: "K-17" }));
  let asked = 0;
  const net = openNet({
    resolve: () => {
      asked += 1;
      return Promise.resolve([loopback]);
    },
  });
  const body = '{"cups":2}';
  const reply = await net.request(asking(port, { method: "POST", body }));
  expect(reply).toMatchObject({ kind: "answer", status: 200, body: '{"number":"K-17"}' });
  expect(asked).toBe(1);
  expect(hits[0]?.method).toBe("POST");
  expect(hits[0]?.headers.get("host")).toBe(`shop.example:${port}`);
  expect(hits[0]?.headers.get("authorization")).toBe("Bearer t");
});

describe("a redirect", () => {
  const to = (location: string, status = 302) =>
    new Response(null, { status, headers: { location } });

  test("to another allowed host is followed without credentials", async () => {
    const { hits, port } = serve((request) =>
      new URL(request.url).hostname === "shop.example"
        ? to(`http://other.example:${port}/there`)
        : new Response("here"),
    );
    const headers = { Authorization: "Bearer t", "x-shop": "1", "Idempotency-Key": "k" };
    const reply = await openNet().request(asking(port, { method: "PUT", body: "{}", headers }));
    expect(reply).toMatchObject({ kind: "answer", body: "here", wasRedirected: true });
    expect(hits[1]?.headers.get("authorization")).toBeNull();
    expect(hits[1]?.headers.get("x-shop")).toBeNull();
    expect(hits[1]?.headers.get("idempotency-key")).toBe("k");
  });

  test.each<[GuardedRequest["method"], number, readonly string[]]>([
    ["GET", 301, ["GET", "GET"]],
    ["PUT", 301, ["PUT", "PUT"]],
    ["PATCH", 302, ["PATCH", "PATCH"]],
    ["DELETE", 302, ["DELETE", "DELETE"]],
    ["DELETE", 303, ["DELETE", "GET"]],
    ["POST", 303, ["POST", "GET"]],
    ["POST", 307, ["POST", "POST"]],
    ["POST", 308, ["POST", "POST"]],
    ["POST", 301, ["POST"]],
    ["POST", 302, ["POST"]],
  ])("of %s by %d: %j", async (method, status, wanted) => {
    const { hits, port } = serve((request) =>
      request.url.endsWith("/there") ? new Response("here") : to("/there", status),
    );
    const reply = await openNet().request(asking(port, { method }));
    expect(hits.map((hit) => hit.method)).toEqual([...wanted]);
    const isLedOn = wanted.length > 1;
    expect(reply).toMatchObject({ kind: "answer", status: isLedOn ? 200 : status });
    expect(reply.kind === "answer" && reply.wasRedirected === true).toBe(isLedOn);
  });

  test.each<[string, string, "refused" | "unsent"]>([
    ["a host that is not allowed", "https://evil.test/", "refused"],
    ["a name that nobody knows", "http://other.example:PORT/", "unsent"],
    ["itself without an end", "/orders", "refused"],
  ])("to %s: nobody knows what was done, but for GET", async (_where, location, ofGet) => {
    const { port } = serve(() => to(location.replace("PORT", String(port)), 307));
    const net = openNet({
      resolve: (host) =>
        host === "other.example" ? Promise.reject(new Error("gone")) : Promise.resolve([loopback]),
    });
    expect((await net.request(asking(port))).kind).toBe(ofGet);
    expect((await net.request(asking(port, { method: "POST" }))).kind).toBe("broken");
    const seen = serve(() => to(location.replace("PORT", String(seen.port)), 303));
    const hosts = [`shop.example:${seen.port}`, `other.example:${seen.port}`];
    const post = asking(seen.port, { method: "POST", hosts });
    expect((await net.request(post)).kind).toBe("broken");
  });

  test("that keeps the method keeps the body", async () => {
    const bodies: string[] = [];
    const { port } = serve(async (request) => {
      bodies.push(await request.text());
      return bodies.length === 1 ? to("/again", 307) : new Response("ok");
    });
    await openNet().request(asking(port, { method: "PUT", body: "{}" }));
    expect(bodies).toEqual(["{}", "{}"]);
  });

  test("to a host that is not allowed, or inside, is refused", async () => {
    const { hits, port } = serve(() => to("http://evil.test/"));
    expect((await openNet().request(asking(port))).kind).toBe("refused");
    const rebinding = openNet({
      resolve: (host) =>
        Promise.resolve([host === "other.example" ? loopback : { address: "1.1.1.1", family: 4 }]),
      isAllowed,
      // Whatever address was looked at, the first hop is on this machine.
      send: (url, options, onAnswer) => {
        const lookup: LookupFunction = (_host, { all }, done) =>
          all === true ? done(null, [loopback]) : done(null, loopback.address, loopback.family);
        return sendHttp(url, { ...options, lookup }, onAnswer);
      },
    });
    const inner = serve(() => to(`http://other.example:${port}/`));
    const hosts = [`shop.example:${inner.port}`, `other.example:${port}`];
    expect((await rebinding.request(asking(inner.port, { hosts }))).kind).toBe("refused");
    expect(hits.length).toBe(1);
  });

  test("without an end is refused", async () => {
    const { hits, port } = serve(() => to("/round"));
    expect((await openNet().request(asking(port))).kind).toBe("refused");
    expect(hits.length).toBe(4);
  });
});

test("a host with the port that it has anyway is the host", async () => {
  const net = openNet({ protocol: "https:", isAllowed: () => false });
  for (const hosts of [["Shop.Example:443"], ["shop.example"]]) {
    for (const url of ["https://shop.example/", "https://shop.example:443/"]) {
      const reply = await net.request(asking(1, { url, hosts }));
      const reason = "shop.example is inside a private network";
      expect(reply).toEqual({ kind: "refused", reason });
    }
  }
});

describe("what goes wrong on the way", () => {
  test("an answer that is too long is broken off", async () => {
    const { port } = serve(() => new Response("x".repeat(5_000)));
    expect((await openNet().request(asking(port))).kind).toBe("broken");
  });

  test("no answer in time, or an end from outside, is broken", async () => {
    const { port } = serve(() => new Promise<Response>(() => {}));
    const net = openNet();
    expect((await net.request(asking(port, { timeoutMs: 30 }))).kind).toBe("broken");
    const stopped = AbortSignal.abort();
    expect((await net.request(asking(port), stopped)).kind).toBe("broken");
  });

  test("a port where nobody is, and a name that nobody knows, are unsent", async () => {
    const { port } = serve(() => new Response());
    for (const close of closers.splice(0)) close();
    expect((await openNet().request(asking(port))).kind).toBe("unsent");
    const unknown = openNet({ resolve: () => Promise.reject(new Error("ENOTFOUND")) });
    expect((await unknown.request(asking(port))).kind).toBe("unsent");
  });

  test("a server that speaks no TLS has not got the request", async () => {
    const server = createServer((socket) => {
      socket.on("error", () => {});
      socket.end("HTTP/1.1 200 OK\r\n\r\n");
    });
    closers.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const net = openNet({ send: sendHttps, protocol: "https:" });
    const reply = await net.request(asking(port, { url: `https://shop.example:${port}/` }));
    expect(reply.kind).not.toBe("answer");
  });
});
