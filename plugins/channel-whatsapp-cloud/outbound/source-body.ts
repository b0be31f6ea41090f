import { BotError, type JsonObject, type MediaSource } from "sapa/plugin";

/**
 * Where Meta finds a file: exactly one of `id` and `link`. A file of ours must have been uploaded
 * before; else `MEDIA_NOT_UPLOADED` is thrown, which is a fault of this plugin. Reference 3.2.
 */
export function sourceBody(source: MediaSource): JsonObject {
  if ("id" in source) return { id: source.id };
  if ("link" in source) return { link: source.link };
  throw new BotError("MEDIA_NOT_UPLOADED", "A message with a kept file was posted before its file");
}
