import type { Capabilities } from "#core/model/capabilities.ts";
import type { MediaKind, MessageOutKind } from "#core/model/message-out.ts";

/** What the channel must carry. */
export interface RichNeed {
  readonly kind: MessageOutKind;
  readonly media?: MediaKind;
}

/** True if a channel carries messages of this kind, and files of this kind. */
export function isCarried({ kind, media }: RichNeed, capabilities: Capabilities): boolean {
  const hasKind = capabilities.kinds?.includes(kind) === true;
  return hasKind && (media === undefined || capabilities.media?.[media] !== undefined);
}
