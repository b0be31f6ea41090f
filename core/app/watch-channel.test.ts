import { expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { Channel, ChannelOutcome } from "#core/model/ports/channel.ts";
import { renderTraffic } from "./render-traffic.ts";
import { type Traffic, watchChannel } from "./watch-channel.ts";

const at = toMillis(Date.UTC(2026, 10, 22, 11, 34, 5));
const sender = {
  scope: "whatsapp",
  addresses: [
    { kind: "user_id", value: "ID.1" },
    { kind: "phone", value: "6281200000001" },
  ],
  name: "Sari",
} as const;

function watched(outcome: ChannelOutcome) {
  const seen: Traffic[] = [];
  const channel: Channel = {
    account: accountId("whatsapp"),
    kind: "whatsapp",
    capabilities: {
      text: { maxChars: 4_096 },
      kinds: [],
      templates: true,
      reactions: true,
      markup: "whatsapp",
    },
    receive: () => ({
      kind: "updates",
      statuses: [],
      foreign: 0,
      events: [
        {
          account: accountId("whatsapp"),
          dedupeKey: "m1",
          sender,
          occurredAt: at,
          receivedAt: at,
          body: { kind: "message", sender, message: { kind: "text", id: "m1", text: "kopi" } },
        },
      ],
    }),
    send: () => Promise.resolve(outcome),
    acknowledge: () => Promise.resolve(),
    check: () => Promise.resolve(undefined),
  };
  return { seen, channel: watchChannel(channel, (traffic) => seen.push(traffic)) };
}

const request = {
  method: "POST",
  query: {},
  headers: {},
  body: new Uint8Array(),
  receivedAt: at,
} as const;
const to = [{ kind: "phone", value: "6281200000001" }] as const;
const options = [
  { id: "a", title: "Espresso" },
  { id: "b", title: "Latte" },
];

test("a message in and its answer are told with the person's name", async () => {
  const { seen, channel } = watched({ kind: "accepted", vendorId: "w" });
  channel.receive(request);
  await channel.send({
    to,
    message: { kind: "buttons", text: "Mau apa?\nPilih:", options },
    callback: "",
  });
  expect(seen[0]).toMatchObject({
    vendorId: "m1",
    simulated: { name: "Sari", userId: "ID.1", phone: "6281200000001" },
  });
  expect(seen.map((traffic) => renderTraffic(traffic, at, "Asia/Jakarta"))).toEqual([
    "18:34:05  ← Sari  kopi",
    "18:34:05  → Sari  Mau apa?\n                  Pilih:\n                  [Espresso] [Latte]",
  ]);
});

test("an answer that was not taken says why and what to do", async () => {
  const error = {
    code: "131047",
    title: "x",
    meaning: "The window is closed.",
    action: "Use a template.",
  };
  const { seen, channel } = watched({ kind: "rejected", error, effect: "window-closed" });
  await channel.send({ to, message: { kind: "text", text: "Halo" }, callback: "" });
  const text = seen.map((traffic) => renderTraffic(traffic, at, "UTC")).join();
  expect(text).toContain("✗ rejected: The window is closed. Use a template. [131047]");
});

test("what a stranger wrote cannot move the cursor", () => {
  const simulated = { name: "x" };
  const traffic = {
    kind: "in",
    person: "A\u001b[2J",
    text: "b\rc\u0007",
    simulated,
    vendorId: "m",
  } as const;
  const shown = renderTraffic(traffic, at, "UTC");
  expect(shown).not.toMatch(/\p{Cc}/u);
});
