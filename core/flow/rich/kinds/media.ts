import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import { compileMedia, renderSource } from "#core/flow/rich/media-source.ts";
import { defineRich, type RichCode, type RichKind } from "#core/flow/rich/rich-kind.ts";
import { type MediaInput, mediaShapes } from "#core/flow/rich/rich-schemas.ts";
import { type TextInput, textSchema } from "#core/flow/schema/text-schema.ts";
import type { MediaKind } from "#core/model/message-out.ts";

const captionKey = {
  caption: textSchema.optional().meta({ description: "The text below the file." }),
};

const need = (media: MediaKind) => ({ kind: "media", media }) as const;

/** Files, with a caption where the network shows one. */
export const mediaRichKinds: readonly RichKind[] = [
  defineRich({
    key: "image",
    need: need("image"),
    about: "A picture.",
    keys: { ...mediaShapes.image, ...captionKey },
    compile: compileFile,
  }),
  defineRich({
    key: "video",
    need: need("video"),
    about: "A video.",
    keys: { ...mediaShapes.video, ...captionKey },
    compile: compileFile,
  }),
  defineRich({
    key: "audio",
    need: need("audio"),
    about: "A sound file or a voice note.",
    keys: mediaShapes.audio,
    compile: compileFile,
  }),
  defineRich({
    key: "document",
    need: need("document"),
    about: "A document.",
    keys: { ...mediaShapes.document, ...captionKey },
    compile: compileFile,
  }),
  defineRich({
    key: "sticker",
    need: need("sticker"),
    about: "A sticker.",
    keys: mediaShapes.sticker,
    compile: compileFile,
  }),
];

function compileFile(
  input: MediaInput & { readonly caption?: TextInput | undefined },
  build: StepBuilder,
): RichCode {
  const { kind, source, filename, voice } = compileMedia(["send"], input, build);
  const caption =
    input.caption === undefined ? undefined : build.text(["send", "caption"], input.caption);
  return (rendering) => ({
    kind: "media",
    media: kind,
    source: renderSource(source, rendering),
    caption: rendering.caption(caption, rendering.captionRoom(kind)),
    filename: filename === undefined ? undefined : rendering.value(filename),
    voice,
  });
}
