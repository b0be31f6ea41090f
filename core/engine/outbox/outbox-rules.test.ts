import { describe, expect, test } from "bun:test";
import { defaultEngineSettings, type EngineSettings } from "#core/engine/settings.ts";
import { accountId, contactId, conversationId, effectId, outboxId } from "#core/lib/ids.ts";
import { hourMs, later, toMillis } from "#core/lib/millis.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Send } from "#core/model/send.ts";
import { createCallbacks } from "./callback.ts";
import { decideDueSend } from "./decide.ts";
import { createPauses } from "./pauses.ts";
import { resultOf } from "./result.ts";

const now = toMillis(1_800_000_000_000);
const shop = accountId("shop");
const bot: EngineSettings["bot"] = {
  name: "Kopi",
  locales: ["id"],
  timeZone: "Asia/Jakarta",
  menuFlow: undefined,
  humanReplyMs: undefined,
  env: {},
  mergesTexts: true,
  isOpenAt: undefined,
};
const settings: EngineSettings = { ...defaultEngineSettings, bot };
const capabilities: Capabilities = {
  text: { maxChars: 4_096 },
  templates: true,
  reactions: true,
  windowMs: 24 * hourMs,
  markup: "whatsapp",
};
const channel: Channel = {
  account: shop,
  kind: "whatsapp",
  capabilities,
  receive: () => ({ kind: "handshake", text: "" }),
  send: () => Promise.resolve({ kind: "accepted", vendorId: "v" }),
  acknowledge: () => Promise.resolve(),
  check: () => Promise.resolve(undefined),
};
const error = { code: "X", title: "x", meaning: "x", action: "x" };

function makeSend(change: Partial<Send> = {}): Send {
  return {
    id: outboxId("0197f0c0-0000-7000-8000-000000000001"),
    effect: effectId("run:1"),
    run: undefined,
    account: shop,
    conversation: conversationId("c"),
    contact: contactId("p"),
    to: [{ kind: "phone", value: "6281" }],
    message: { kind: "text", text: "hi" },
    class: "reply",
    purpose: "service",
    queuedAt: now,
    state: "queued",
    attempt: 0,
    refusals: 0,
    unknowns: 0,
    facts: {
      windowUntilAt: later(now, hourMs),
      stoppedAt: undefined,
      owner: "bot",
      consents: undefined,
    },
    factsVersion: 1,
    token: 1,
    ...change,
  };
}

describe("what happens to a send that is due", () => {
  const closed = {
    windowUntilAt: now,
    stoppedAt: undefined,
    owner: "bot",
    consents: undefined,
  } as const;

  test("an allowed one takes from the account's and the pair's bucket", () => {
    const decision = decideDueSend(makeSend(), channel, settings, now);
    expect(decision.kind === "send" && decision.takes.map((take) => take.key)).toEqual([
      "account:shop",
      "pair:c",
    ]);
  });

  test("a denied one is blocked with its reason", () => {
    const decision = decideDueSend(makeSend({ facts: closed }), channel, settings, now);
    expect(decision).toEqual({ kind: "block", reason: "window-closed" });
  });

  test("one that may have arrived is parked, never called blocked", () => {
    const send = makeSend({ state: "unknown", unknowns: 1, facts: closed });
    expect(decideDueSend(send, channel, settings, now)).toEqual({
      kind: "park",
      reason: "window-closed",
    });
  });

  test("after its grace a reply goes again, a campaign never does", () => {
    const reply = makeSend({ state: "unknown", unknowns: 1 });
    expect(decideDueSend(reply, channel, settings, now).kind).toBe("send");
    const campaign = makeSend({ state: "unknown", unknowns: 1, class: "campaign" });
    expect(decideDueSend(campaign, channel, settings, now).kind).toBe("park");
  });

  test("after too many unknown outcomes a person has to look", () => {
    const send = makeSend({ state: "unknown", unknowns: settings.outbox.maxUnknowns });
    expect(decideDueSend(send, channel, settings, now)).toEqual({
      kind: "park",
      reason: "no-answer",
    });
  });
});

describe("what a row becomes after a POST", () => {
  const half = () => 0.5;

  test("a refusal waits longer each time and ends", () => {
    const outcome = { kind: "retry", afterMs: 4_000, error } as const;
    const waits = [0, 1, 2].map((refusals) => {
      const result = resultOf(makeSend({ refusals }), outcome, settings.outbox, now, half);
      return result.kind === "retry" ? result.until - now : undefined;
    });
    expect(waits).toEqual([4_500, 9_000, 18_000]);
    const last = makeSend({ refusals: settings.outbox.maxRefusals - 1 });
    expect(resultOf(last, outcome, settings.outbox, now, half).kind).toBe("rejected");
  });

  test.each([
    ["reply", 120_000],
    ["template", 600_000],
  ] as const)("an unknown %s waits for a status for its grace", (sendClass, graceMs) => {
    const outcome = { kind: "unknown", error } as const;
    const result = resultOf(makeSend({ class: sendClass }), outcome, settings.outbox, now, half);
    expect(result).toEqual({ kind: "unknown", until: later(now, graceMs), error });
  });
});

describe("callback data", () => {
  const callbacks = createCallbacks(new Uint8Array(32).fill(7));
  const id = "0197f0c0-0000-7000-8000-000000000001";

  test("is read back", () => {
    expect(callbacks.read(callbacks.make(id, 3))).toEqual({ outbox: id, attempt: 3 });
  });

  test("of another key, another attempt or another app is not ours", () => {
    const other = createCallbacks(new Uint8Array(32).fill(8));
    const made = callbacks.make(id, 3);
    for (const text of [
      other.make(id, 3),
      made.replace(":3:", ":4:"),
      "order-77",
      "",
      `${made}0`,
    ]) {
      expect(callbacks.read(text)).toBeUndefined();
    }
  });
});

describe("pauses", () => {
  test("double while the account does not work and start short again when it does", () => {
    const pauses = createPauses({ first: 30_000, longest: 100_000 });
    const first = pauses.pause(shop, now);
    expect(first).toEqual({ until: later(now, 30_000), isFirst: true });
    expect(pauses.pause(shop, later(now, 10))).toEqual({ until: first.until, isFirst: false });
    expect(pauses.isPaused(shop, later(now, 29_999))).toBeTrue();
    expect(pauses.isPaused(shop, first.until)).toBeFalse();
    const second = pauses.pause(shop, first.until);
    expect(second.until - first.until).toBe(60_000);
    expect(pauses.pause(shop, second.until).until - second.until).toBe(100_000);
    expect(pauses.clear(shop)).toBe(true);
    expect(pauses.pause(shop, later(now, 500_000)).isFirst).toBe(true);
  });
});
