import { describe, expect, test } from "bun:test";
import { startAt, startWorld, type World } from "#core/engine/testing/world.ts";
import { systemTexts } from "#core/engine/texts.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { sha256Hex } from "#core/lib/digest.ts";
import { dayMs, hourMs, minuteMs } from "#core/lib/millis.ts";
import type { MediaRef } from "#core/model/message-in.ts";
import type { MediaFetch } from "#core/model/ports/channel.ts";
import type { FileStore } from "#core/model/ports/file-store.ts";

const megabyte = 1_048_576;
const texts = systemTexts("en");

function jpeg(bytes: number, fill = 0): Uint8Array {
  const content = new Uint8Array(bytes).fill(fill);
  content.set([0xff, 0xd8, 0xff]);
  return content;
}

const photo = jpeg(1_000);
const file = (content: Uint8Array, mime = "image/jpeg"): MediaFetch => ({
  kind: "file",
  content,
  mime,
});
const broken: MediaFetch = { kind: "failed", reason: "ECONNRESET" };

/** A world whose network has these answers in order, the last one for ever. */
async function worldWith(...answers: readonly MediaFetch[]) {
  const world = await startWorld();
  const asked: number[] = [];
  world.channel.fetchMedia = (_media, maxBytes) => {
    const answer = answers[Math.min(asked.length, answers.length - 1)] ?? broken;
    asked.push(maxBytes);
    return Promise.resolve(answer);
  };
  return { world, asked };
}

let count = 0;
async function send(world: World, change: Partial<MediaRef> = {}): Promise<void> {
  count += 1;
  const media = { kind: "image", id: `media-${count}`, mime: "image/jpeg", ...change } as const;
  await world.take({ kind: "media", id: `m-${count}`, media });
}

async function recorded(world: World) {
  const rows = await world.open.store.records.media({ limit: 10 });
  return rows.map(({ state, reason, file: kept }) => [state, reason ?? kept?.mime]);
}

const drive = async <T>(world: World, work: Promise<T>): Promise<T> => {
  await world.clock.advance(10);
  return await work;
};

describe("a file that comes with a message", () => {
  test("is kept by its content and recorded, and nobody is told", async () => {
    const { world } = await worldWith(file(photo));
    await send(world);
    const [row] = await world.open.store.records.media({ limit: 10 });
    const sha256 = sha256Hex(photo);
    expect(row).toMatchObject({ state: "kept", kind: "image" });
    expect(row?.file).toEqual({ sha256, mime: "image/jpeg", bytes: 1_000 });
    expect(await world.files.read(sha256)).toEqual(photo);
    expect(world.said).toEqual([]);
    expect(world.engine.isIdle()).toBe(true);
    const [message = never()] = await world.open.store.records.events({
      kind: "message",
      limit: 1,
    });
    expect(row?.event).toBe(message.id);
    const history = await world.open.store.records.history(row?.conversation ?? never(), 10);
    expect(history.map(({ what }) => what)).toEqual(["media.kept"]);
  });

  test("keeps no conversation waiting", async () => {
    const world = await startWorld();
    world.channel.fetchMedia = () => new Promise(() => undefined);
    await send(world);
    await world.hear("kopi");
    expect(world.said).toEqual(["How many?"]);
  });

  test("is kept while a person has the conversation, and the bot stays silent about trouble", async () => {
    const { world } = await worldWith(file(photo), { kind: "gone", reason: "404" });
    await world.hear("human");
    const sends = () => world.open.store.records.sends({ limit: 10 });
    const before = (await sends()).length;
    await send(world);
    await send(world);
    expect(await recorded(world)).toEqual([
      ["gone", "404"],
      ["kept", "image/jpeg"],
    ]);
    expect((await sends()).length).toBe(before);
    expect((await world.open.store.store.stats()).pendingEvents).toBe(0);
  });

  test("is not fetched when it comes over the contact's limit", async () => {
    const { world, asked } = await worldWith(file(photo));
    for (let index = 0; index < 8; index += 1) await send(world);
    expect(asked.length).toBe(5);
  });

  test("is not asked for where the network has no files", async () => {
    const world = await startWorld();
    await send(world);
    expect(await recorded(world)).toEqual([]);
    expect((await world.open.store.store.stats()).openActivities).toBe(0);
  });

  test("is recorded as what it is, whatever the message says of it", async () => {
    const pdf = new TextEncoder().encode("%PDF-1.7\n");
    const { world } = await worldWith(file(pdf, "text/html"));
    await send(world, { kind: "document", mime: "application/x-unheard-of" });
    expect(await recorded(world)).toEqual([["kept", "application/pdf"]]);
  });
});

