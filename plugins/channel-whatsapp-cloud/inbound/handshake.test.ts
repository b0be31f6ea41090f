import { expect, test } from "bun:test";
import { readHandshake } from "./handshake.ts";

const query = {
  "hub.mode": "subscribe",
  "hub.verify_token": "kata-kunci",
  "hub.challenge": "1158201444",
};

test("the challenge is echoed for the right token", () => {
  expect(readHandshake("kata-kunci", query)).toEqual({ kind: "handshake", text: "1158201444" });
});

test.each([
  ["another token", { ...query, "hub.verify_token": "kata-kunc" }, 403],
  ["no token", { "hub.mode": "subscribe", "hub.challenge": "1" }, 403],
  ["another mode", { ...query, "hub.mode": "unsubscribe" }, 403],
  ["nothing at all", {}, 403],
  ["no challenge", { ...query, "hub.challenge": "" }, 400],
  ["a challenge that is markup", { ...query, "hub.challenge": "<script>" }, 400],
  ["a challenge of any length", { ...query, "hub.challenge": "1".repeat(257) }, 400],
])("%s is refused", (_, bad, status) => {
  expect(readHandshake("kata-kunci", bad)).toMatchObject({ kind: "refused", status });
});
