import { describe, expect, test } from "bun:test";
import { accountId, type JsonObject, type NetworkAct } from "sapa/plugin";
import { SeededRandom, VirtualClock } from "sapa/plugin/testing";
import { configSchema } from "#plugins/channel-whatsapp-cloud/config.ts";
import { createReceiver } from "#plugins/channel-whatsapp-cloud/inbound/receive.ts";
import { listOf, objectOf, readJson } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { fakeSettings } from "./fake-options.ts";
import { objectsOf } from "./objects-of.ts";
import { openFakeWorld, sari } from "./testing/fake-world.ts";

const receive = createReceiver(accountId("whatsapp"), configSchema.parse(fakeSettings));
const startAt = Date.UTC(2026, 10, 22, 8);
const budi = { name: "Budi", userId: "ID.9", phone: "6285500000001" };
const say = (text: string): NetworkAct => ({ kind: "text", text });

function open(seed = 7) {
  const clock = new VirtualClock(startAt);
  const world = openFakeWorld({ clock, random: new SeededRandom(seed) });
  const lastBody = () => objectOf(readJson(new TextDecoder().decode(world.requests.at(-1)?.body)));
  const lastTexts = () => {
    const request = world.requests.at(-1);
    const reading = request === undefined ? undefined : receive(request);
    return (reading?.kind === "updates" ? reading.events : []).map(({ body }) =>
      body.kind === "message" && body.message.kind === "text" ? body.message.text : body.kind,
    );
  };
  return { clock, ...world, lastBody, lastTexts };
}

const acts = [
  { person: sari, act: say("1") },
  { person: budi, act: say("2") },
  { person: sari, act: { kind: "preference", wants: false } },
  { person: sari, act: say("3") },
] as const;

describe("several acts together", () => {
  test("are one webhook, packed in each of Meta's ways, with everybody's own sender", async () => {
    const shapes = new Set<string>();
    for (let seed = 0; seed < 12; seed += 1) {
      const { fake, requests, lastBody, lastTexts } = open(seed);
      await fake.actTogether(acts);
      expect(requests.length).toBe(1);
      const entries = objectsOf(lastBody()?.["entry"]);
      const changes = entries.flatMap((entry) => objectsOf(entry["changes"]));
      shapes.add(`${entries.length} entries, ${changes.length} changes`);
      expect(lastTexts().toSorted()).toEqual(["1", "2", "3", "preference"].toSorted());
      expect(lastTexts().filter((text) => text !== "preference")).toEqual(["1", "2", "3"]);
    }
    expect(shapes).toEqual(
      new Set(["4 entries, 4 changes", "1 entries, 4 changes", "1 entries, 2 changes"]),
    );
  });

  test("name each person once where they share a list", async () => {
    for (let seed = 0; seed < 12; seed += 1) {
      const { fake, changes } = open(seed);
      await fake.actTogether(acts);
      const value = objectOf(changes()[0]?.["value"]);
      if (listOf(value?.["messages"]).length < 3) continue;
      const names = objectsOf(value?.["contacts"]).map(
        ({ profile }) => objectOf(profile)?.["name"],
      );
      expect(names).toEqual(["Sari", "Budi"]);
      return;
    }
    throw new Error("no seed packed the messages into one list");
  });

  test("come again as the one webhook that they were", async () => {
    const { fake, requests } = open();
    await fake.actTogether(acts);
    await fake.redeliver(budi);
    expect(requests.length).toBe(2);
    expect(requests[1]?.body).toEqual(requests[0]?.body ?? new Uint8Array());
  });

  test("without anything to tell are no webhook", async () => {
    const { fake, requests } = open();
    await fake.actTogether([{ person: sari, act: { kind: "phone", isOn: false } }]);
    await fake.actTogether([]);
    expect(requests.length).toBe(0);
  });
});

describe("a network that batches", () => {
  test("holds acts back and tells them together, none lost, in their order", async () => {
    const { clock, fake, requests, lastTexts } = open();
    fake.setFaults({ batchWebhook: 1 });
    const doing = ["1", "2", "3"].map((text) => fake.act(sari, say(text)));
    expect(requests.length).toBe(0);
    expect(fake.isBusy()).toBe(true);
    await clock.advance(5_000);
    await Promise.all(doing);
    expect(requests.length).toBe(1);
    expect(lastTexts()).toEqual(["1", "2", "3"]);
    expect(fake.isBusy()).toBe(false);
  });

  test("puts receipts with them, and waits for no more than a thousand", async () => {
    const { clock, fake, requests, send, lastTexts } = open();
    await fake.act(sari, say("Halo"));
    fake.setFaults({ batchWebhook: 1 });
    send({ type: "text", text: { body: "a" } } satisfies JsonObject);
    await clock.advance(60_000);
    expect(requests.length).toBeLessThan(4);
    const doing = Array.from({ length: 1_000 }, (_, index) => fake.act(sari, say(String(index))));
    await clock.settle();
    await Promise.all(doing);
    expect(lastTexts().length).toBe(1_000);
  });

  test("now and then puts nothing out of order", async () => {
    const { clock, fake, changes } = open();
    fake.setFaults({ batchWebhook: 0.3 });
    const doing: Promise<void>[] = [];
    for (let index = 0; index < 60; index += 1) {
      doing.push(fake.act(sari, say(String(index))));
      await clock.advance(300);
    }
    await clock.advance(5_000);
    await Promise.all(doing);
    const texts = changes().flatMap(({ value }) =>
      objectsOf(objectOf(value)?.["messages"]).map((item) => objectOf(item["text"])?.["body"]),
    );
    expect(texts).toEqual(Array.from({ length: 60 }, (_, index) => String(index)));
  });

  test("gives a held act's webhook to who asks for it again", async () => {
    const { clock, fake, requests } = open();
    fake.setFaults({ batchWebhook: 1 });
    const doing = fake.act(sari, say("1"));
    const again = fake.redeliver(sari);
    await clock.advance(5_000);
    await Promise.all([doing, again]);
    expect(requests.length).toBe(2);
    expect(requests[1]?.body).toEqual(requests[0]?.body ?? new Uint8Array());
  });
});
