import { assertNever } from "#core/lib/assert-never.ts";
import { isThisMachine } from "#core/lib/is-this-machine.ts";
import type { NetReply } from "#core/model/ports/net.ts";
import type { Found } from "./examined.ts";

export interface WebhookAnswer {
  /** What was asked, without its query: there is a secret in it. */
  readonly address: string;
  readonly reply: NetReply;
  readonly isRightAnswer: (body: string) => boolean;
  /** Whether the bot of this data folder runs. */
  readonly isRunning: boolean;
  /** The command that starts it. */
  readonly run: string;
}

type Answer = Extract<NetReply, { kind: "answer" }>;

/** What an answer of the public address says of the way to the bot. */
export function judgeWebhook(asked: WebhookAnswer): Found {
  const { address, reply } = asked;
  switch (reply.kind) {
    case "unsent":
      return judgeUnsent(address, reply.reason);
    case "broken":
      return [
        "error",
        `${address} gives no answer (${reply.reason})`,
        "Open port 443 in the firewall, and look whether the proxy in front of the bot runs.",
      ];
    case "answer":
      return judgeAnswer(asked, reply);
    default:
      return assertNever(reply, "judgeWebhook");
  }
}

function judgeUnsent(address: string, reason: string): Found {
  const { hostname } = new URL(address);
  if (reason === "ENOTFOUND" || reason.startsWith("EAI_")) {
    const hint = `Enter ${hostname} at your name server with this machine's address, or mend SAPA_PUBLIC_URL.`;
    return ["error", `no name server knows ${hostname} (${reason})`, hint];
  }
  if (reason === "ECONNREFUSED") {
    const hint = "Start the proxy that takes port 443 (deploy/README.md), or mend SAPA_PUBLIC_URL.";
    return ["error", `nobody listens at ${hostname} (${reason})`, hint];
  }
  const hint = `The network takes no certificate that browsers refuse. Look at it: openssl s_client -connect ${hostname}:443`;
  return ["error", `no safe connection to ${hostname} (${reason})`, hint];
}

function judgeAnswer(asked: WebhookAnswer, { status, headers, body }: Answer): Found {
  const { address, isRightAnswer, isRunning, run } = asked;
  if (status === 200) return isRightAnswer(body) ? judgeRight(address) : judgeStranger(address);
  if (status >= 300 && status < 400) {
    const to = headers["location"] ?? "elsewhere";
    const hint =
      "Networks follow no redirects. Give them the address that answers itself: SAPA_PUBLIC_URL.";
    return ["error", `${address} leads to ${to.replace(/\?.*/, "")} (${status})`, hint];
  }
  if (status === 401 || status === 403) {
    const hint = isRunning
      ? "Start the bot anew, so that it has the word of its environment, and type the same into the network's page."
      : `Whoever answers there has another environment. Start this bot: ${run}`;
    return ["error", `${address} does not know the verify token (${status})`, hint];
  }
  if (status === 404) {
    const isSapa = body.includes("no such account");
    const message = isSapa
      ? `${address} is a bot that has no account of this name (404)`
      : `${address} is not there (404)`;
    const hint = isSapa
      ? "Another bot answers there, or bot.yaml was changed since it was started: start it anew."
      : "Have the proxy hand /webhooks/ over to the bot, the path untouched (deploy/README.md).";
    return ["error", message, hint];
  }
  if (status >= 500) {
    const hint = isRunning
      ? "The bot runs: have the proxy hand requests to its port (SAPA_PORT), and look at both logs."
      : `Start the bot: ${run}`;
    return ["error", `${address} answers ${status}`, hint];
  }
  const hint = "Look at what answers there: no bot of Sapa's does so.";
  return ["error", `${address} answers ${status}`, hint];
}

function judgeRight(address: string): Found {
  if (isThisMachine(address)) {
    const hint = "Set SAPA_PUBLIC_URL to the address that the world reaches.";
    return ["warning", `${address} knows the verify token, and only this machine reaches it`, hint];
  }
  if (new URL(address).protocol === "http:") {
    const hint =
      "Networks call https alone: put a proxy with a certificate in front (deploy/README.md).";
    return ["error", `${address} knows the verify token, and has no TLS`, hint];
  }
  return ["good", `${address} knows the verify token, asked from this machine`];
}

function judgeStranger(address: string): Found {
  const hint =
    "Have the proxy hand /webhooks/ over to the bot, and no other program (deploy/README.md).";
  return ["error", `${address} answers 200 without the challenge: it is no webhook`, hint];
}
