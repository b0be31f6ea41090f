import { expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import type { BotConfig } from "#core/config/bot-schema.ts";
import type { QueueSend } from "#core/engine/create-engine.ts";
import { accountId, contactId, conversationId } from "#core/lib/ids.ts";
import { dayMs } from "#core/lib/millis.ts";
import { createLoopNotice } from "./tell-loop.ts";

const shop = accountId("shop");
const loop = {
  account: shop,
  conversation: conversationId("c1"),
  contact: contactId("p1"),
  sign: "repeats",
} as const;

test.each([
  ["en", /answer each other[^]*\/contact resume p1\n.*\/contact block p1$/],
  ["id", /saling membalas[^]*\/kontak lanjut p1\n.*\/kontak blokir p1$/],
])(
  "owners are told of a broken loop in %s, under a key that is of its day",
  async (locale, words) => {
    const clock = new VirtualClock(1_800_000_000_000);
    const sent: QueueSend[] = [];
    const operators: BotConfig["operators"] = [
      { contact: "ID.1", name: "Rani", role: "owner" },
      { contact: "ID.2", name: "Budi", role: "admin" },
    ];
    const engine = {
      queueSend(request: QueueSend) {
        sent.push(request);
        return Promise.resolve();
      },
    };
    const tell = createLoopNotice(
      { operators, locales: [locale], timeZone: "Asia/Jakarta" },
      {
        channels: new Map([[shop, { kind: "whatsapp" }]]),
        engine: () => engine,
        clock,
        log: createQuietLog(),
      },
    );
    tell(loop);
    tell(loop);
    expect(sent.map(({ to }) => to.addresses[0]?.value)).toEqual(["ID.1", "ID.1"]);
    const [first, again] = sent;
    expect(first?.message).toMatchObject({ text: expect.stringMatching(words) });
    expect(again?.key).toBe(first?.key ?? "");
    await clock.advance(dayMs);
    tell(loop);
    expect(sent.at(-1)?.key).not.toBe(first?.key);
  },
);
