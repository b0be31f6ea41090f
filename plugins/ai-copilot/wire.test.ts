import { afterAll, beforeAll } from "bun:test";
import { providerWireConformance, type WireReply, type WireVendor } from "sapa/plugin/testing";
import plugin from "./index.ts";
import { startAuthority } from "./testing/authority.ts";
import { createTestedProvider, type Kept } from "./testing/create-tested-provider.test.ts";
import { failure, growing, json, soFar, updates, whole } from "./testing/wire.ts";

const refusals: Readonly<Record<string, WireReply>> = {
  key_wrong: json(401, failure("InvalidAuthenticationToken")),
  not_allowed: json(403, failure("Forbidden")),
  too_fast: json(429, failure("TooManyRequests")),
  too_fast_wait_2s: json(429, failure("TooManyRequests"), { "retry-after": "2" }),
  broken: json(500, failure("InternalServerError")),
  overloaded: json(503, failure("ServiceUnavailable")),
  gateway_page: {
    status: 504,
    headers: { "content-type": "text/html" },
    pieces: [new TextEncoder().encode("<html><h1>504 Gateway Time-out</h1></html>")],
  },
};

const vendor: WireVendor = {
  text: (pieces) => updates([soFar(""), ...growing(pieces), whole(pieces.join(""))]),
  lengthy: () => undefined,
  cut: (pieces) => updates(growing(pieces)),
  filtered: () => updates([soFar("Saya"), whole("", {}, "disengagedForRai")]),
  call: () => undefined,
  strange: (text) =>
    updates([
      ": keep-alive\n\n",
      'event: mood\ndata: {"mood":"fine","turnCount":"many","messages":7}\n\n',
      soFar(""),
      whole(text, { aura: { colour: "brown" } }),
    ]),
  heartbeats: () => updates([": keep-alive\n\n", soFar("")]).pieces,
  garbled: () => updates([soFar("Kopi"), "data: {not json\n\n"]),
  refusal: (kind) => refusals[kind],
};

const authority = startAuthority();
const kept: Kept = new Map();
beforeAll(async () => {
  const { signIn } = createTestedProvider("http://127.0.0.1:9", authority.net, kept);
  await signIn?.begin(() => undefined, new AbortController().signal);
});
afterAll(() => authority.stop());

providerWireConformance({
  title: plugin.name,
  vendor,
  create: (url) => createTestedProvider(url, authority.net, kept),
  answers: ({ path }) =>
    path.endsWith("/conversations")
      ? json(201, { id: "c-1", status: "active", turnCount: 0 })
      : undefined,
});
