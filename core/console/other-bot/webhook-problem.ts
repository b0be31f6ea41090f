import type { NetReply } from "#core/model/ports/net.ts";

/** What is wrong with how a bot took a webhook, by what its owner can do about it. */
export type WebhookProblem =
  /** Nobody listens there, or its name is not known. */
  | "unreachable"
  /** Somebody took it and did not answer in time, or the connection broke. */
  | "unanswered"
  /** Refused for its signature or token. */
  | "unsigned"
  | "noSuchPath"
  | "wrongMethod"
  | "redirected"
  | "busy"
  | "refused"
  | "failed"
  /** A success that is not the 200 which the network wants. */
  | "not200"
  /** A handshake that was answered 200 with something else than the challenge. */
  | "wrongAnswer";

const byStatus: ReadonlyMap<number, WebhookProblem> = new Map([
  [401, "unsigned"],
  [403, "unsigned"],
  [404, "noSuchPath"],
  [405, "wrongMethod"],
  [429, "busy"],
]);

/** What is wrong with the answer; undefined for a 200. */
export function problemOf(reply: NetReply): WebhookProblem | undefined {
  if (reply.kind === "unsent") return "unreachable";
  if (reply.kind === "broken") return "unanswered";
  const { status } = reply;
  if (status === 200) return undefined;
  const known = byStatus.get(status);
  if (known !== undefined) return known;
  if (status >= 500) return "failed";
  if (status >= 400) return "refused";
  return status >= 300 ? "redirected" : "not200";
}
