import { z } from "zod";
import { parseJson } from "#core/lib/json.ts";
import type { Directory } from "./directory.ts";
import { type Attempt, readCallback } from "./read-callback.ts";

const worded = z.object({ body: z.string() });
const message = z.object({
  to: z.string().optional(),
  recipient: z.string().optional(),
  type: z.string().default("text"),
  text: worded.optional(),
  interactive: z.object({ body: z.object({ text: z.string() }) }).optional(),
  template: z.object({ name: z.string() }).optional(),
  biz_opaque_callback_data: z.string().optional(),
});

/** What a POST of a message carried, as far as the checks need it. */
export interface Post extends Attempt {
  readonly who: string | undefined;
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
    isTemplate: post.type === "template",
    text: post.text?.body ?? post.interactive?.body.text ?? `[${post.template?.name ?? post.type}]`,
  };
}
