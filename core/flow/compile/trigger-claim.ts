import { assertNever } from "#core/lib/assert-never.ts";
import type { Trigger } from "./trigger.ts";

/**
 * What a trigger lays claim to. Two triggers can only compete if their claims are the same: words,
 * choices and kinds have one each, all triggers of another rank share theirs.
 */
export function triggerClaim({ match }: Trigger): string {
  switch (match.kind) {
    case "choice":
      return `choice ${match.choice}`;
    case "word":
      return `word ${match.word}`;
    case "message_kind":
      return `kind ${match.messageKind}`;
    case "reaction":
      return match.emoji === undefined ? "reaction" : `reaction ${match.emoji}`;
    case "order":
    case "form":
    case "ad":
    case "number_changed":
    case "glob":
    case "pattern":
    case "first_contact":
    case "any":
    case "fallback":
      return match.kind;
    default:
      return assertNever(match, "triggerClaim");
  }
}
