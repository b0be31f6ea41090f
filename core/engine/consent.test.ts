import { describe, expect, test } from "bun:test";
import { accountId } from "#core/lib/ids.ts";
import { dayMs, hourMs } from "#core/lib/millis.ts";
import type { Coverage, NewConsent } from "#core/model/consent.ts";
import type { ConsentRecord } from "#core/model/ports/records.ts";
import type { SendError } from "#core/model/status.ts";
import type { EngineSettings } from "./settings.ts";
import { person, settings, startWorld, type World } from "./testing/world.ts";

const covers: Coverage = {
  operator: "CV Kopi",
  recipients: ["provider: OpenAI, USA", "store: Jakarta"],
  keepsMs: 180 * dayMs,
};
const disclosure = { covers, texts: { en: "A machine answers.", id: "Mesin menjawab." } };
const consent: EngineSettings["consent"] = {
  purposes: new Map([
    ["service", { basis: "notice", expiresMs: undefined, needs: covers }],
    ["marketing", { basis: "ask", expiresMs: 365 * dayMs, needs: covers }],
  ]),
  marketing: "marketing",
  disclosure,
  questions: new Map([["marketing", { en: "May we?", id: "Boleh?" }]]),
};
const promo = {
  file: "promo.flow.yaml",
  text: `
flow: promo
format: 1
purpose: marketing
triggers: [{ message: promo }, { event: sale }]
steps:
  - say: Half price today.
`,
};
const order = {
  file: "order.flow.yaml",
  text: `
flow: order
format: 1
triggers: [{ message: kopi }, { event: ready }]
steps:
  - say: "{{ event.name == null ? 'One coffee.' : 'Your coffee is ready.' }}"
`,
};
const fallback = {
  file: "fallback.flow.yaml",
  text: "flow: fallback\nformat: 1\ntriggers: [fallback]\nsteps:\n  - say: Pardon?\n",
};

function open(change: Partial<EngineSettings["consent"]> = {}): Promise<World> {
  const own = { ...settings, consent: { ...consent, ...change } };
  return startWorld({ flows: [promo, order, fallback], settings: own });
}

async function contactOf(world: World) {
  const { records } = world.open.store;
  const contact = await records.findContact("test", { kind: "user_id", value: "ID.1" });
  if (contact === undefined) throw new Error("nobody has written yet");
  return contact.id;
}

async function ledger(world: World): Promise<readonly ConsentRecord[]> {
  return await world.open.store.records.consents(await contactOf(world));
}

async function grant(world: World, change: Partial<NewConsent> = {}): Promise<void> {
  const contact = await contactOf(world);
  const line = { purpose: "marketing", answer: "yes", at: world.clock.now(), covers } as const;
  const entry = { ...line, contact, wording: "May we?", source: "api", ...change };
  const writing = world.open.store.records.appendConsent(entry);
  await world.clock.settle();
  await writing;
}

async function tellEvent(world: World, name: string, key: string): Promise<void> {
  const [address] = person.addresses;
  if (address === undefined) throw new Error("the person has no address");
  const to = { kind: "address", address } as const;
  const event = { account: accountId("shop"), to, name, data: {}, key };
  const taking = world.engine.takeEvent(event);
  await world.clock.advance(10);
  await taking;
  await world.clock.advance(100);
}

async function reasons(world: World): Promise<readonly (string | undefined)[]> {
  const sends = await world.open.store.records.sends({ limit: 50 });
  return sends.filter(({ state }) => state === "blocked").map(({ reason }) => reason);
}

