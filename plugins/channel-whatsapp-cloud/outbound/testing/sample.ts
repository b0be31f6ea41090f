import type { JsonObject, MessageOut } from "sapa/plugin";

/** A message with its name, beside what of it is posted: type and content. */
export type Sample = readonly [name: string, message: MessageOut, content: JsonObject];
