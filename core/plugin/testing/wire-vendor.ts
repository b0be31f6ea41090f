import type { Json } from "#core/lib/json.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { WireReply, WireRequest } from "./wire-server.ts";

/** How a vendor's server refuses; each with its status, and its code where it has one. */
export const wireRefusals = [
  "key_wrong",
  "not_allowed",
  "no_such_model",
  "too_fast",
  "too_fast_wait_2s",
  "no_money",
  "broken",
  "overloaded",
  "gateway_page",
] as const;
export type WireRefusal = (typeof wireRefusals)[number];

/** Writes a vendor's answers as its servers do, from its own description of them. */
export interface WireVendor {
  /** The answer in these pieces of text, whole, with usage of 11 tokens in and 7 out. */
  text(pieces: readonly string[]): WireReply;
  /** The same, cut at its greatest length. Undefined: it has none. */
  lengthy(pieces: readonly string[]): WireReply | undefined;
  /** Text with no end: what came so far, and then the connection is closed in good order. */
  cut(pieces: readonly string[]): WireReply;
  /** The vendor's own filter stops the answer. Undefined: it has none. */
  filtered(): WireReply | undefined;
  /** The model asks for a tool. Undefined: it has none. */
  call(id: string, name: string, args: Json): WireReply | undefined;
  /** The text, with events and fields between that nobody knows. */
  strange(text: string): WireReply;
  /** What the server sends while its model thinks, and that says nothing; empty: it sends nothing. */
  heartbeats(): WireReply["pieces"];
  /** What is no JSON where JSON belongs, in an answer that looks well otherwise. */
  garbled(): WireReply;
  /** Undefined: the vendor never refuses like this. */
  refusal(kind: WireRefusal): WireReply | undefined;
}

/** A provider under test, with the server that stands for its vendor. */
export interface WireSubject {
  readonly title: string;
  readonly vendor: WireVendor;
  create(serverUrl: string): AiProvider;
  /** What the server answers by itself, so that the question proper can be asked. */
  readonly answers?: (request: WireRequest) => WireReply | undefined;
}
