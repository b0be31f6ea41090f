import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import {
  type AccountAct,
  accountId,
  dayMs,
  errorText,
  type JsonObject,
  type NetworkAct,
  type SimulatedPerson,
  type SimulatorFaults,
} from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createReceiver } from "#plugins/channel-whatsapp-cloud/inbound/receive.ts";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { fakeSettings } from "./fake-options.ts";
import { type FakeWorld, openFakeWorld } from "./testing/fake-world.ts";
import { mediaSamples } from "./testing/media-samples.ts";
import { richMessages } from "./testing/rich-messages.ts";

const startAt = Date.UTC(2026, 10, 22, 8);
const receive = createReceiver(accountId("whatsapp"), configSchema.parse(fakeSettings));

const people: readonly SimulatedPerson[] = [
  { name: "Both", userId: "ID.1", phone: "6281000001", username: "both" },
  { name: "Id", userId: "ID.2", parentUserId: "ID.ENT.2" },
  { name: "Phone", phone: "6281000003" },
];

type Op =
  | { readonly kind: "act"; readonly who: number; readonly act: NetworkAct }
  | { readonly kind: "together"; readonly acts: readonly NetworkAct[] }
  | { readonly kind: "send"; readonly who: number; readonly message: JsonObject }
  | { readonly kind: "announce"; readonly act: AccountAct }
  | { readonly kind: "pass"; readonly ms: number }
  | { readonly kind: "faults"; readonly faults: SimulatorFaults };

const acts = fc.oneof(
  fc.record({ kind: fc.constant("text" as const), text: fc.string({ minLength: 1 }) }),
  fc.constantFrom<NetworkAct>(
    { kind: "choice", choice: "yes" },
    { kind: "reaction", emoji: "👍" },
    { kind: "reaction", emoji: "" },
    { kind: "media", media: "image", mime: "image/png", content: mediaSamples.png },
    { kind: "location", latitude: 1, longitude: 2 },
    { kind: "contacts", contacts: [{ name: { formatted: "A", first: "A" } }] },
    { kind: "order", items: [{ sku: "S", quantity: 1, price: 2, currency: "IDR" }] },
    { kind: "form", answer: { a: 1 } },
    { kind: "call_permission", isGiven: true },
    { kind: "edit", text: "b" },
    { kind: "revoke" },
    { kind: "open" },
    { kind: "call" },
    { kind: "unsupported", vendorKind: "poll_creation" },
    { kind: "group", group: "Y2Fw", text: "a" },
    { kind: "preference", wants: false },
    { kind: "preference", wants: true },
    { kind: "echo", text: "a" },
    { kind: "handover", owner: "other" },
    { kind: "handover", owner: "bot" },
    { kind: "phone", isOn: false },
    { kind: "phone", isOn: true, tellsReads: true },
    { kind: "phone", tellsReads: false },
    { kind: "phone", isGone: true },
  ),
);
const messages = fc.oneof(
  { weight: 3, arbitrary: fc.constant<JsonObject>({ type: "text", text: { body: "a" } }) },
  { weight: 2, arbitrary: fc.constantFrom<JsonObject>(...Object.values(richMessages)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<JsonObject>(
      { type: "text", text: { body: "a".repeat(4_097) } },
      { type: "hologram" },
      { type: "template", template: { name: "promo", language: { code: "id" } } },
      { type: "interactive", interactive: { type: "button", body: { text: "a" }, action: {} } },
    ),
  },
);
const who = fc.nat({ max: people.length - 1 });
const op: fc.Arbitrary<Op> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant("act" as const), who, act: acts }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("together" as const),
      acts: fc.array(acts, { maxLength: 5 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({ kind: fc.constant("send" as const), who, message: messages }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("announce" as const),
      act: fc.constantFrom<AccountAct>(
        { kind: "template", name: "confirm", language: "id", decision: "paused" },
        { kind: "template", name: "confirm", language: "id", decision: "approved" },
        { kind: "number_limit", limit: "TIER_2K" },
        { kind: "error", code: 130429 },
      ),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant("pass" as const),
      ms: fc.oneof(fc.nat({ max: 10_000 }), fc.integer({ min: 0, max: 30 * 3_600_000 })),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("faults" as const),
      faults: fc.record(
        {
          batchWebhook: fc.constantFrom(0, 0.5, 1),
          skippedDelivered: fc.constantFrom(0, 0.5),
          fail: fc.constantFrom({ code: 131026, count: 2 }),
          refuse: fc.constantFrom({ code: 131000, count: 1 }),
        },
        { requiredKeys: [] },
      ),
    }),
  },
);
const ops = fc.array(op, { maxLength: 60 });

