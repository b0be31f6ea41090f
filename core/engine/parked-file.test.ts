import { expect, test } from "bun:test";
import { minuteMs } from "#core/lib/millis.ts";
import type { MediaFetch } from "#core/model/ports/channel.ts";
import { heardSchema } from "#core/model/voice.ts";
import { settings, World } from "./testing/world.ts";
import { systemTexts } from "./texts.ts";

const question = (type: string) => ({
  file: "photo.flow.yaml",
  text: `flow: photo
format: 1
voice: true
triggers: [{ message: photo }]
slots: { photo: { type: ${type} } }
steps:
  - ask: Yours?
    id: photo
    into: photo
  - say: Thank you.
`,
});
const other = {
  file: "other.flow.yaml",
  text: "flow: other\nformat: 1\ntriggers: [fallback]\nsteps:\n  - say: Pardon?\n",
};
const jpeg = new Uint8Array([0xff, 0xd8, 0xff]);
const ogg = new Uint8Array(
  Buffer.from(`OggS\0\x02${"\0".repeat(22)}OpusHead\x01\x01\0\0`, "latin1"),
);
const words = { text: "well", provider: "ear", model: "m", seconds: 2, costMicroUsd: 0 };
const note = { kind: "audio", id: "f", mime: "audio/ogg", voice: true } as const;
const image = { kind: "image", id: "f", mime: "image/jpeg" } as const;

test.each([
  ["a file", "media, kinds: [image], max_mb: 0.01", image, jpeg],
  ["a voice note", "text", note, ogg],
])("holds nobody up: a run with %s whose turn fails", async (_, kind, media, content) => {
  let isBroken = false;
  const world = new World({
    flows: [question(kind)],
    settings: { ...settings, intake: { ...settings.intake, hearsVoice: true } },
    runActivity: () => Promise.resolve({ kind: "done", value: heardSchema.parse(words) }),
    onSought() {
      if (isBroken) throw new Error("no such revision can be read");
    },
  });
  world.channel.fetchMedia = () => new Promise<MediaFetch>(() => undefined);
  await world.start();
  await world.hear("photo");
  await world.useFlows([other]);
  await world.take({ kind: "media", id: "p1", media });
  world.channel.fetchMedia = () => Promise.resolve({ kind: "file", content, mime: media.mime });
  isBroken = true;
  await world.restart();
  await world.clock.advance(5 * minuteMs);
  isBroken = false;
  await world.hear("well");
  await world.clock.advance(minuteMs);
  expect(world.said).toContain(systemTexts("en").failed);
  expect(world.said.at(-1)).toBe("Pardon?");
});