describe("the disclosure", () => {
  test("is told once, in one message with the first answer, and stands in the ledger", async () => {
    const world = await open();
    await world.hear("kopi");
    await world.hear("kopi");
    expect(world.said).toEqual(["One coffee.\n\nA machine answers.", "One coffee."]);
    const [line, ...more] = await ledger(world);
    expect(more).toEqual([]);
    expect(line).toMatchObject({ purpose: "disclosure", answer: "told", covers });
    expect(line?.wording).toBe("A machine answers.");
    expect(line?.hash).toHaveLength(64);
  });

  test("is not told where nothing is answered, nor with the confirmation of STOP", async () => {
    const world = await open();
    await world.hear("stop");
    expect(world.said).toEqual([expect.not.stringContaining("machine")]);
    await world.hear("hm");
    expect(world.said.length).toBe(1);
    await world.hear("start");
    expect(world.said[1]).toContain("A machine answers.");
  });

  test("is not told with what cannot leave: the first answer that does carries it", async () => {
    const world = await open();
    await tellEvent(world, "ready", "1");
    expect(world.said).toEqual([]);
    expect(await ledger(world)).toEqual([]);
    await world.hear("kopi");
    expect(world.said).toEqual(["One coffee.\n\nA machine answers."]);
  });

  test("is told again when more is done with the person's words, and not when less is", async () => {
    const world = await open();
    await world.hear("kopi");
    const less = { ...covers, recipients: ["store: Jakarta"], keepsMs: dayMs };
    await world.restart({ disclosure: { ...disclosure, covers: less } });
    await world.hear("kopi");
    expect(world.said[1]).toBe("One coffee.");
    const more = { ...covers, recipients: [...covers.recipients, "provider: Anthropic, USA"] };
    await world.restart({ disclosure: { ...disclosure, covers: more } });
    await world.hear("kopi");
    expect(world.said[2]).toContain("A machine answers.");
  });
});

describe("a purpose that has to be asked for", () => {
  test("begins nothing before a yes, and writing first is none", async () => {
    const world = await open();
    await world.hear("promo");
    expect(world.said[0]).toContain("Pardon?");
    await tellEvent(world, "sale", "1");
    expect(world.said.length).toBe(1);
    await grant(world);
    await tellEvent(world, "sale", "2");
    expect(world.said.slice(1)).toEqual(["Half price today."]);
  });

  test("ends by its own time, by a no, and by what a yes was not given for", async () => {
    const world = await open();
    await world.hear("kopi");
    await grant(world, { expiresAt: world.clock.now() });
    await tellEvent(world, "sale", "1");
    await world.clock.advance(1);
    await grant(world, { covers: { ...covers, keepsMs: dayMs } });
    await tellEvent(world, "sale", "2");
    await world.clock.advance(1);
    await grant(world, { answer: "no" });
    await tellEvent(world, "sale", "3");
    expect(world.said.length).toBe(1);
  });

  test("is decided again when the message leaves", async () => {
    const world = await open();
    await world.hear("kopi");
    await grant(world);
    // Something ahead of it in the line holds it back until the yes is taken back.
    const wait = { kind: "retry", afterMs: hourMs, error } as const;
    world.channel.answers.push(wait);
    await world.hear("kopi");
    await tellEvent(world, "sale", "1");
    await world.clock.advance(1);
    await grant(world, { answer: "no" });
    await world.clock.advance(3 * hourMs);
    expect(world.said).not.toContain("Half price today.");
    expect(await reasons(world)).toEqual(["consent-withdrawn"]);
  });

  test("ends by STOP, and START does not bring it back", async () => {
    const world = await open();
    await world.hear("kopi");
    await grant(world);
    await world.clock.advance(1);
    await world.hear("Berhenti!");
    await world.hear("start");
    await tellEvent(world, "sale", "1");
    expect(world.said).not.toContain("Half price today.");
    const [line] = await ledger(world);
    expect(line).toMatchObject({ purpose: "marketing", answer: "no", wording: "Berhenti!" });
  });
});

describe("the step that asks", () => {
  const asking = {
    file: "asking.flow.yaml",
    text: `
flow: asking
format: 1
triggers: [{ message: offers }]
steps:
  - consent: { ask: marketing }
    id: may_we
  - say: "{{ contact.consent.marketing ? 'Thanks!' : 'Fine.' }}"
`,
  };

  test("writes a yes with the words that were shown, what they covered, and its end", async () => {
    const own = { ...settings, consent: { ...consent, disclosure: undefined } };
    const world = await startWorld({ flows: [asking, promo], settings: own });
    await world.hear("offers");
    const saidAt = world.clock.now();
    await world.hear("yes", saidAt);
    expect(world.said).toEqual([expect.stringContaining("May we?"), "Thanks!"]);
    const [line] = await ledger(world);
    expect(line).toMatchObject({ purpose: "marketing", answer: "yes", wording: "May we?", covers });
    expect(line).toMatchObject({ at: saidAt, expiresAt: saidAt + 365 * dayMs });
    expect(line?.source).toStartWith("message:");
    await tellEvent(world, "sale", "1");
    expect(world.said.at(-1)).toBe("Half price today.");
  });

  test("keeps what the question covered, though more is done by the time of the yes", async () => {
    const own = { ...settings, consent: { ...consent, disclosure: undefined } };
    const world = await startWorld({ flows: [asking, promo], settings: own });
    await world.hear("offers");
    const more = { ...covers, recipients: [...covers.recipients, "provider: Anthropic, USA"] };
    const marketing = { basis: "ask", expiresMs: undefined, needs: more } as const;
    await world.restart({ purposes: new Map([...consent.purposes, ["marketing", marketing]]) });
    await world.hear("yes");
    await tellEvent(world, "sale", "1");
    expect(world.said).not.toContain("Half price today.");
  });
});

