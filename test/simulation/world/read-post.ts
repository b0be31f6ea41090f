import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import type { Directory } from "./directory.ts";
import { type Attempt, readCallback } from "./read-callback.ts";

const worded = z.object({ body: z.string() });
const captioned = z.object({ caption: z.string().optional() });
const message = z.object({
  to: z.string().optional(),
  recipient: z.string().optional(),
  type: z.string().default("text"),
  text: worded.optional(),
  image: captioned.optional(),
  video: captioned.optional(),
  document: captioned.optional(),
  interactive: z
    .object({ type: z.string(), body: z.object({ text: z.string() }).optional() })
    .optional(),
  template: z.object({ name: z.string() }).optional(),
  biz_opaque_callback_data: z.string().optional(),
});

/** What a POST of a message carried, as far as the checks need it. */
export interface Post extends Attempt {
  readonly who: string | undefined;
  /** The vendor's word for its kind; of an interactive one, that of its inner kind. */
  readonly type: string;
  readonly isTemplate: boolean;
  readonly text: string;
}

/** Reads the body of a POST; undefined for one that is no message of the outbox ("read", typing). */
export function readPost(body: string, directory: Directory): Post | undefined {
  const post = parseJson(message, body, "POST");
  const attempt = readCallback(post.biz_opaque_callback_data);
  if (attempt === undefined) return undefined;
  return {
    ...attempt,
    who: directory.find(post.to ?? post.recipient),
    type: post.interactive?.type ?? post.type,
    isTemplate: post.type === "template",
    text: wordsOf(post) ?? `[${post.template?.name ?? post.type}]`,
  };
}

function wordsOf(post: z.infer<typeof message>): string | undefined {
  const { text, interactive, image, video, document } = post;
  return text?.body ?? interactive?.body?.text ?? (image ?? video ?? document)?.caption;
}