function never(): never {
  throw new Error("there is no row");
}

describe("a file that cannot be kept", () => {
  const page = new TextEncoder().encode("<html>gone fishing</html>");
  const cases: readonly (readonly [string, MediaFetch, string, string])[] = [
    [
      "that is too large",
      { kind: "refused", reason: "too-large" },
      "too-large",
      texts.mediaTooLarge("20 MB"),
    ],
    ["that is no picture", file(page), "wrong-type", texts.mediaWrongType],
    ["that is nothing", file(new Uint8Array(0)), "wrong-type", texts.mediaWrongType],
    [
      "that the network calls another kind",
      { kind: "refused", reason: "wrong-type" },
      "wrong-type",
      texts.mediaWrongType,
    ],
    [
      "at a foreign address",
      { kind: "refused", reason: "foreign-address" },
      "foreign-address",
      texts.mediaLost,
    ],
    ["that is gone", { kind: "gone", reason: "404" }, "404", texts.mediaLost],
  ];
  test.each(cases)(
    "%s is recorded with the reason, and told",
    async (_name, fetched, reason, text) => {
      const { world } = await worldWith(fetched);
      await send(world);
      const state = fetched.kind === "gone" ? "gone" : "refused";
      expect(await recorded(world)).toEqual([[state, reason]]);
      expect(world.said).toEqual([text]);
      await world.clock.advance(hourMs);
      expect(world.said).toEqual([text]);
      expect(await world.open.store.records.unusedFiles(10)).toEqual([]);
    },
  );

  test("is told once for an album, and again for another one later", async () => {
    const { world } = await worldWith({ kind: "refused", reason: "too-large" });
    for (let index = 0; index < 4; index += 1) await send(world);
    expect(world.said.length).toBe(1);
    await world.clock.advance(11 * minuteMs);
    await send(world);
    expect(world.said.length).toBe(2);
    expect((await recorded(world)).length).toBe(5);
  });

  test("is told in the person's language", () => {
    const words = systemTexts("id");
    expect(words.mediaTooLarge("25 MB")).toContain("sampai 25 MB");
    for (const text of [words.mediaWrongType, words.mediaLost]) expect(text).toMatch(/^Maaf/);
  });

  test("at a foreign address is an error in the log: somebody has to look", async () => {
    const { world } = await worldWith({ kind: "refused", reason: "foreign-address" });
    await send(world);
    expect(world.log.lines.filter(({ level }) => level === "error")).toMatchObject([
      { event: "media.foreign-address" },
    ]);
  });
});

describe("trouble that passes", () => {
  test("is waited out, each time longer, without a word", async () => {
    const { world, asked } = await worldWith(broken, broken, broken, file(photo));
    await send(world);
    const at: number[] = [];
    for (let second = 0; second < 300; second += 1) {
      if (asked.length > at.length) at.push(second);
      await world.clock.advance(1_000);
    }
    const waits = at.slice(1).map((second, index) => second - (at[index] ?? 0));
    for (const [index, full] of [10, 40, 160].entries()) {
      expect(waits[index]).toBeGreaterThanOrEqual(full / 2);
      expect(waits[index]).toBeLessThanOrEqual(full + 1);
    }
    expect(await recorded(world)).toEqual([["kept", "image/jpeg"]]);
    expect(world.said).toEqual([]);
  });

  test("is given up after six tries, recorded and told once", async () => {
    const { world, asked } = await worldWith(broken);
    await send(world);
    await world.clock.advance(3 * hourMs);
    expect(asked.length).toBe(6);
    expect(await recorded(world)).toEqual([["failed", "ECONNRESET"]]);
    expect(world.said).toEqual([texts.mediaLost]);
    expect((await world.open.store.store.stats()).openActivities).toBe(0);
  });

  test("of the disk and of a channel that throws is no different", async () => {
    const { world, asked } = await worldWith(file(photo));
    const whole = { ...world.files };
    let puts = 0;
    Object.assign(world.files, {
      put: (...parts: Parameters<FileStore["put"]>) => {
        puts += 1;
        const isFull = puts < 3;
        return isFull ? Promise.reject(new BotError("FILES_FULL", "no")) : whole.put(...parts);
      },
    });
    await send(world);
    await world.clock.advance(10 * minuteMs);
    expect(asked.length).toBe(3);
    world.channel.fetchMedia = () => Promise.reject(new Error("a bug"));
    await send(world);
    await world.clock.advance(3 * hourMs);
    expect(await recorded(world)).toEqual([
      ["failed", "threw"],
      ["kept", "image/jpeg"],
    ]);
  });

  test("of a fetch that never ends is told when its time is over", async () => {
    const world = await startWorld();
    world.channel.fetchMedia = () => new Promise(() => undefined);
    await send(world);
    await world.clock.advance(11 * minuteMs);
    expect(world.said).toEqual([texts.mediaLost]);
  });

  test("of the process is made good after the next start: one file, one row", async () => {
    const { world, asked } = await worldWith(file(photo));
    const { fetchMedia } = world.channel;
    world.channel.fetchMedia = () => new Promise(() => undefined);
    await send(world);
    if (fetchMedia !== undefined) world.channel.fetchMedia = fetchMedia;
    await world.restart();
    await world.clock.advance(10);
    expect(asked.length).toBe(1);
    expect(await recorded(world)).toEqual([["kept", "image/jpeg"]]);
  });
});

