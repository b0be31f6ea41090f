import { describe, expect, test } from "bun:test";
import type { ActivityAnswer, RunActivity } from "#core/engine/activities.ts";
import { person, settings, startWorld, type World } from "#core/engine/testing/world.ts";
import { systemTexts } from "#core/engine/texts.ts";
import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { MediaFetch } from "#core/model/ports/channel.ts";
import type { Activity } from "#core/model/ports/store.ts";
import { heardSchema } from "#core/model/voice.ts";

const order = `flow: order
format: 1
voice: true
triggers: [{ message: pesan }]
slots: { cups: { type: integer, min: 1 } }
steps:
  - ask: How many?
    id: cups
    into: cups
    timeout: 1h
    on_timeout:
      - say: Too late.
      - end
  - say: "{{ slots.cups }} it is."
`;
const quiet = `flow: quiet
format: 1
triggers: [{ message: tanya }, { message: { kind: audio } }]
slots: { name: { type: text } }
steps:
  - say: A sound, I see.
  - ask: Your name?
    id: name
    into: name
  - say: "Hi {{ slots.name }}."
`;
const flows = [
  { file: "order.flow.yaml", text: order },
  { file: "quiet.flow.yaml", text: quiet },
];
const hearing = { ...settings, intake: { ...settings.intake, hearsVoice: true } };
const words = systemTexts("en");

const ogg = Buffer.from(`OggS\0\x02${"\0".repeat(22)}OpusHead\x01\x01\0\0`, "latin1");
const fetched: MediaFetch = { kind: "file", content: new Uint8Array(ogg), mime: "audio/ogg" };

/** What a machine hears, one answer after the other. */
function listener(answers: readonly (string | ActivityAnswer | Promise<ActivityAnswer>)[]) {
  const asked: Activity[] = [];
  const run: RunActivity = async (activity) => {
    const answer = answers[asked.length] ?? "nothing more";
    asked.push(activity);
    return typeof answer === "string" ? heard(answer) : await answer;
  };
  return { asked, run };
}

function heard(text: string): ActivityAnswer {
  const told = { provider: "suara", model: "m", seconds: 2, costMicroUsd: 0 };
  return { kind: "done", value: heardSchema.parse({ text, ...told }) };
}

async function start(ears: ReturnType<typeof listener>, isOn = true): Promise<World> {
  const chosen = isOn ? hearing : settings;
  const world = await startWorld({ flows, runActivity: ears.run, settings: chosen });
  world.channel.fetchMedia = () => Promise.resolve(fetched);
  return world;
}

let count = 0;
async function speak(world: World): Promise<void> {
  count += 1;
  const media = { kind: "audio", id: `a${count}`, mime: "audio/ogg", voice: true } as const;
  await world.take({ kind: "media", id: `v${count}`, media });
  await world.clock.advance(100);
}

const shownAs = (text: string) => `I heard: “${text}”. Right?`;

