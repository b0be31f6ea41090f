import type { ConversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { StoredEvent } from "#core/model/event.ts";
import type { Claim } from "#core/model/plan.ts";
import { aiStepKey } from "#core/model/run.ts";

/**
 * Remembers until when an AI was at work in a conversation: texts that came before are one turn for
 * what comes then. In memory alone: after a restart they are handled one by one, in the same order.
 */
export interface AiTurns {
  /** Called with every event that was handled. */
  note(claim: Claim, event: StoredEvent, now: Millis): void;
  until(conversation: ConversationId): Millis | undefined;
}

/** Conversations that are remembered at once; the oldest are forgotten. */
const maxRemembered = 10_000;

export function createAiTurns(): AiTurns {
  const ends = new Map<ConversationId, Millis>();
  return {
    note({ conversation, runs }, { body }, now) {
      if (body.kind === "message") ends.delete(conversation.id);
      if (body.kind !== "result") return;
      const wait = runs.find((run) => run.wait?.id === body.effect)?.wait;
      if (wait?.data?.[aiStepKey] !== true) return;
      ends.delete(conversation.id);
      ends.set(conversation.id, now);
      const oldest = ends.keys().next();
      if (ends.size > maxRemembered && oldest.done !== true) ends.delete(oldest.value);
    },
    until: (conversation) => ends.get(conversation),
  };
}
