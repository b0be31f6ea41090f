import type { JsonObject, MessageOut } from "sapa/plugin";
import { isGiven } from "./is-given.ts";
import { sourceBody } from "./source-body.ts";

/** A file. The name is Meta's for documents alone, `voice` for audio alone. Source: reference 3.2. */
export function mediaBody(message: Extract<MessageOut, { kind: "media" }>): JsonObject {
  const { media, source, caption, filename, voice } = message;
  return {
    type: media,
    [media]: {
      ...sourceBody(source),
      ...(isGiven(caption) ? { caption } : {}),
      ...(media === "document" && filename !== undefined ? { filename } : {}),
      ...(media === "audio" && voice === true ? { voice: true } : {}),
    },
  };
}
