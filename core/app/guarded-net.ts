import { errorText } from "#core/lib/bot-error.ts";
import type { GuardedNet, GuardedReply, GuardedRequest } from "#core/model/ports/guarded-net.ts";
import { exchange, type GuardedNetDeps, type Peer } from "./guarded-exchange.ts";

/** Redirects that are followed. */
const maxRedirects = 3;

/**
 * The guarded way out. What it needs is loaded with the first request: many bots never make one, and
 * it is as large as all else that listens.
 */
export const realGuardedNet: GuardedNet = {
  async request(request, outer) {
    const { socketNet } = await import("./socket-net.ts");
    return createGuardedNet(socketNet).request(request, outer);
  },
};

export function createGuardedNet(deps: GuardedNetDeps): GuardedNet {
  return {
    async request(request, outer) {
      const abort = new AbortController();
      const timer = setTimeout(() => abort.abort(), request.timeoutMs);
      const signal = outer === undefined ? abort.signal : AbortSignal.any([abort.signal, outer]);
      try {
        return await follow(request, signal, deps);
      } catch (error) {
        return { kind: "broken", reason: errorText(error) };
      } finally {
        clearTimeout(timer);
      }
    },
  };
}

async function follow(
  request: GuardedRequest,
  signal: AbortSignal,
  deps: GuardedNetDeps,
): Promise<GuardedReply> {
  let hop = request;
  for (let count = 0; ; count += 1) {
    const reply = await go(hop, signal, deps);
    const next = reply.kind === "answer" ? redirected(hop, reply) : undefined;
    if (next === undefined) return count === 0 ? reply : ledOn(reply, request);
    if (count === maxRedirects) {
      const reason = `it leads on more than ${maxRedirects} times`;
      return ledOn({ kind: "refused", reason }, request);
    }
    hop = next;
  }
}

/** What a reply means after a redirect: who answered with that has seen the request. */
function ledOn(reply: GuardedReply, { method }: GuardedRequest): GuardedReply {
  if (reply.kind === "answer") return { ...reply, wasRedirected: true };
  if (method === "GET") return reply;
  return { kind: "broken", reason: `it was led on, and then: ${reply.reason}` };
}

/** One hop, if its address may be gone to. */
async function go(
  request: GuardedRequest,
  signal: AbortSignal,
  deps: GuardedNetDeps,
): Promise<GuardedReply> {
  const url = URL.parse(request.url);
  if (url === null) return { kind: "refused", reason: "this is no address" };
  if (url.protocol !== deps.protocol) return { kind: "refused", reason: "only https is allowed" };
  if (url.username !== "" || url.password !== "") {
    return { kind: "refused", reason: "credentials do not belong into an address" };
  }
  if (!request.hosts.some((host) => URL.parse(`${url.protocol}//${host}`)?.host === url.host)) {
    return { kind: "refused", reason: `${url.host} is not among the allowed hosts` };
  }
  const peer = await findPeer(url.hostname, signal, deps);
  return peer.kind === "found" ? exchange(url, request, peer.peer, signal, deps.send) : peer;
}

/**
 * The address to connect to. All of a host's addresses must be allowed: one that mixes them is up
 * to no good, or about to change. A resolver that does not answer is waited for no longer than all the rest.
 */
async function findPeer(
  host: string,
  signal: AbortSignal,
  { resolve, isAllowed }: GuardedNetDeps,
): Promise<{ readonly kind: "found"; readonly peer: Peer } | GuardedReply> {
  let peers: readonly Peer[];
  try {
    const asking = resolve(host.replace(/^\[|\]$/g, ""));
    peers = await Promise.race([asking, rejectedBy(signal)]);
  } catch {
    const reason = signal.aborted ? `${host} was not found in time` : `${host} is not known`;
    return { kind: "unsent", reason };
  }
  const [peer] = peers;
  if (peer === undefined) return { kind: "unsent", reason: `${host} is not known` };
  if (!peers.every((item) => isAllowed(item))) {
    return { kind: "refused", reason: `${host} is inside a private network` };
  }
  return { kind: "found", peer };
}

function rejectedBy(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    const end = () => reject(new Error("no answer in time"));
    if (signal.aborted) end();
    else signal.addEventListener("abort", end, { once: true });
  });
}

type Answer = Extract<GuardedReply, { kind: "answer" }>;

/** Where an answer leads on to; undefined if it is the answer itself. */
function redirected(request: GuardedRequest, answer: Answer): GuardedRequest | undefined {
  const { location } = answer.headers;
  if (location === undefined || ![301, 302, 303, 307, 308].includes(answer.status))
    return undefined;
  const to = URL.parse(location, request.url);
  if (to === null) return undefined;
  const isSameHost = to.host === URL.parse(request.url)?.host;
  const headers = isSameHost ? request.headers : withoutSecrets(request.headers);
  // For a POST, 301 and 302 may mean either: to go on could do it twice, or call it done undone.
  if (request.method === "POST" && answer.status < 303) return undefined;
  const isKept = request.method === "GET" || answer.status !== 303;
  const { body, ...rest } = request;
  const kept = isKept && body !== undefined ? { body } : {};
  const method = isKept ? request.method : "GET";
  return { ...rest, ...kept, method, headers, url: to.href };
}

/** What another host may see: any other header can be a secret, whatever its name. */
function withoutSecrets(
  headers: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).filter(([name]) =>
      /^(?:accept|content-type|idempotency-key)$/i.test(name),
    ),
  );
}
