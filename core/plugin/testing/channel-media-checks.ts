import assert from "node:assert/strict";
import type { MediaRef } from "#core/model/message-in.ts";
import type { MediaKind } from "#core/model/message-out.ts";
import { sendToLast } from "./channel-edges.ts";
import { type ChannelCheck, type ChannelWorld, lastMessage, sari } from "./channel-world.ts";

/** Files, both ways, where the channel declares them. */
export const channelMediaChecks: readonly ChannelCheck[] = [
  {
    name: "a person's file is a message of its kind and is fetched byte for byte",
    run: async (world) => {
      for (const { kind, mime, captionChars } of declared(world)) {
        const caption = captionChars > 0 ? { caption: "Lihat ini ☕" } : {};
        const content = bytesOf(kind);
        await world.simulator.act(sari, { kind: "media", media: kind, mime, content, ...caption });
        const media = lastMedia(world);
        assert.equal(media.kind, kind);
        assert.equal(media.caption, caption.caption);
        const file = await world.channel.fetchMedia?.(media, content.length);
        assert.deepEqual(file, { kind: "file", content, mime });
      }
    },
  },
  {
    name: "a file over the asked size is refused, and one that is not there is no file",
    run: async (world) => {
      for (const { kind, mime } of declared(world)) {
        const content = bytesOf(kind);
        await world.simulator.act(sari, { kind: "media", media: kind, mime, content });
        const media = lastMedia(world);
        const tooLarge = await world.channel.fetchMedia?.(media, content.length - 1);
        assert.deepEqual(tooLarge, { kind: "refused", reason: "too-large" });
        const nothing = await world.channel.fetchMedia?.({ ...media, id: "no-such-file" }, 1_000);
        assert.notEqual(nothing?.kind, "file");
      }
    },
  },
  {
    name: "what the net does to a file becomes an outcome and never a throw",
    run: async (world) => {
      if (world.channel.fetchMedia === undefined) return;
      const media: MediaRef = { kind: "image", id: "1" };
      const replies = [
        { kind: "unsent", reason: "no such host" },
        { kind: "broken", reason: "timed out" },
        { kind: "answer", status: 200, headers: {}, body: "<html>" },
        { kind: "answer", status: 500, headers: {}, body: "" },
      ] as const;
      for (const reply of replies) {
        const channel = world.remake({ net: { request: () => Promise.resolve(reply) } });
        const file = await channel.fetchMedia?.(media, 1_000);
        assert.ok(file !== undefined && file.kind !== "file", JSON.stringify(reply));
      }
    },
  },
  {
    name: "a file of ours arrives; one of another type, too large or not kept is rejected",
    run: async (world) => {
      await world.simulator.act(sari, { kind: "text", text: "Halo" });
      for (const { kind, mime, maxBytes } of declared(world)) {
        const send = (content: Uint8Array, type: string) =>
          sendToLast(world, { kind: "media", media: kind, source: world.keep(content, type) });
        const outcome = await send(bytesOf(kind), mime);
        const shown = world.simulator.shown();
        assert.deepEqual(outcome, { kind: "accepted", vendorId: shown.at(-1)?.vendorId });
        assert.equal((await send(bytesOf(kind), "x-no/such-type")).kind, "rejected");
        assert.equal((await send(new Uint8Array(maxBytes + 1), mime)).kind, "rejected");
        const source = { sha256: "0".repeat(64), mime };
        const lost = await sendToLast(world, { kind: "media", media: kind, source });
        assert.equal(lost.kind, "rejected");
        assert.equal(world.simulator.shown().length, shown.length);
      }
    },
  },
];

interface DeclaredKind {
  readonly kind: MediaKind;
  readonly mime: string;
  readonly maxBytes: number;
  readonly captionChars: number;
}

const kinds = ["image", "video", "audio", "document", "sticker"] as const;

/** The kinds of files that the channel declares, each with its first type. */
function declared(world: ChannelWorld): readonly DeclaredKind[] {
  const { media = {} } = world.channel.capabilities;
  return kinds.flatMap((kind) => {
    const { mimes: [mime] = [], maxBytes = 0, captionChars = 0 } = media[kind] ?? {};
    return mime === undefined ? [] : [{ kind, mime, maxBytes, captionChars }];
  });
}

/** A file that no reader of formats knows. */
function bytesOf(kind: MediaKind): Uint8Array {
  return new TextEncoder().encode(`a ${kind}, \r\n--and no other--\u0000\u0001 é`);
}

function lastMedia(world: ChannelWorld): MediaRef {
  const message = lastMessage(world);
  if (message.kind !== "media") throw new Error(`the last message is ${message.kind}`);
  return message.media;
}
