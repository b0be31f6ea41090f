import type { Json, Net } from "sapa/plugin";

const host = "https://login.microsoftonline.com";
const base64url = (value: Json) => Buffer.from(JSON.stringify(value)).toString("base64url");

/** A sign-in server on this machine, and the net that leads to it in Microsoft's place. */
export interface Authority {
  readonly net: Net;
  /** Grants that were asked for, in order. */
  readonly grants: readonly string[];
  /** From here on a refresh is refused with this code. */
  refuse(code: string | undefined): void;
  /** Tokens that are given from here on live so long. */
  expireIn(seconds: number): void;
  /** Lets the next refresh wait: `asked` resolves when it came, `release` answers it. */
  holdRefresh(): { readonly asked: Promise<void>; readonly release: () => void };
  /** From here on nobody answers. */
  breakDown(): void;
  stop(): Promise<void>;
}

/** Serves device codes and tokens as Entra does. Source: Microsoft identity platform, device code. */
export function startAuthority(): Authority {
  const grants: string[] = [];
  let refusal: string | undefined;
  let lifeSeconds = 3_600;
  let polls = 0;
  let isDown = false;
  let held: { readonly came: () => void; readonly released: Promise<void> } | undefined;
  const server = Bun.serve({
    port: 0,
    hostname: "127.0.0.1",
    async fetch(request) {
      const { pathname } = new URL(request.url);
      if (pathname.endsWith("/openid-configuration")) return Response.json(describe());
      if (pathname.endsWith("/devicecode")) return Response.json(deviceCode);
      if (!pathname.endsWith("/token")) return Response.json({ tenant_discovery_endpoint: host });
      const form = new URLSearchParams(await request.text());
      const grant = form.get("grant_type") ?? "";
      grants.push(grant);
      if (grant.endsWith("device_code")) {
        polls += 1;
        if (polls % 2 === 1)
          return Response.json({ error: "authorization_pending" }, { status: 400 });
      } else {
        const waiting = held;
        held = undefined;
        waiting?.came();
        await waiting?.released;
        if (refusal !== undefined) {
          const error_description = "AADSTS70043";
          return Response.json({ error: refusal, error_description }, { status: 400 });
        }
      }
      return Response.json(tokens(grants.length, lifeSeconds, form.get("scope") ?? ""));
    },
  });

  return {
    net: {
      async request({ method, url, headers, body }) {
        if (isDown) return { kind: "unsent", reason: "ECONNREFUSED" };
        const target = url.replace(host, `http://127.0.0.1:${server.port}`);
        const init = { method, headers, ...(body === undefined ? {} : { body: String(body) }) };
        const response = await fetch(target, init);
        return {
          kind: "answer",
          status: response.status,
          headers: {},
          body: await response.text(),
        };
      },
    },
    grants,
    refuse: (code) => void (refusal = code),
    expireIn: (seconds) => void (lifeSeconds = seconds),
    holdRefresh() {
      const asked = Promise.withResolvers<void>();
      const released = Promise.withResolvers<void>();
      held = { came: () => asked.resolve(), released: released.promise };
      return { asked: asked.promise, release: () => released.resolve() };
    },
    breakDown: () => void (isDown = true),
    stop: () => server.stop(true),
  };
}

/** The answer to who wants to sign in; polled at once, so that no test waits. */
const deviceCode = {
  user_code: "HJKL-7890",
  device_code: "device-1",
  verification_uri: "https://microsoft.com/devicelogin",
  expires_in: 900,
  interval: 0,
  message: "Open the page and type the code.",
};

function describe() {
  const base = `${host}/tenant-1`;
  return {
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    token_endpoint: `${base}/oauth2/v2.0/token`,
    device_authorization_endpoint: `${base}/oauth2/v2.0/devicecode`,
    issuer: `${base}/v2.0`,
    jwks_uri: `${base}/discovery/v2.0/keys`,
  };
}

function tokens(count: number, expiresIn: number, scope: string) {
  const claims = {
    aud: "client-1",
    iss: `${host}/tenant-1/v2.0`,
    oid: "person-1",
    tid: "tenant-1",
    sub: "person-1",
    preferred_username: "rani@kopisenja.example",
    exp: 4_000_000_000,
  };
  return {
    token_type: "Bearer",
    scope,
    expires_in: expiresIn,
    ext_expires_in: expiresIn,
    access_token: `token-${count}`,
    refresh_token: `refresh-${count}`,
    id_token: `${base64url({ alg: "none" })}.${base64url(claims)}.x`,
    client_info: base64url({ uid: "person-1", utid: "tenant-1" }),
  };
}