describe("a voice note", () => {
  test("answers a question once the person has seen what was heard and says yes", async () => {
    const ears = listener(["3"]);
    const world = await start(ears);
    await world.hear("pesan");
    await speak(world);
    expect(world.said.slice(1)).toEqual([expect.stringContaining(shownAs("3"))]);
    await world.hear("ya");
    expect(world.said.slice(2)).toEqual(["3 it is."]);
    expect(ears.asked.map(({ request }) => request)).toEqual([
      { port: "voice", name: "shop", input: { event: expect.any(String), language: "en" } },
    ]);
  });

  test("that was heard wrong is said again, or written over", async () => {
    const world = await start(listener(["8", "5"]));
    await world.hear("pesan");
    await speak(world);
    await world.hear("tidak");
    expect(world.said.at(-1)).toBe("Sorry! Please say it again, or write it.");
    await speak(world);
    expect(world.said.at(-1)).toContain(shownAs("5"));
    await world.hear("6");
    expect(world.said.at(-1)).toBe("6 it is.");
  });

  test("that is no answer shows what was heard with what is wanted", async () => {
    const world = await start(listener(["many please"]));
    await world.hear("pesan");
    await speak(world);
    expect(world.said.at(-1)).toMatch(/^I heard: “many please”\.\n\nSorry, I didn't get that\./);
    await world.hear("2");
    expect(world.said.at(-1)).toBe("2 it is.");
  });

  test("begins a flow that wants to hear, and no other", async () => {
    const world = await start(listener(["pesan", "tanya"]));
    await speak(world);
    expect(world.said).toEqual(["How many?"]);
    await world.hear("batal");
    await speak(world);
    // As the sound that it is: that flow has a trigger for it, and not for what is said in it.
    expect(world.said.slice(2)).toEqual(["A sound, I see.", "Your name?"]);
  });

  test("is what it was where nobody wants to hear it, or nobody can", async () => {
    const ears = listener([]);
    const deaf = await start(ears, false);
    await speak(deaf);
    expect(deaf.said[0]).toStartWith("A sound, I see.");
    const world = await start(ears);
    await world.hear("tanya");
    await speak(world);
    expect(world.said.at(-1)).toContain("Please answer in words.");
    expect(ears.asked).toEqual([]);
  });

  test("that cannot be made out is asked for in writing, and costs no try", async () => {
    const failed = (code: string) =>
      ({ kind: "failed", code, message: "", isFinal: true }) as const;
    const unknown = { kind: "unknown", message: "" } as const;
    const world = await start(
      listener([
        failed("no_words"),
        failed("too_long"),
        failed("budget"),
        unknown,
        failed("server"),
      ]),
    );
    await world.hear("pesan");
    for (const _ of [1, 2, 3, 4]) {
      await speak(world);
      await world.clock.advance(minuteMs);
    }
    const { voiceNotHeard, voiceTooLong } = words;
    expect(world.said.slice(1)).toEqual([
      voiceNotHeard,
      voiceTooLong,
      voiceNotHeard,
      voiceNotHeard,
    ]);
    await world.hear("2");
    expect(world.said.at(-1)).toBe("2 it is.");
  });

  test("whose file cannot be had is asked for again, and the question stays open", async () => {
    const world = await start(listener([]));
    world.channel.fetchMedia = () => Promise.resolve({ kind: "gone", reason: "expired" });
    await world.hear("pesan");
    await speak(world);
    expect(world.said.slice(1)).toEqual([words.mediaLost]);
    await world.hear("2");
    expect(world.said.at(-1)).toBe("2 it is.");
  });

  test("is waited for: what is written after it comes after it, STOP at once", async () => {
    const { promise, resolve } = Promise.withResolvers<ActivityAnswer>();
    const world = await start(listener([promise]));
    await world.hear("pesan");
    await speak(world);
    await world.hear("7");
    expect(world.said).toHaveLength(1);
    resolve(heard("4"));
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual([expect.stringContaining(shownAs("4")), "7 it is."]);
    const stopped = await start(listener([new Promise(() => undefined)]));
    await stopped.hear("pesan");
    await speak(stopped);
    await stopped.hear("stop");
    expect(stopped.said.slice(1)).toEqual([words.stopped]);
  });

  test("that says STOP stops, in a question and at the beginning", async () => {
    const world = await start(listener(["Stop."]));
    await world.hear("pesan");
    await speak(world);
    expect(world.said.slice(1)).toEqual([words.stopped]);
    const other = await start(listener(["berhenti"]));
    await speak(other);
    expect(other.said).toEqual([words.stopped]);
  });

  test("that says STOP stops, also when a person of ours has taken over meanwhile", async () => {
    const { promise, resolve } = Promise.withResolvers<ActivityAnswer>();
    const world = await start(listener([promise]));
    await world.hear("pesan");
    await speak(world);
    await world.happen({ kind: "echo", id: "e1", vendorKind: "text", sender: person });
    resolve(heard("Stop."));
    await world.clock.advance(secondMs);
    expect(world.said.slice(1)).toEqual([words.stopped]);
  });

  test("that says STOP was said when it was spoken: a START after it holds", async () => {
    const { promise, resolve } = Promise.withResolvers<ActivityAnswer>();
    const world = await start(listener([promise]));
    await speak(world);
    await world.clock.advance(5 * secondMs);
    await world.hear("start");
    resolve(heard("Stop."));
    await world.clock.advance(secondMs);
    expect(world.said).toEqual([words.stopped, words.started]);
  });

  test("that asks for the erasure of one's data is asked whether that is meant", async () => {
    const world = await start(listener(["delete my data"]));
    await world.hear("pesan");
    await speak(world);
    expect(world.said.slice(1)).toEqual([words.erasureAsk]);
  });

  test("is no yes to that, however long it takes to be heard", async () => {
    const { promise, resolve } = Promise.withResolvers<ActivityAnswer>();
    const world = await start(listener([promise]));
    await world.hear("pesan");
    await speak(world);
    await world.hear("delete my data");
    await world.clock.advance(secondMs);
    expect(world.said.slice(1)).toEqual([words.erasureAsk]);
    resolve(heard("yes"));
    await world.clock.advance(minuteMs);
    expect(world.said).not.toContain(words.erased);
  });

  test("that came in time is taken, also when the time runs out while it is listened to", async () => {
    const { promise, resolve } = Promise.withResolvers<ActivityAnswer>();
    const world = await start(listener([promise]));
    await world.hear("pesan");
    await world.clock.advance(60 * minuteMs - 5 * secondMs);
    await speak(world);
    await world.clock.advance(20 * secondMs);
    expect(world.said.slice(1)).toEqual([]);
    resolve(heard("4"));
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual([expect.stringContaining(shownAs("4"))]);
  });

  test("is not lost with the process, whenever it dies, and not listened to twice once it was heard", async () => {
    const ears = listener([new Promise(() => undefined), "4"]);
    const world = await start(ears);
    await world.hear("pesan");
    await speak(world);
    await world.restart();
    await world.clock.advance(3 * minuteMs);
    expect(world.said.slice(1)).toEqual([expect.stringContaining(shownAs("4"))]);
    expect(ears.asked).toHaveLength(2);
    await world.restart();
    await world.clock.advance(3 * minuteMs);
    await world.hear("ya");
    expect(world.said.at(-1)).toBe("4 it is.");
    expect(ears.asked).toHaveLength(2);
  });

  test("of somebody who said STOP goes to nobody", async () => {
    const ears = listener([]);
    const world = await start(ears);
    await world.hear("stop");
    await speak(world);
    expect(ears.asked).toEqual([]);
  });
});