interface Sent {
  readonly at: number;
  readonly who: number;
  readonly isTemplate: boolean;
  readonly status: number;
  readonly code: unknown;
  /** When the person last did what opens their window. */
  readonly openedAt: number | undefined;
}

interface History {
  readonly world: FakeWorld;
  readonly sends: readonly Sent[];
  readonly failures: readonly string[];
}

/** Acts that open no window. Source: reference 2.11. */
const quiet = new Set<NetworkAct["kind"]>([
  "reaction",
  "edit",
  "revoke",
  "unsupported",
  "group",
  "preference",
  "echo",
  "handover",
  "phone",
  "call_permission",
]);

function addressOf({ userId, phone }: SimulatedPerson): JsonObject {
  return phone === undefined ? { recipient: userId ?? "" } : { to: `+${phone}` };
}

async function play(steps: readonly Op[], seed: number): Promise<History> {
  const clock = new VirtualClock(startAt);
  const world = openFakeWorld({ clock, random: new SeededRandom(seed) });
  const sends: Sent[] = [];
  const openings = new Map<number, number>();
  const failures: string[] = [];
  world.fake.approve({ name: "confirm", language: "id", buttons: ["Ya"] });
  world.fake.approve({ name: "promo", language: "id", category: "marketing" });
  const act = async (index: number, doing: NetworkAct, work: () => Promise<void>) => {
    const at = clock.now();
    let isOver = false;
    const over = work().then(
      () => {
        if (!quiet.has(doing.kind)) openings.set(index, at);
      },
      (error: unknown) => failures.push(errorText(error)),
    );
    void over.then(() => {
      isOver = true;
    });
    // A batched webhook needs time to go out.
    await clock.settle();
    if (!isOver) await clock.advance(5_000);
    await over;
  };
  for (const step of steps) {
    if (step.kind === "act") {
      const person = people[step.who] ?? { name: "x" };
      await act(step.who, step.act, () => world.fake.act(person, step.act));
    } else if (step.kind === "together") {
      for (const doing of step.acts) {
        const person = people[0] ?? { name: "x" };
        await act(0, doing, () => world.fake.actTogether([{ person, act: doing }]));
      }
    } else if (step.kind === "send") {
      const told = world.send(step.message, addressOf(people[step.who] ?? { name: "x" }));
      const isTemplate = step.message["type"] === "template";
      sends.push({
        at: clock.now(),
        who: step.who,
        isTemplate,
        status: told.status,
        code: told.code,
        openedAt: openings.get(step.who),
      });
    } else if (step.kind === "announce") {
      void world.fake.announce(step.act);
    } else if (step.kind === "pass") {
      await clock.advance(step.ms);
    } else {
      world.fake.setFaults(step.faults);
    }
  }
  await clock.advance(10 * 60_000);
  return { world, sends, failures };
}

const rank: Readonly<Record<string, number>> = { sent: 1, delivered: 2, read: 3, played: 4 };