describe("what the network tells of marketing", () => {
  const stop = { kind: "preference", category: "marketing_messages", sender: person } as const;

  test("a stop is a no, and a resume is no yes", async () => {
    const world = await open();
    await world.hear("kopi");
    await grant(world);
    await world.clock.advance(1);
    await world.happen({ ...stop, wants: false });
    await world.clock.advance(1);
    await world.happen({ ...stop, wants: true });
    const [line] = await ledger(world);
    expect(line).toMatchObject({ purpose: "marketing", answer: "no", source: "network" });
  });

  test("of another category, or for a bot without the purpose, nothing is written", async () => {
    const world = await open({ marketing: undefined });
    await world.hear("kopi");
    await world.happen({ ...stop, wants: false });
    await world.happen({ ...stop, category: "utility", wants: false });
    expect((await ledger(world)).length).toBe(1);
  });

  test("a refused send is a no, by its answer or by its receipt", async () => {
    for (const way of ["answer", "receipt"]) {
      const world = await open();
      await world.hear("kopi");
      await grant(world);
      await world.clock.advance(1);
      if (way === "answer") {
        world.channel.answers.push({ kind: "rejected", error, effect: "marketing-stopped" });
      }
      await tellEvent(world, "sale", "1");
      if (way === "receipt") await world.tell(1, "failed", error, "marketing-stopped");
      await world.clock.advance(100);
      const [line] = await ledger(world);
      expect(line).toMatchObject({ purpose: "marketing", answer: "no", source: "network" });
    }
  });
});

describe("after STOP", () => {
  test("only what asks for something by name is answered", async () => {
    const world = await open();
    await world.hear("kopi");
    await world.hear("stop");
    await world.hear("well");
    await tellEvent(world, "ready", "1");
    expect(world.said.length).toBe(2);
    await world.hear("kopi");
    expect(world.said[2]).toBe("One coffee.");
  });

  test("who asked is answered for a day, by service alone, and STOP ends it again", async () => {
    const world = await open();
    await world.hear("kopi");
    await grant(world);
    await world.hear("stop");
    await world.hear("kopi");
    await world.hear("promo");
    expect(world.said.slice(2)).toEqual(["One coffee.", "Pardon?"]);
    await world.hear("stop");
    expect(world.said.length).toBe(5);
    await world.hear("hm");
    expect(world.said.length).toBe(5);
    await world.hear("kopi");
    await world.clock.advance(25 * hourMs);
    await tellEvent(world, "ready", "1");
    expect(world.said.length).toBe(6);
  });

  test("a question whose time runs out after that day ends with it, and nothing is said", async () => {
    const table = {
      file: "table.flow.yaml",
      text: `
flow: table
format: 1
triggers: [{ message: table }]
steps:
  - ask: For how many?
    id: guests
    timeout: 30h
    on_timeout: [{ say: Another time then. }]
`,
    };
    const world = await startWorld({ flows: [table], settings: { ...settings, consent } });
    await world.hear("stop");
    await world.hear("table");
    await world.clock.advance(31 * hourMs);
    expect(world.said.length).toBe(2);
    const { records } = world.open.store;
    const [conversation] = await records.conversations(1);
    const runs = conversation === undefined ? [] : await records.runs(conversation.id);
    expect(runs.map(({ state }) => state)).toEqual(["cancelled"]);
  });

  test("help, the menu and a person can be asked for", async () => {
    for (const word of ["help", "menu", "human"]) {
      const world = await open();
      await world.hear("stop");
      await world.hear(word);
      expect(world.said.length).toBe(2);
    }
  });
});

const error: SendError = { code: "131050", title: "x", meaning: "x", action: "x" };
