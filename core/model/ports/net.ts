/**
 * One outgoing HTTP exchange. `maxBytes` bounds the answer; a longer one is a failed exchange.
 * Redirects are never followed: they are answers like any other.
 */
export interface NetRequest {
  readonly method: "GET" | "POST" | "DELETE";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  /** How the answer's body is wanted; `text` by default. */
  readonly as?: "text" | "bytes";
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

/**
 * `unsent`: failed before the request was written (name, connection, TLS): the other side has
 * certainly not seen it. `broken`: time-out, reset or cut-off after that: it may have.
 */
export type NetReply =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Readonly<Record<string, string>>;
      /** Empty when bytes were asked for. */
      readonly body: string;
      /** Undefined when text was asked for. */
      readonly bytes?: Uint8Array;
    }
  | { readonly kind: "unsent"; readonly reason: string }
  | { readonly kind: "broken"; readonly reason: string };

/** The only way out. Never throws for what the network does. */
export interface Net {
  request(request: NetRequest): Promise<NetReply>;
}
