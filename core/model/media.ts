import type { ConversationId, EventId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { MediaRef } from "./message-in.ts";
import type { KeptFile } from "./ports/file-store.ts";

/**
 * What became of a file that came with a message; only `kept` has it.
 *
 *     asked for ─┬─► kept ──retention──► expired
 *                ├─► refused   too large, not what it says it is, or at an address not the network's
 *                ├─► gone      the network no longer has it
 *                └─► failed    could not be fetched or kept, after the last try
 */
export const mediaStates = ["kept", "expired", "refused", "gone", "failed"] as const;
export type MediaState = (typeof mediaStates)[number];

/** The file of one message; a message has at most one. */
export interface MediaRecord {
  /** The message's event. */
  readonly event: EventId;
  readonly conversation: ConversationId;
  readonly kind: MediaRef["kind"];
  readonly state: MediaState;
  /** For the owner: why it is not kept. */
  readonly reason?: string;
  readonly file?: KeptFile;
  /** When it came to be so. */
  readonly at: Millis;
}
