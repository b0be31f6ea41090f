import type { SendError } from "sapa/plugin";
import { capabilities, staticStickerBytes } from "#plugins/channel-whatsapp-cloud/capabilities.ts";
import { limitError } from "#plugins/channel-whatsapp-cloud/limits/limit-error.ts";
import { isAnimatedWebp } from "./is-animated-webp.ts";
import type { KeptSource } from "./map-sources.ts";

/** What is wrong with the size of a file of ours; undefined if WhatsApp carries it. Reference 3.6. */
export function checkFile({ kind }: KeptSource, content: Uint8Array): SendError | undefined {
  const { maxBytes } = capabilities.media[kind];
  const isStill = kind === "sticker" && !isAnimatedWebp(content);
  const most = isStill ? staticStickerBytes : maxBytes;
  if (content.length === 0) return limitError(`The ${kind} is an empty file`);
  if (content.length <= most) return undefined;
  const what = isStill ? "sticker that does not move" : kind;
  return limitError(`The ${what} has ${content.length} bytes; WhatsApp takes at most ${most}`);
}
