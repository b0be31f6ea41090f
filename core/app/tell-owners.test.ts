import { describe, expect, test } from "bun:test";
import { createQuietLog, VirtualClock } from "sapa/plugin/testing";
import type { QueueSend } from "#core/engine/create-engine.ts";
import { accountId } from "#core/lib/ids.ts";
import { dayMs } from "#core/lib/millis.ts";
import { createOwnerNotice, type OwnerDeps } from "./tell-owners.ts";

const shop = accountId("shop");
const owner = { contact: "+62 812-3456-7890", role: "owner" };
const signIn = {
  account: () => Promise.resolve(undefined),
  begin: () => Promise.resolve(""),
  end: () => Promise.resolve(),
};

function open(change: Partial<OwnerDeps> = {}) {
  const clock = new VirtualClock(1_800_000_000_000);
  const sent: QueueSend[] = [];
  const deps: OwnerDeps = {
    operators: [owner, { contact: "ID.2", role: "admin" }],
    providers: new Map([
      ["kantor", { signIn }],
      ["cepat", {}],
    ]),
    locale: "id",
    timeZone: "Asia/Jakarta",
    channels: new Map([[shop, { kind: "whatsapp" }]]),
    queueSend(request) {
      sent.push(request);
      return Promise.resolve();
    },
    clock,
    log: createQuietLog(),
    ...change,
  };
  return { clock, sent, deps, tell: createOwnerNotice(deps) };
}
const textOf = ({ message }: QueueSend) => (message.kind === "text" ? message.text : "");

describe("a provider that no longer lets the bot in", () => {
  test("is told to the owners alone, with the command that mends it, in the bot's language", () => {
    const { sent, tell } = open();
    tell(shop, "kantor");
    tell(shop, "cepat");
    expect(sent.map(({ to }) => to)).toEqual([
      { scope: "whatsapp", addresses: [{ kind: "phone", value: "6281234567890" }] },
      { scope: "whatsapp", addresses: [{ kind: "phone", value: "6281234567890" }] },
    ]);
    expect(sent.map(textOf)).toEqual([
      expect.stringMatching(/sesi masuknya sudah berakhir[^]*sapa provider login kantor$/),
      expect.stringMatching(/menolak kuncinya[^]*sapa provider check$/),
    ]);
    const english = open({ locale: "en-GB" });
    english.tell(shop, "kantor");
    expect(english.sent.map(textOf)[0]).toContain("Sign in again");
  });

  test("is told once a day, under a key that is the same after a restart", async () => {
    const { clock, sent, deps, tell } = open();
    tell(shop, "kantor");
    tell(shop, "kantor");
    expect(sent).toHaveLength(1);
    createOwnerNotice(deps)(shop, "kantor");
    expect(sent[1]?.key).toBe(sent[0]?.key ?? "");
    await clock.advance(dayMs);
    tell(shop, "kantor");
    expect(sent).toHaveLength(3);
    expect(sent[2]?.key).not.toBe(sent[0]?.key ?? "");
  });

  test("is tried again where the line could not be reached", async () => {
    let fails = true;
    const sent: QueueSend[] = [];
    const { clock, tell } = open({
      queueSend(request) {
        if (fails) return Promise.reject(new Error("disk full"));
        sent.push(request);
        return Promise.resolve();
      },
    });
    tell(shop, "kantor");
    await clock.settle();
    fails = false;
    tell(shop, "kantor");
    expect(sent).toHaveLength(1);
  });
});
