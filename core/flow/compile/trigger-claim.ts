import type { Trigger } from "./trigger.ts";

/**
 * What a trigger lays claim to. Two triggers can only compete if their claims are the same: words,
 * choices, kinds, receipts, events and schedules have one each, all triggers of another rank share theirs.
 */
export function triggerClaim({ match }: Trigger): string {
  if ("choice" in match) return `choice ${match.choice}`;
  if ("word" in match) return `word ${match.word}`;
  if ("messageKind" in match) return `kind ${match.messageKind}`;
  if ("status" in match) return `status ${match.status}`;
  if ("event" in match) return `event ${match.event}`;
  if ("schedule" in match) return `schedule ${match.schedule}`;
  if ("emoji" in match && match.emoji !== undefined) return `reaction ${match.emoji}`;
  return match.kind;
}
