import { expect, test } from "bun:test";
import type { NetReply } from "#core/model/ports/net.ts";
import { judgeWebhook } from "./judge-webhook.ts";

const answer = (
  status: number,
  body = "",
  headers: Readonly<Record<string, string>> = {},
): NetReply => ({ kind: "answer", status, headers, body });
const unsent = (reason: string): NetReply => ({ kind: "unsent", reason });

function judge(reply: NetReply, { isRunning = true, base = "https://bot.example.com" } = {}) {
  const [state, message, hint = ""] = judgeWebhook({
    address: `${base}/webhooks/whatsapp`,
    reply,
    isRightAnswer: (body) => body === "1234",
    isRunning,
    run: "sapa run flows",
  });
  return [state, message, hint].join(" | ");
}

const address = "https://bot.example.com/webhooks/whatsapp";

test.each([
  [answer(200, "1234"), `good | ${address} knows the verify token, asked from this machine | `],
  [answer(200, "<html>"), "error | * answers 200 without the challenge"],
  [answer(403), "error | * does not know the verify token (403) | Start the bot anew"],
  [
    answer(404, '{"error":"no such account"}'),
    "error | * is a bot that has no account of this name",
  ],
  [answer(404, "nginx"), "error | * is not there (404) | Have the proxy hand /webhooks/"],
  [answer(502), "error | * answers 502 | The bot runs: have the proxy"],
  [answer(418), "error | * answers 418 | Look at what answers"],
  [unsent("ENOTFOUND"), "error | no name server knows bot.example.com"],
  [unsent("ECONNREFUSED"), "error | nobody listens at bot.example.com"],
  [unsent("CERT_HAS_EXPIRED"), "error | no safe connection to bot.example.com (CERT_HAS_EXPIRED)"],
  [{ kind: "broken", reason: "no answer in time" } as const, "error | * gives no answer"],
])("the answer %j is told as what it means", (reply, told) => {
  expect(judge(reply)).toStartWith(told.replace("*", address));
});

test("a redirect is told without its query, which repeats the verify token", () => {
  const location = "https://www.example.com/hook?hub.verify_token=word";
  const told = judge(answer(301, "", { location }));
  expect(told).toContain("leads to https://www.example.com/hook (301)");
  expect(told).not.toContain("word");
});

test("who does not run is told to start where nobody, or somebody else, answers", () => {
  for (const status of [403, 502]) {
    expect(judge(answer(status), { isRunning: false })).toContain("Start");
    expect(judge(answer(status), { isRunning: false })).toContain("sapa run flows");
  }
});

test("an address that the world cannot call is none, whatever it answers", () => {
  expect(judge(answer(200, "1234"), { base: "http://127.0.0.1:8080" })).toStartWith("warning | ");
  expect(judge(answer(200, "1234"), { base: "http://bot.example.com" })).toContain("has no TLS");
});
