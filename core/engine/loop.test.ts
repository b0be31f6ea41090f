import { describe, expect, test } from "bun:test";
import { hourMs, later, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import { type MessageOut, messageOutText } from "#core/model/message-out.ts";
import { settings, startWorld, type World } from "./testing/world.ts";

const letters = "a b c d e f g h i j k l m n o p q r s t u v w x".split(" ");
const quiz = letters.map(
  (letter) =>
    `  - ask: Is it true that ${letter} is a letter?\n    id: ask_${letter}\n    into: answer\n`,
);
const flows = [
  {
    file: "greet.flow.yaml",
    text: "flow: greet\nformat: 1\ntriggers: [{ fallback: {} }]\nsteps: [{ say: 'Hello! Write MENU to begin.' }]\n",
  },
  {
    file: "quiz.flow.yaml",
    text: `flow: quiz\nformat: 1\ntriggers: [{ message: quiz }]\nslots: { answer: { type: text } }\nsteps:\n${quiz.join("")}`,
  },
];
const roomy = { ...settings.limits, contact: { count: 20, periodMs: minuteMs } };
const start = () => startWorld({ flows, settings: { ...settings, limits: roomy } });
const historyOf = async (world: World) => {
  const [conversation] = await world.open.store.records.conversations(1);
  return conversation && (await world.open.store.records.history(conversation.id, 200));
};
const isBroken = (message: MessageOut) => messageOutText(message).startsWith("It looks as if two");

/** Lets two bots answer each other: what one says, the other hears a moment later. */
async function converse(one: World, two: World, turns: number): Promise<void> {
  const worlds = [one, two] as const;
  const heard = [0, 0];
  await one.hear("Hi there");
  for (let turn = 0; turn < turns; turn += 1) {
    for (const [index, world] of worlds.entries()) {
      const other = worlds[1 - index] ?? world;
      for (const { message } of world.channel.sent.slice(heard[index])) {
        heard[index] = (heard[index] ?? 0) + 1;
        await other.hear(messageOutText(message));
      }
    }
    for (const world of worlds) await world.clock.advance(secondMs);
  }
}

describe("two of our own bots that answer each other", () => {
  test("are told apart from people, told once, and silent until it is over", async () => {
    const [one, two] = [await start(), await start()];
    await converse(one, two, 200);
    const broken = [one, two].flatMap(({ channel }) =>
      channel.sent.filter((s) => isBroken(s.message)),
    );
    expect(broken.length).toBeGreaterThanOrEqual(1);
    expect(broken.length).toBeLessThanOrEqual(2);
    expect(one.said.length + two.said.length).toBeLessThan(40);
    const logged = [one, two].flatMap(({ log }) =>
      log.lines.filter((l) => l.event === "loop.broken"),
    );
    expect(logged.length).toBe(broken.length);
    const histories = [...((await historyOf(one)) ?? []), ...((await historyOf(two)) ?? [])];
    const lines = histories.filter(({ what }) => what === "loop.broken");
    expect(lines.map(({ data }) => data)).toEqual(
      lines.map(() => ({ sign: "repeats", texts: settings.limits.loop?.after ?? 0 })),
    );
  });
});

/** Writes the same again and again, as a machine does. */
async function loopUntilBroken(world: World): Promise<void> {
  for (let count = 0; count < 12; count += 1) {
    await world.clock.advance(5 * secondMs);
    await world.hear("Sorry, I did not understand.");
  }
}

describe("a machine that was found", () => {
  test("is not answered after a restart, and again when the time is over", async () => {
    const world = await start();
    await loopUntilBroken(world);
    expect(world.said.at(-1)).toContain("two machines");
    const before = world.said.length;
    await world.restart();
    await world.hear("Sorry, I did not understand.");
    expect(world.said.length).toBe(before);
    const [event] = await world.open.store.records.events({ limit: 1, kind: "message" });
    expect(event?.reason).toBe("loop:looping");
    await world.clock.advance(hourMs);
    await world.hear("Hello?");
    expect(world.said.at(-1)).toBe("Hello! Write MENU to begin.");
  });

  test("that taps a button, or writes START, was none", async () => {
    for (const lift of ["tap", "start"]) {
      const world = await start();
      await loopUntilBroken(world);
      if (lift === "start") await world.hear("START");
      else
        await world.take({
          kind: "choice",
          id: "c1",
          choice: "x",
          title: "Menu",
          source: "button",
        });
      await world.hear("Hello?");
      expect(world.said.at(-1)).toBe("Hello! Write MENU to begin.");
    }
  });

  test("is heard when it says STOP, and when it wants a person", async () => {
    const stopping = await start();
    await loopUntilBroken(stopping);
    await stopping.hear("stop");
    expect(stopping.said.at(-1)).toContain("not get any more messages");
    const asking = await start();
    await loopUntilBroken(asking);
    await asking.hear("human");
    expect(asking.said.at(-1)).toContain("A person will answer you");
  });

  test("is answered again when a person of ours says so", async () => {
    const world = await start();
    await loopUntilBroken(world);
    const [conversation] = await world.open.store.records.conversations(1);
    if (conversation === undefined) throw new Error("nobody");
    const { contact } = conversation;
    const giving = world.engine.giveBack({ contact, by: "Rani", key: "1" });
    await world.clock.advance(secondMs);
    await giving;
    await world.hear("Hello?");
    expect(world.said.at(-1)).toBe("Hello! Write MENU to begin.");
  });
});

describe("a person in a hurry", () => {
  test.each([
    ["who answers many questions with the same word", () => "quiz", 3 * secondMs],
    ["who tries many words", (count: number) => letters.slice(count).join(""), secondMs],
    ["who repeats a word, and thinks in between", () => "hello", 20 * secondMs],
  ])("%s is answered as before", async (_, textOf, gapMs) => {
    const world = await start();
    for (let count = 0; count < 20; count += 1) {
      await world.clock.advance(gapMs);
      await world.hear(textOf(count));
    }
    await world.clock.advance(5 * minuteMs);
    expect(world.channel.sent.filter(({ message }) => isBroken(message))).toEqual([]);
    expect(await historyOf(world)).not.toContainEqual(
      expect.objectContaining({ what: "loop.broken" }),
    );
  });

  test("whose taps look alike is a person", async () => {
    const world = await start();
    for (let count = 0; count < 20; count += 1) {
      await world.clock.advance(2 * secondMs);
      const at = later(toMillis(world.clock.now()), 0);
      await world.take(
        { kind: "choice", id: `c${count}`, choice: "next", title: "Next", source: "button" },
        at,
      );
    }
    expect(world.channel.sent.filter(({ message }) => isBroken(message))).toEqual([]);
  });
});