describe("memory", () => {
  test("large files are taken one at a time, small ones beside each other", async () => {
    const world = await startWorld();
    const inHand = { small: 0, large: 0 };
    const most = { small: 0, large: 0 };
    world.channel.fetchMedia = async (_media, maxBytes) => {
      const size = maxBytes > 16 * megabyte ? "large" : "small";
      inHand[size] += 1;
      most[size] = Math.max(most[size], inHand[size]);
      await new Promise<void>((resolve) => {
        world.clock.after(1_000, resolve);
      });
      inHand[size] -= 1;
      return size === "small"
        ? { kind: "refused", reason: "too-large" }
        : file(jpeg(16 * megabyte + 1));
    };
    for (let index = 0; index < 4; index += 1) await send(world);
    await world.clock.advance(minuteMs);
    expect(most).toEqual({ small: 4, large: 1 });
    const states = (await recorded(world)).map(([state]) => state);
    expect(states).toEqual(["kept", "kept", "kept", "kept"]);
    expect(world.said).toEqual([]);
  });
});

describe("files go", () => {
  const hash = sha256Hex(photo);

  test("when they are too old, and stay while another message has them", async () => {
    const { world } = await worldWith(file(photo));
    await send(world);
    world.clock.jump(startAt + 20 * dayMs);
    await send(world);
    world.clock.jump(startAt + 31 * dayMs);
    await drive(world, world.open.media.prune());
    expect(await recorded(world)).toEqual([
      ["kept", "image/jpeg"],
      ["expired", undefined],
    ]);
    expect(await world.files.read(hash)).toBeDefined();
    world.clock.jump(startAt + 51 * dayMs);
    await drive(world, world.open.media.prune());
    expect(await world.files.read(hash)).toBeUndefined();
  });

  test("once a day by themselves", async () => {
    const { world } = await worldWith(file(photo));
    await send(world);
    await drive(world, world.engine.drain(0));
    world.open.media.start();
    await world.clock.advance(29 * dayMs);
    expect(await world.files.read(hash)).toBeDefined();
    await world.clock.advance(2 * dayMs);
    expect(await world.files.read(hash)).toBeUndefined();
    world.open.media.stop();
  });

  test("with their person", async () => {
    const { world } = await worldWith(file(photo));
    await send(world);
    const [{ contact } = never()] = await world.open.store.records.conversations(1);
    expect(await drive(world, world.open.store.records.eraseContact(contact))).toBe(true);
    await drive(world, world.open.media.removeUnused());
    expect(await world.files.read(hash)).toBeUndefined();
  });

  test("also when the person is erased while the file is on its way", async () => {
    const world = await startWorld();
    const { promise, resolve } = Promise.withResolvers<MediaFetch>();
    world.channel.fetchMedia = () => promise;
    await send(world);
    const [{ contact } = never()] = await world.open.store.records.conversations(1);
    await drive(world, world.open.store.records.eraseContact(contact));
    resolve(file(photo));
    await world.clock.advance(minuteMs);
    expect(await world.files.read(hash)).toBeUndefined();
    expect(await world.open.store.records.unusedFiles(10)).toEqual([]);
    expect(world.said).toEqual([]);
  });

  test("that a death left between the note and the row", async () => {
    const { world } = await worldWith(broken);
    const noted = world.files.put(photo, "image/jpeg", (kept) =>
      world.open.store.records.noteFile(kept, world.clock.now()),
    );
    await drive(world, noted);
    await world.restart();
    await drive(world, world.open.media.prune());
    expect(await world.files.read(hash)).toBeUndefined();
  });
});
