import { isSameSecret, type WebhookReading } from "sapa/plugin";

/** Longest challenge that is echoed; Meta's have about ten digits. */
const maxChallengeChars = 256;

/**
 * Answers the GET with which Meta checks the webhook's address: the challenge, if the verify token
 * is ours. Source: reference 1.1.
 */
export function readHandshake(
  verifyToken: string,
  query: Readonly<Record<string, string>>,
): WebhookReading {
  if (
    query["hub.mode"] !== "subscribe" ||
    !isSameSecret(query["hub.verify_token"] ?? "", verifyToken)
  ) {
    return { kind: "refused", status: 403, reason: "the verify token is not ours" };
  }
  const challenge = query["hub.challenge"] ?? "";
  if (!/^[\w.~-]+$/.test(challenge) || challenge.length > maxChallengeChars) {
    return { kind: "refused", status: 400, reason: "the challenge cannot be echoed" };
  }
  return { kind: "handshake", text: challenge };
}
