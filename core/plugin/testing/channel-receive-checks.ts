import assert from "node:assert/strict";
import fc from "fast-check";
import type { Json } from "#core/lib/json.ts";
import { eventBodySchema, type NewEvent } from "#core/model/event.ts";
import type { WebhookReading, WebhookRequest } from "#core/model/ports/channel.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import { statusUpdateSchema } from "#core/model/status.ts";
import { type ChannelCheck, type ChannelWorld, lastMessage, sari } from "./channel-world.ts";

const texts = [
  "Halo",
  "Halo 👋🏽 café äöå Привет ขอบคุณ",
  "NUL \u0000, quote \" ' \\ / and new\nline",
  '{"__proto__": {"polluted": true}}',
  "x".repeat(4_096),
];

/** What a webhook must become. */
export const channelReceiveChecks: readonly ChannelCheck[] = [
  {
    name: "a person's text is one message event with its sender",
    run: async (world) => {
      for (const [index, text] of texts.entries()) {
        await world.simulator.act(sari, { kind: "text", text });
        assert.equal(world.events.length, index + 1);
        const message = lastMessage(world);
        assert.equal(message.kind === "text" ? message.text : undefined, text);
        checkReading(world.readings.at(-1));
      }
      const event = world.events[0];
      const scope = event?.sender?.scope;
      assert.equal(scope, world.channel.kind, "the scope of addresses is the channel's kind");
      assert.ok((event?.sender?.addresses.length ?? 0) > 0, "the sender has an address");
      assert.ok(Math.abs((event?.occurredAt ?? 0) - world.clock.now()) < 2_000, "its own time");
    },
  },
  {
    name: "a webhook with one changed byte, no signature or no body is refused",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      const request = lastRequest(world);
      for (let index = 0; index < request.body.length; index += 7) {
        const body = Uint8Array.from(request.body);
        body[index] = (body[index] ?? 0) ^ 1;
        assert.equal(world.channel.receive({ ...request, body }).kind, "refused", `byte ${index}`);
      }
      assert.equal(world.channel.receive({ ...request, headers: {} }).kind, "refused");
      assert.equal(world.channel.receive({ ...request, body: new Uint8Array() }).kind, "refused");
    },
  },
  {
    name: "the same webhook again is the same events under the same keys",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      await world.simulator.redeliver(sari);
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      const [first, again, other] = world.events.map((event) => event.dedupeKey);
      assert.equal(world.events.length, 3);
      assert.equal(first, again);
      assert.notEqual(first, other);
      const request = lastRequest(world);
      assert.deepEqual(world.channel.receive(request), world.channel.receive(request));
    },
  },
  {
    name: "a person with either id hidden is told apart and can be answered",
    run: async (world) => {
      const people: readonly SimulatedPerson[] = [
        { name: "User id alone", userId: "ID.22222222222222222222" },
        { name: "Phone alone", phone: "6289876543210" },
      ];
      const seen = new Set<string>();
      for (const person of people) {
        await world.simulator.act(person, { kind: "text", text: "Halo" });
        seen.add(JSON.stringify(world.events.at(-1)?.sender?.addresses));
        const outcome = await world.sendText("Halo juga");
        assert.equal(outcome.kind, "accepted");
        assert.deepEqual(world.simulator.shown().at(-1)?.person, person);
      }
      assert.equal(seen.size, people.length);
    },
  },
  {
    name: "a message of any shape, well signed, throws nothing and stays within the schemas",
    run: async (world) => {
      await fc.assert(
        fc.asyncProperty(vendorMessage, async (message) => {
          const before = world.readings.length;
          await world.simulator.act(sari, { kind: "vendor", message });
          assert.equal(world.readings.length, before + 1, "it was received without a throw");
          checkReading(world.readings.at(-1));
        }),
        { numRuns: 200 },
      );
    },
  },
  {
    name: "bytes that nobody signed are refused and throw nothing",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      const request = lastRequest(world);
      fc.assert(
        fc.property(fc.uint8Array({ maxLength: 2_000 }), fc.boolean(), (body, isSigned) => {
          const headers = isSigned ? request.headers : {};
          return world.channel.receive({ ...request, headers, body }).kind === "refused";
        }),
        { numRuns: 300 },
      );
    },
  },
];

const anyJson = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constantFrom<Json>(
      null,
      true,
      false,
      0,
      -1,
      1e308,
      "text",
      "image",
      "interactive",
      "system",
    ),
    fc.string({ unit: "binary" }),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.array(tie("value")),
    fc.dictionary(fc.string(), tie("value")),
  ),
})).value;

/** Any JSON object, with keys that real messages have among the others. */
const vendorMessage = fc.dictionary(
  fc.oneof(
    fc.constantFrom("type", "text", "id", "from", "timestamp", "image", "interactive", "context"),
    fc.constantFrom("__proto__", "constructor", "reaction", "order", "system", "contacts"),
    fc.string(),
  ),
  anyJson,
);

function lastRequest(world: ChannelWorld): WebhookRequest {
  const request = world.requests.at(-1);
  if (request === undefined) throw new Error("no webhook was delivered");
  return request;
}

/** A reading holds what its schemas say, also after a store has written and read it. */
function checkReading(reading: WebhookReading | undefined): void {
  assert.ok(reading !== undefined);
  if (reading.kind !== "updates") return;
  for (const event of reading.events) checkEvent(event);
  for (const status of reading.statuses) statusUpdateSchema.parse(throughJson(status));
}

function checkEvent(event: NewEvent): void {
  assert.ok(event.dedupeKey.length > 0 && event.dedupeKey.length <= 2_048);
  assert.ok(Number.isSafeInteger(event.occurredAt));
  eventBodySchema.parse(throughJson(event.body));
  const named = "sender" in event.body ? event.body.sender : undefined;
  assert.deepEqual(event.sender, named, "the lane is that of the person whom the event names");
}

function throughJson(value: unknown): unknown {
  const text = JSON.stringify(value);
  const copy: unknown = JSON.parse(text);
  return copy;
}
