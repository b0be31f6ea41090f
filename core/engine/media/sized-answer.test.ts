import { describe, expect, test } from "bun:test";
import { startWorld, type World } from "#core/engine/testing/world.ts";
import { systemTexts } from "#core/engine/texts.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { MediaFetch } from "#core/model/ports/channel.ts";

const flow = (timeout: string) => ({
  file: "photo.flow.yaml",
  text: `flow: photo
format: 1
triggers: [{ message: photo }]
slots: { photo: { type: media, kinds: [image], max_mb: 0.01 } }
steps:
  - ask: A photo, please.
    id: photo
    into: photo
    timeout: ${timeout}
    on_timeout:
      - say: Too late.
      - end
  - say: "Thank you for {{ default(slots.photo.bytes, 0) }} bytes."
`,
});
const tooLarge = "Please send a photo, at most 10 KB.";

function jpeg(bytes: number): MediaFetch {
  const content = new Uint8Array(bytes);
  content.set([0xff, 0xd8, 0xff]);
  return { kind: "file", content, mime: "image/jpeg" };
}

async function start(answer: () => Promise<MediaFetch>, timeout = "1d"): Promise<World> {
  const world = await startWorld({ flows: [flow(timeout)] });
  world.channel.fetchMedia = answer;
  await world.hear("photo");
  return world;
}

let count = 0;
function send(world: World, bytes?: number): Promise<number> {
  count += 1;
  const size = bytes === undefined ? {} : { bytes };
  const media = { kind: "image", id: `f${count}`, mime: "image/jpeg", ...size } as const;
  return world.take({ kind: "media", id: `p${count}`, media });
}

describe("an answer whose size must be known", () => {
  test("is taken when its file was fetched, or asked for again if that is too large", async () => {
    let bytes = 20_000;
    const world = await start(() => Promise.resolve(jpeg(bytes)));
    await send(world);
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual([expect.stringContaining(tooLarge)]);
    bytes = 9_000;
    await send(world);
    await world.clock.advance(100);
    expect(world.said.slice(2)).toEqual(["Thank you for 9000 bytes."]);
  });

  test("is taken at once where the network tells it", async () => {
    const world = await start(() => new Promise(() => undefined));
    await send(world, 9_000);
    expect(world.said.slice(1)).toEqual(["Thank you for 9000 bytes."]);
  });

  test("is waited for: other messages follow it, interrupts pass", async () => {
    const { promise, resolve } = Promise.withResolvers<MediaFetch>();
    const world = await start(() => promise);
    await send(world);
    await world.hear("photo");
    expect(world.said.length).toBe(1);
    resolve(jpeg(9_000));
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual(["Thank you for 9000 bytes.", "A photo, please."]);
    const stopped = await start(() => new Promise(() => undefined));
    await send(stopped);
    await stopped.hear("batal");
    expect(stopped.said.length).toBe(2);
  });

  test("that cannot be fetched leaves the question open", async () => {
    let isGone = true;
    const gone = { kind: "gone", reason: "expired" } as const;
    const world = await start(() => Promise.resolve(isGone ? gone : jpeg(9_000)));
    await send(world);
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual([systemTexts("en").mediaLost]);
    isGone = false;
    await send(world);
    await world.clock.advance(100);
    expect(world.said.slice(2)).toEqual(["Thank you for 9000 bytes."]);
  });

  test("is not lost when the person asks for help meanwhile", async () => {
    const { promise, resolve } = Promise.withResolvers<MediaFetch>();
    const world = await start(() => promise);
    await send(world);
    await world.hear("help");
    expect(world.said.slice(1)).toEqual([systemTexts("en").help]);
    resolve(jpeg(9_000));
    await world.clock.advance(100);
    expect(world.said.slice(2)).toEqual(["Thank you for 9000 bytes."]);
  });

  test("that came in time is taken, also when the time runs out while it is fetched", async () => {
    const { promise, resolve } = Promise.withResolvers<MediaFetch>();
    const world = await start(() => promise, "1m");
    await world.clock.advance(50 * secondMs);
    await send(world);
    await world.clock.advance(20 * secondMs);
    expect(world.said.slice(1)).toEqual([]);
    resolve(jpeg(9_000));
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual(["Thank you for 9000 bytes."]);
  });

  test("that cannot be fetched is none: the time is over after all", async () => {
    const { promise, resolve } = Promise.withResolvers<MediaFetch>();
    const world = await start(() => promise, "1m");
    await world.clock.advance(50 * secondMs);
    await send(world);
    await world.clock.advance(20 * secondMs);
    resolve({ kind: "gone", reason: "expired" });
    await world.clock.advance(100);
    expect(world.said.slice(1)).toEqual([systemTexts("en").mediaLost, "Too late."]);
  });

  test("outlives the process", async () => {
    const world = await start(() => new Promise(() => undefined));
    await send(world);
    world.channel.fetchMedia = () => Promise.resolve(jpeg(9_000));
    await world.restart();
    await world.clock.advance(120_000);
    expect(world.said.slice(1)).toEqual(["Thank you for 9000 bytes."]);
  });
});
