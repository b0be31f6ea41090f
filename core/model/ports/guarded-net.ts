import type { NetReply } from "./net.ts";

/**
 * One exchange with an address that a flow, a person or a model had a say in. Only `https`, only
 * the hosts named (`shop.example`, or with a port `shop.example:8443`), and only where every address
 * of the host is a public one; the connection goes to the address that was looked at. Redirects are
 * followed a few times and each is held to the same; a host that is another gets none of the headers
 * but `accept`, `content-type` and `idempotency-key`. The method stays what it is: only a 303 makes it
 * GET, and a POST that is answered with 301 or 302, where clients differ, is not led on.
 */
export interface GuardedRequest {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly hosts: readonly string[];
  /** For the whole of it, redirects included. */
  readonly timeoutMs: number;
  /** Bounds the answer's body, in bytes; a longer one is a `broken` exchange. */
  readonly maxBytes: number;
}

type NetAnswer = Extract<NetReply, { kind: "answer" }>;

/**
 * `refused`: it was not sent, or where it was led to was not followed, because it is not allowed. Of
 * what is not a GET, `unsent` and `refused` say that nobody has seen it: whatever goes wrong after it
 * was led on is `broken`.
 */
export type GuardedReply =
  | Exclude<NetReply, NetAnswer>
  | (NetAnswer & {
      /** It was led here by another answer: whoever gave that may have done something already. */
      readonly wasRedirected?: boolean;
    })
  | { readonly kind: "refused"; readonly reason: string };

/** The only way out for addresses that are not the operator's own. Never throws. */
export interface GuardedNet {
  request(request: GuardedRequest, signal?: AbortSignal): Promise<GuardedReply>;
}
