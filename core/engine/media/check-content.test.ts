import { describe, expect, test } from "bun:test";
import type { MediaRef } from "#core/model/message-in.ts";
import { checkContent } from "./check-content.ts";

const contents = {
  jpeg: Uint8Array.of(0xff, 0xd8, 0xff, 0xe0),
  webp: new TextEncoder().encode("RIFF....WEBPVP8 "),
  mp4: new TextEncoder().encode("....ftypmp42....isom"),
  ogg: new TextEncoder().encode(`OggS${".".repeat(22)}\u0001\u0008OpusHead`),
  text: new TextEncoder().encode("MZ is no program here"),
  program: Uint8Array.of(0x4d, 0x5a, 0x90, 0x00),
} as const;

const cases: readonly (readonly [
  content: keyof typeof contents,
  kind: MediaRef["kind"],
  mime: string,
  isIt: boolean,
])[] = [
  ["jpeg", "image", "image/jpeg", true],
  ["jpeg", "image", "image/png", true],
  ["jpeg", "video", "video/mp4", false],
  ["webp", "sticker", "image/webp", true],
  ["mp4", "video", "video/mp4", true],
  ["mp4", "video", "video/3gpp", true],
  ["mp4", "image", "image/jpeg", false],
  ["ogg", "audio", "audio/ogg; codecs=opus", true],
  ["mp4", "audio", "audio/mp4", true],
  ["text", "audio", "audio/ogg", false],
  ["text", "document", "text/plain", true],
  ["text", "document", "application/pdf", false],
  ["program", "image", "image/jpeg", false],
  ["program", "image", "application/octet-stream", false],
  ["text", "audio", "", false],
  ["jpeg", "video", "", false],
  ["program", "document", "application/pdf", false],
  ["program", "document", "application/octet-stream", true],
  ["jpeg", "document", "application/vnd.android.package-archive", false],
];

describe("content against its message", () => {
  test.each(cases)("%s as %s, told to be %s: %p", (content, kind, mime, isIt) => {
    const media = { kind, id: "1", mime };
    expect(checkContent(contents[content], media, "").kind).toBe(isIt ? "ok" : "wrong-type");
  });

  test("is checked against what the network told where the message says nothing", () => {
    const media = { kind: "document", id: "1" } as const;
    expect(checkContent(contents.text, media, "application/pdf").kind).toBe("wrong-type");
    expect(checkContent(contents.text, media, "text/csv")).toEqual({
      kind: "ok",
      mime: "text/plain",
    });
  });
});
