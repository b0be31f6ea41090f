import { z } from "zod";
import { textSchema } from "#core/flow/schema/text-schema.ts";

/** A string for machines, with `{{ expressions }}`. */
export const machineText = z.string().min(1).max(4_096);

/** Where a file comes from: a public HTTPS address, or the network's own handle of it. */
export const sourceSchema = z
  .union([
    machineText,
    z.strictObject({
      id: machineText.meta({
        description: "The network's id of a file that it has already.",
        examples: ["{{ slots.photo.id }}"],
      }),
    }),
  ])
  .meta({
    description: "The file: an https:// address, or `{ id }` for one that the network has.",
    examples: ["https://shop.example/menu.jpg"],
  });

export type SourceInput = z.output<typeof sourceSchema>;

const filename = machineText
  .optional()
  .meta({ description: "The name that the person sees; its ending decides the icon." });
const voice = z
  .boolean()
  .optional()
  .meta({ description: "Shown as a voice note; the file is OGG with Opus." });

/** The keys that say which file it is, by kind. */
export const mediaShapes = {
  image: { image: sourceSchema },
  video: { video: sourceSchema },
  audio: { audio: sourceSchema, voice },
  document: { document: sourceSchema, filename },
  sticker: { sticker: sourceSchema },
};

/** One file, as keys of one map. */
export interface MediaInput {
  readonly image?: SourceInput;
  readonly video?: SourceInput;
  readonly audio?: SourceInput;
  readonly document?: SourceInput;
  readonly sticker?: SourceInput;
  readonly filename?: string | undefined;
  readonly voice?: boolean | undefined;
}

export const mediaSchema = z.union([
  z.strictObject(mediaShapes.image),
  z.strictObject(mediaShapes.video),
  z.strictObject(mediaShapes.audio),
  z.strictObject(mediaShapes.document),
  z.strictObject(mediaShapes.sticker),
]);

/** What may stand above a body. A file comes first: a map of locales would take it too. */
const headerSchema = z.union([
  z.strictObject(mediaShapes.image),
  z.strictObject(mediaShapes.video),
  z.strictObject(mediaShapes.document),
  textSchema,
]);

export type HeaderInput = z.output<typeof headerSchema>;

/** Keys of messages that have a body. */
export const bodyKeys = {
  text: textSchema.meta({ description: "The text above the button." }),
};

export const footerKeys = {
  footer: textSchema.optional().meta({ description: "Small print below." }),
};

export const frameKeys = {
  ...bodyKeys,
  ...footerKeys,
  header: headerSchema.optional().meta({
    description: "What stands above: a line of text, or one image, video or document.",
  }),
};
