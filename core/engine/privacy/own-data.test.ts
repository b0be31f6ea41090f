import { describe, expect, test } from "bun:test";
import fc from "fast-check";
import type { RunActivity } from "#core/engine/activities.ts";
import { settings, startWorld, type World } from "#core/engine/testing/world.ts";
import { dayMs, hourMs, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";

const asks = "This erases all that we keep of you";
const gone = "Your data is being erased now";
const left = "Nothing was erased.";
const kept = "What we keep of you:";

/** Says something, and gives what is said to it. */
async function say(world: World, text: string): Promise<readonly string[]> {
  const before = world.said.length;
  await world.hear(text);
  await world.clock.advance(3 * secondMs);
  return world.said.slice(before);
}

async function read<Value>(world: World, reading: Promise<Value>): Promise<Value> {
  await world.clock.settle();
  return await reading;
}

const people = (world: World) => read(world, world.open.store.records.contacts(undefined, 9));

const begins = (texts: readonly string[]) => texts.map((text) => text.split(":")[0] ?? "");

describe("my data", () => {
  test.each(["my data", "Data saya!", "mis datos"])("%s gives a text and a file", async (words) => {
    const world = await startWorld();
    await say(world, "kopi");
    const answers = await say(world, words);
    expect(answers).toHaveLength(2);
    expect(answers[0]).toStartWith(kept);
    expect(answers[0]).toContain("• name: Sari");
    const message = world.channel.sent.at(-1)?.message;
    if (message?.kind !== "media" || !("sha256" in message.source)) throw new Error("no file");
    const content = await world.files.read(message.source.sha256);
    const data: unknown = JSON.parse(new TextDecoder().decode(content));
    expect(data).toMatchObject({ contact: { name: "Sari" }, sends: [{}] });
    expect(JSON.stringify(data)).toContain("How many?");
  });

  test("costs the flow nothing: its question is answered after it", async () => {
    const world = await startWorld();
    await say(world, "kopi");
    await say(world, "my data");
    expect(await say(world, "2")).toEqual(["2 it is."]);
  });

  test("comes once a day, and that is told once", async () => {
    const world = await startWorld();
    expect(await say(world, "my data")).toHaveLength(2);
    expect(await say(world, "my data")).toEqual([expect.stringContaining("tomorrow")]);
    expect(await say(world, "data saya")).toEqual([]);
    await world.clock.advance(dayMs);
    expect(await say(world, "my data")).toHaveLength(2);
  });

  test("comes after STOP, opens nothing else, and another STOP holds it back", async () => {
    const world = await startWorld();
    await say(world, "kopi");
    await say(world, "STOP");
    expect(begins(await say(world, "my data"))[0]).toBe("What we keep of you");
    expect(await say(world, "2")).toEqual([]);
    await world.clock.advance(dayMs);
    const count = world.said.length;
    // The second STOP is handled before the activity has a result.
    const taking = [world.hear("my data"), world.hear("STOP")];
    await world.clock.advance(minuteMs);
    await Promise.all(taking);
    const later = world.said.slice(count);
    expect(later.filter((text) => text.startsWith(kept))).toEqual([]);
    expect(later.filter((text) => text.startsWith("You will not"))).toHaveLength(1);
    expect(await say(world, "STOP")).toEqual([]);
  });

  test("comes in a handoff and in a pause", async () => {
    const world = await startWorld();
    await say(world, "human");
    expect(begins(await say(world, "my data"))[0]).toBe("What we keep of you");
    const paused = await startWorld({ settings: { ...settings, pausedAt: toMillis(1) } });
    expect(begins(await say(paused, "my data"))[0]).toBe("What we keep of you");
  });

  test("that comes hours late is kept for a person", async () => {
    const world = await startWorld();
    await world.hear("my data", world.clock.now() - 2 * hourMs);
    await world.clock.advance(minuteMs);
    expect(world.said).toEqual([]);
    const [event] = await read(world, world.open.store.records.events({ limit: 1 }));
    expect(event).toMatchObject({ state: "ignored", reason: "limit:stale" });
  });

  test("that cannot be gathered is said so after some tries", async () => {
    const world = await startWorld();
    world.files.put = () => Promise.reject(new Error("no room"));
    expect(await say(world, "my data")).toEqual([]);
    await world.clock.advance(10 * minuteMs);
    expect(world.said).toEqual([expect.stringContaining("could not gather your data")]);
  });
});

describe("delete my data", () => {
  test.each([
    ["delete my data", "yes"],
    ["Hapus data saya", "YA!"],
    ["borrar mis datos", "sí"],
  ])("%s, %s erases everything, the last word too", async (ask, yes) => {
    const world = await startWorld();
    await say(world, "kopi");
    await say(world, "my data");
    expect(begins(await say(world, ask))).toEqual([asks]);
    expect((await say(world, yes))[0]).toStartWith(gone);
    expect(await people(world)).toEqual([]);
    expect(await read(world, world.open.store.records.sends({ limit: 9 }))).toEqual([]);
    expect(await read(world, world.open.store.records.unusedFiles(9))).toEqual([]);
    const audit = await read(world, world.open.store.records.audit(9));
    expect(audit).toMatchObject([{ who: "the person", what: "contact.erased" }]);
    // Somebody new, of whom nothing is known.
    expect(await say(world, "yes")).toEqual([]);
  });

  test.each(["no", "batal", "maybe", "2"])("anything else leaves it: %s", async (word) => {
    const world = await startWorld();
    await say(world, "kopi");
    await say(world, "delete my data");
    const answers = await say(world, word);
    expect(answers[0]).toBe(left);
    expect(await say(world, "yes")).not.toContainEqual(expect.stringContaining(gone));
    expect(await people(world)).toHaveLength(1);
  });

  test("waits ten minutes for its yes", async () => {
    const world = await startWorld();
    await say(world, "delete my data");
    await world.clock.advance(10 * minuteMs);
    expect(await say(world, "yes")).toEqual([]);
    expect(await people(world)).toHaveLength(1);
  });

  test("is asked again after a minute at the earliest", async () => {
    const world = await startWorld();
    await say(world, "delete my data");
    expect(await say(world, "delete my data")).toEqual([]);
    await world.clock.advance(minuteMs);
    expect(await say(world, "delete my data")).toHaveLength(1);
  });

  test("takes no yes that came in before it was asked", async () => {
    const world = await startWorld();
    const first = world.hear("delete my data");
    const second = world.hear("yes");
    await world.clock.advance(minuteMs);
    await Promise.all([first, second]);
    expect(world.said.filter((text) => text.startsWith(gone))).toEqual([]);
    expect(await people(world)).toHaveLength(1);
  });

  test("is heard while an action is at work, after STOP, in a handoff and over the limit", async () => {
    const never: RunActivity = () => new Promise(() => undefined);
    const flows = [
      {
        file: "slow.flow.yaml",
        text: "flow: slow\nformat: 1\ntriggers: [{ message: kopi }]\nsteps:\n  - run: shop.price\n    id: price\n",
      },
    ];
    for (const before of [["kopi"], ["kopi", "STOP"], ["human"], Array(9).fill("kopi")]) {
      const world = await startWorld({ flows, runActivity: never });
      for (const text of before) await world.hear(String(text));
      await world.clock.advance(secondMs);
      expect(begins(await say(world, "delete my data"))).toEqual([asks]);
      expect((await say(world, "yes"))[0]).toStartWith(gone);
      expect(await people(world)).toEqual([]);
    }
  });

  test("goes on where the last word cannot leave", async () => {
    const world = await startWorld();
    await say(world, "delete my data");
    const error = { code: "x", title: "down", meaning: "down", action: "wait" };
    for (let tries = 0; tries < 99; tries += 1) {
      world.channel.answers.push({ kind: "retry", error, afterMs: minuteMs });
    }
    await say(world, "yes");
    expect(await people(world)).toHaveLength(1);
    await world.clock.advance(11 * minuteMs);
    expect(await people(world)).toEqual([]);
  });

  test("keeps a STOP, so that who comes back is left alone", async () => {
    const world = await startWorld();
    await say(world, "STOP");
    await say(world, "delete my data");
    await say(world, "yes");
    expect(await say(world, "hm")).toEqual([]);
    expect(await people(world)).toMatchObject([{ stoppedAt: expect.any(Number) }]);
  });
});

test("wherever the process dies, a yes ends in nobody, after the last word, and nothing else does", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom("yes", "no"),
      fc.array(fc.nat(14), { minLength: 1, maxLength: 4 }),
      async (answer, deaths) => {
        const world = await startWorld();
        await say(world, "kopi");
        await say(world, "delete my data");
        void world.hear(answer).catch(() => undefined);
        for (const turns of deaths) {
          for (let turn = 0; turn < turns; turn += 1) await Bun.sleep(0);
          await world.restart();
        }
        // What was never acknowledged the network sends again; the answer is not asked for twice.
        await world.clock.advance(minuteMs);
        await world.clock.advance(11 * minuteMs);
        const heard = await read(world, world.open.store.records.contacts(undefined, 9));
        const words = world.said.filter((text) => text.startsWith(gone));
        if (answer === "no") {
          expect(words).toEqual([]);
          expect(heard).toHaveLength(1);
        } else if (heard.length > 0) {
          // The yes itself was lost with the process, before anybody was told that it is kept.
          const events = await read(world, world.open.store.records.events({ limit: 9 }));
          expect(events.map(({ body }) => JSON.stringify(body)).join()).not.toContain('"yes"');
          expect(words).toEqual([]);
        } else {
          expect(words.length).toBeGreaterThan(0);
        }
      },
    ),
    { numRuns: 40 },
  );
}, 60_000);
