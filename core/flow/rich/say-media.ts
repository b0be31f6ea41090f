import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import type { Failure } from "#core/flow/run/failure.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { isCarried } from "./is-carried.ts";
import { type CompiledMedia, compileMedia, mediaKindOf, renderSource } from "./media-source.ts";
import { Rendering } from "./rendering.ts";
import { reportCarried } from "./report-rich.ts";
import type { MediaInput } from "./rich-schemas.ts";

/** Compiles the file of a `say`. */
export function compileSayMedia(input: MediaInput, build: StepBuilder): CompiledMedia {
  reportCarried({ kind: "media", media: mediaKindOf(input) }, ["media"], build);
  return compileMedia(["media"], input, build);
}

/**
 * Sends a file with a text: as its caption if that has room for all of it, else below it. A channel
 * that carries no such file gets the text alone.
 */
export function sayWithMedia(
  { kind, source, filename, voice }: CompiledMedia,
  text: string,
  replyTo: string | undefined,
  turn: Turn,
): Failure | undefined {
  if (!isCarried({ kind: "media", media: kind }, turn.capabilities)) {
    turn.record("flow.message-not-carried", { kind });
    turn.say(text, "reply", replyTo);
    return undefined;
  }
  const rendering = new Rendering(turn);
  const caption = text.trim();
  const isInside = caption !== "" && caption.length <= rendering.captionRoom(kind);
  const message = {
    kind: "media",
    media: kind,
    source: renderSource(source, rendering),
    ...(isInside ? { caption } : {}),
    ...(filename === undefined ? {} : { filename: rendering.value(filename) }),
    ...(voice === undefined ? {} : { voice }),
    ...(replyTo === undefined ? {} : { replyTo }),
  } as const;
  if (rendering.failure !== undefined) return rendering.failure;
  turn.send([message], "reply");
  if (!isInside && caption !== "") turn.say(text, "reply");
  return undefined;
}
