import { afterEach, beforeEach, expect, setDefaultTimeout, test } from "bun:test";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accountId } from "#core/lib/ids.ts";
import { secondMs } from "#core/lib/millis.ts";
import { openChat } from "./testing/open-chat.ts";

/** The machine may be busy with other tests. */
setDefaultTimeout(60_000);

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "sapa-chat-broadcast-"));
  mkdirSync(join(folder, "broadcasts"));
  const message = "message: { template: { name: promo, language: en } }";
  writeFileSync(
    join(folder, "broadcasts", "promo.yaml"),
    `broadcast: promo\nformat: 1\npurpose: marketing\nrate: 4/min\n${message}\n`,
  );
});
afterEach(() => rmSync(folder, { recursive: true }));

type Chat = Awaited<ReturnType<typeof openChat>>;

/** People who said yes. */
async function agree(chat: Chat, count: number): Promise<void> {
  const records = chat.records();
  const at = chat.world.clock.now();
  for (let index = 1; index <= count; index += 1) {
    const sender = {
      scope: "test",
      addresses: [{ kind: "user_id", value: `P.${index}` }],
    } as const;
    const contact = await chat.read(records.resolvePerson(accountId("shop"), sender, at));
    if (contact === undefined) throw new Error("nobody");
    const line = { contact, purpose: "marketing", answer: "yes", at, wording: "News?" } as const;
    await chat.read(records.appendConsent({ ...line, source: "test" }));
  }
}

/** One thing after the other: answers keep the pace of the account. */
async function calm(chat: Chat): Promise<Chat> {
  await chat.world.clock.advance(15 * secondMs);
  return chat;
}

const sent = (chat: Chat) => chat.world.said.filter((text) => text === "[promo]").length;

test("a broadcast is planned, started with its code, paused, undone and stopped from a chat", async () => {
  const chat = await openChat({ folder });
  await chat.say("hello");
  await agree(chat, 9);
  const say = async (text: string) => (await calm(chat)).say(text);
  const doIt = async (text: string) => (await calm(chat)).doIt(text);
  expect(await say("/broadcast list")).toBe("promo waits");
  const plan = await say("/broadcast plan promo");
  expect(plan).toStartWith("10 people in its audience, 9 get a message\n  1 left out: consent-");
  expect(sent(chat)).toBe(0);
  expect(await doIt("/broadcast start promo")).toStartWith("promo is running");
  expect(await doIt("/siaran jeda promo")).toStartWith("promo dijeda: by Rani");
  const paused = sent(chat);
  await chat.world.clock.advance(60 * secondMs);
  expect(sent(chat) - paused).toBeLessThan(3);
  expect(sent(chat)).toBeGreaterThan(0);
  expect(await say("/broadcast list")).toBe("promo is paused: by Rani");
  expect(await doIt("/undo")).toContain("promo is running");
  expect(await doIt("/broadcast stop promo")).toContain("promo is stopped: by Rani");
  const stopped = sent(chat);
  await chat.world.clock.advance(120 * secondMs);
  expect(sent(chat)).toBe(stopped);
  expect(stopped).toBeLessThan(9);
  expect(await say("/broadcast stop promo")).toStartWith("promo is stopped");
  expect(await say("/broadcast start promo")).toBe("promo is stopped: by Rani");
  const audit = await chat.read(chat.records().audit(99));
  expect(audit.map(({ what }) => what)).toContain("broadcast.started");
});

test("there is nothing to start but files of the folder, and not for everybody", async () => {
  const chat = await openChat({ folder, role: "operator" });
  expect(await chat.say("/broadcast plan ../bot")).toBe(
    "There is no broadcasts/../bot.yaml. There are: promo",
  );
  expect(await chat.say("/siaran rencana x")).toContain("Yang ada: promo");
  expect(await chat.say("/broadcast start promo")).toContain("needs the role admin");
  expect(await chat.say("/broadcast status promo")).toBe(
    "No broadcast promo was started. There are: -",
  );
  expect(await chat.say("/siaran status promo")).toStartWith("Siaran promo belum pernah dimulai.");
  expect(await chat.say("/siaran jeda promo")).toStartWith("Siaran promo belum pernah dimulai.");
});