describe("whatever people and bots do", () => {
  test("nothing throws but an act on what is not there, and every webhook is read", async () => {
    await fc.assert(
      fc.asyncProperty(ops, fc.nat(), async (steps, seed) => {
        const { world, failures, sends } = await play(steps, seed);
        for (const failure of failures) expect(failure).toMatch(/^SIMULATOR_/);
        for (const request of world.requests) {
          const reading = receive(request);
          expect(reading.kind).toBe("updates");
          if (reading.kind !== "updates") continue;
          expect(reading.foreign).toBe(0);
          expect(reading.events.map(({ body }) => body.kind)).not.toContain("unparsed");
        }
        for (const { status, code } of sends)
          expect([status === 200, code === undefined]).toEqual([
            code === undefined,
            status === 200,
          ]);
        expect(world.fake.isBusy()).toBe(false);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("statuses only move forward, and what fails does nothing else", async () => {
    await fc.assert(
      fc.asyncProperty(ops, fc.nat(), async (steps, seed) => {
        const { world } = await play(steps, seed);
        const seen = new Map<string, string[]>();
        for (const { id, status } of world.statuses()) {
          const wamid = textOf(id) ?? "";
          seen.set(wamid, [...(seen.get(wamid) ?? []), textOf(status) ?? ""]);
        }
        const taken = new Set(world.fake.shown().map(({ vendorId }) => vendorId));
        for (const [wamid, words] of seen) {
          expect(taken.has(wamid)).toBe(true);
          if (words.includes("failed")) expect(words).toEqual(["failed"]);
          const ranks = words.map((word) => rank[word] ?? 0);
          expect(ranks).toEqual([...new Set(ranks)].toSorted((a, b) => a - b));
        }
        expect(seen.size).toBe(taken.size);
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("free-form messages go out within 24 hours of what opens the window, and never after", async () => {
    await fc.assert(
      fc.asyncProperty(ops, fc.nat(), async (steps, seed) => {
        const { sends } = await play(steps, seed);
        for (const { at, openedAt, isTemplate, status, code } of sends) {
          const age = openedAt === undefined ? Number.POSITIVE_INFINITY : at - openedAt;
          if (status === 200 && !isTemplate) expect(age).toBeLessThan(dayMs);
          // It counts from a time stamp of whole seconds.
          if (code === 131047) expect(age).toBeGreaterThan(dayMs - 1_000);
        }
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("nobody gets more than Meta's pace lets through", async () => {
    const eager = fc.array(fc.oneof(fc.constant(0), fc.nat({ max: 20_000 })), {
      minLength: 60,
      maxLength: 150,
    });
    await fc.assert(
      fc.asyncProperty(eager, async (gaps) => {
        const hello: Op = { kind: "act", who: 0, act: { kind: "text", text: "a" } };
        const send: Op = { kind: "send", who: 0, message: { type: "text", text: { body: "a" } } };
        const steps = gaps.flatMap((ms): readonly Op[] => [{ kind: "pass", ms }, send]);
        const { sends } = await play([hello, ...steps], 1);
        const times = sends.filter(({ status }) => status === 200).map(({ at }) => at);
        for (const [first, from] of times.entries()) {
          const late = times.findLastIndex((at) => at - from < 60_000);
          expect(late - first + 1).toBeLessThanOrEqual(45 + 10);
        }
        for (const { code } of sends) expect(code === undefined || code === 131056).toBe(true);
      }),
      { numRuns: 40 },
    );
  }, 60_000);

  test("the same seed is the same history, byte for byte", async () => {
    const tell = async (steps: readonly Op[], seed: number) => {
      const { world, sends, failures } = await play(steps, seed);
      const bodies = world.requests.map(({ body, receivedAt }) => [
        receivedAt,
        new TextDecoder().decode(body),
      ]);
      return JSON.stringify([bodies, sends, failures, world.fake.shown()]);
    };
    await fc.assert(
      fc.asyncProperty(ops, fc.nat(), async (steps, seed) => {
        expect(await tell(steps, seed)).toBe(await tell(steps, seed));
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});
