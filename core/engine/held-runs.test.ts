import { describe, expect, test } from "bun:test";
import { dayMs, hourMs } from "#core/lib/millis.ts";
import type { NewConsent } from "#core/model/consent.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

const flow = (name: string, text: string) => ({
  file: `${name}.flow.yaml`,
  text: `flow: ${name}\nformat: 1\n${text}`,
});
const who = flow("who", "triggers: [{ message: who }]\nsteps:\n  - ask: Who?\n    id: who\n");
const pay = flow(
  "pay",
  `triggers: [{ message: pay }]
steps:
  - wait: { event: paid, timeout: 2h }
    id: paid
    on_timeout: late
  - ask: Where to?
    id: place
  - say: On its way.
  - end
  - say: Too late.
    id: late
`,
);

test("an event that a run holds wins over its time, which runs out meanwhile", async () => {
  const world = await startWorld({ flows: [who, pay] });
  await world.hear("pay");
  await world.hear("who");
  await world.happen({ kind: "signal", name: "paid", data: {} }, "signal:1");
  await world.clock.advance(3 * hourMs);
  await world.hear("Sari");
  expect(world.said).toEqual(["Who?", "Where to?"]);
});

const news = flow(
  "news",
  `purpose: marketing
triggers: [{ message: news }]
interrupts: { more: { message: [more], goto: which } }
on_cancel:
  - note: cancelled
steps:
  - wait: { for: 1h }
    id: later
  - ask: Which news?
    id: which
  - say: Coming.
`,
);
const fallback = flow("fallback", "triggers: [fallback]\nsteps:\n  - say: Pardon?\n");

async function start(more: readonly ReturnType<typeof flow>[] = []): Promise<World> {
  const purposes = new Map([
    ["service", { basis: "notice", expiresMs: undefined, needs: undefined }],
    ["marketing", { basis: "ask", expiresMs: 30 * dayMs, needs: undefined }],
  ] as const);
  const own = { ...settings, consent: { ...settings.consent, purposes } };
  const world = await startWorld({ flows: [news, who, fallback, ...more], settings: own });
  await world.hear("hello");
  await answer(world, "yes");
  await world.hear("news");
  return world;
}

/** Written into the ledger from outside, as a CSV file or the command line does. */
async function answer(world: World, word: NewConsent["answer"]): Promise<void> {
  const { records } = world.open.store;
  const contact = await records.findContact("test", { kind: "user_id", value: "ID.1" });
  if (contact === undefined) throw new Error("nobody has written yet");
  const line = { purpose: "marketing", answer: word, at: world.clock.now() } as const;
  const writing = records.appendConsent({
    ...line,
    contact: contact.id,
    wording: "",
    source: "api",
  });
  await world.clock.settle();
  await writing;
}

async function cancelled(world: World): Promise<readonly unknown[]> {
  const [conversation] = await world.open.store.records.conversations(1);
  if (conversation === undefined) return [];
  const lines = await world.open.store.records.history(conversation.id, 100);
  return lines.flatMap(({ what, data }) => (what === "run.cancelled" ? [data] : []));
}

describe("a run for whose purpose there is no yes any more", () => {
  const gone = { reason: "consent-withdrawn", flow: "news", purpose: "marketing" };

  test("takes no answer to its question: the message is for the triggers", async () => {
    const world = await start();
    await world.clock.advance(hourMs);
    await answer(world, "no");
    await world.hear("who");
    expect(world.said).toEqual(["Pardon?", "Which news?", "Who?"]);
    expect(await cancelled(world)).toEqual([gone]);
  });

  test("has no words of its own either", async () => {
    const world = await start();
    await world.clock.advance(hourMs);
    await answer(world, "no");
    await world.hear("more");
    expect(world.said.slice(2)).toEqual(["Pardon?"]);
  });

  test("does not wake up to a question that nobody would see", async () => {
    const world = await start();
    await answer(world, "no");
    await world.clock.advance(hourMs);
    expect(await cancelled(world)).toEqual([gone]);
    await world.hear("hm");
    expect(world.said).toEqual(["Pardon?", "Pardon?"]);
    expect(await world.open.store.records.sends({ limit: 9 })).toHaveLength(2);
  });

  test("of a flow that it calls takes no answer either", async () => {
    const signUp = flow(
      "signup",
      "triggers: [{ message: sign up }]\nsteps:\n  - call: letter\n    id: c\n",
    );
    const letter = flow(
      "letter",
      "purpose: marketing\nsteps:\n  - ask: Which letter?\n    id: l\n  - say: Coming.\n",
    );
    const world = await start([signUp, letter]);
    await answer(world, "no");
    await world.hear("sign up");
    await world.hear("who");
    expect(world.said).toEqual(["Pardon?", "Who?"]);
  });

  test("ends too when the yes has run out, and what it stood before goes on", async () => {
    const world = await start();
    await world.clock.advance(hourMs);
    await world.clock.advance(30 * dayMs);
    await world.hear("who");
    expect(world.said.at(-1)).toBe("Who?");
    expect(await cancelled(world)).toEqual([{ ...gone, reason: "consent-expired" }]);
  });
});
