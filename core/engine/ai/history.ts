import { isVoiceEffect, voiceEffect } from "#core/engine/voice/voice-effect.ts";
import { estimateTokens } from "#core/lib/estimate-tokens.ts";
import type { ConversationId, EffectId } from "#core/lib/ids.ts";
import { cutText } from "#core/lib/text.ts";
import type { AiAsk } from "#core/model/ai.ts";
import { commandReason } from "#core/model/event.ts";
import { isVoiceNote, messageText } from "#core/model/message-in.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { AiMessage } from "#core/model/ports/ai-provider.ts";
import type { EventRecord, Records } from "#core/model/ports/records.ts";
import { privatePurposes } from "#core/model/send.ts";
import { heardSchema } from "#core/model/voice.ts";
import { maxHistoryMessages, maxHistoryTokens } from "./ai-settings.ts";

/** One earlier message may be as long as this; a pasted book is not what was said. */
const maxMessageChars = 2_000;

/** A file, its words, and what an AI made of them. */
const resultsPerMessage = 6;

interface Said {
  readonly role: "user" | "assistant";
  readonly at: number;
  readonly text: string;
}

/**
 * What was said before, oldest first: texts alone, at most as many as the question wants and as
 * the window of tokens holds, newest first. What did not reach the person was not said. The message
 * that the question is about is left out: it comes last, as the question.
 */
export async function readHistory(
  records: Pick<Records, "events" | "sends">,
  conversation: ConversationId,
  ask: Pick<AiAsk, "history" | "historyFrom" | "prompt">,
): Promise<readonly AiMessage[]> {
  const limit = Math.min(Math.max(0, Math.floor(ask.history)), maxHistoryMessages);
  if (limit === 0) return [];
  const [events, sends] = await Promise.all([
    // One more, for the message that the question is about.
    records.events({ conversation, kind: "message", limit: limit + 1 }),
    records.sends({ conversation, limit }),
  ]);
  const spoken = await readSpoken(records, conversation, events);
  const heard = events.flatMap(({ id, body, occurredAt, reason }): readonly Said[] => {
    if (body.kind !== "message" || reason === commandReason) return [];
    const text = spoken.get(voiceEffect(id)) ?? messageText(body.message);
    return [{ role: "user", at: occurredAt, text }];
  });
  const isSaid = new Set(["queued", "sending", "accepted", "unknown"]);
  const said = sends.flatMap(({ state, queuedAt, message, purpose }): readonly Said[] => {
    if (!isSaid.has(state) || privatePurposes.includes(purpose)) return [];
    return [{ role: "assistant", at: queuedAt, text: messageOutText(message) }];
  });
  const from = ask.historyFrom ?? 0;
  const earlier = [...withoutAsked(heard, ask.prompt), ...said]
    .filter(({ at, text }) => at >= from && text.trim() !== "")
    .toSorted((a, b) => b.at - a.at);
  return window(earlier.slice(0, limit)).toReversed().map(toMessage);
}

/** What was heard in voice notes among these, by what wrote it down. */
async function readSpoken(
  records: Pick<Records, "events">,
  conversation: ConversationId,
  events: readonly EventRecord[],
): Promise<ReadonlyMap<EffectId, string>> {
  const isSpoken = events.some(({ body }) => body.kind === "message" && isVoiceNote(body.message));
  if (!isSpoken) return new Map();
  const limit = events.length * resultsPerMessage;
  const results = await records.events({ conversation, kind: "result", limit });
  return new Map(
    results.flatMap(({ body }) => {
      if (body.kind !== "result" || !isVoiceEffect(body.effect)) return [];
      const value = body.outcome.kind === "done" ? body.outcome.value : undefined;
      const heard = heardSchema.safeParse(value);
      return heard.success ? [[body.effect, heard.data.text] as const] : [];
    }),
  );
}

/** Without the newest message if the question holds it already. */
function withoutAsked(heard: readonly Said[], prompt: string): readonly Said[] {
  const [newest] = heard;
  return newest !== undefined && prompt.includes(newest.text) ? heard.slice(1) : heard;
}

function window(newestFirst: readonly Said[]): readonly Said[] {
  let left = maxHistoryTokens;
  return newestFirst.filter(({ text }) => {
    const tokens = left <= 0 ? 0 : estimateTokens(cutText(text, maxMessageChars));
    left = left <= 0 ? left : left - tokens;
    return left > 0;
  });
}

function toMessage({ role, text }: Said): AiMessage {
  const short = cutText(text, maxMessageChars);
  if (role === "assistant") return { role, text: short };
  return { role, parts: [{ kind: "text", text: short }] };
}
