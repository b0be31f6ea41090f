import type { StageResult } from "#core/engine/stages/stage.ts";
import type { Turn } from "#core/engine/turn.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { mediaEffect, writeRequest } from "./media-effect.ts";

/** Longer than a large file takes on a slow line behind others, in milliseconds. */
const fetchTimeoutMs = 10 * minuteMs;

/** Ends of a turn after which nobody wants the file. */
const unwanted: readonly string[] = ["over-limit", "blocked", "not-allowed"];

/**
 * Has the file of a message fetched, beside everything else: no run waits for it, and it is wanted
 * also where the bot is silent, for a person looks at it. What is over the contact's limit is not, nor what
 * comes of somebody who has nothing to do with the bot.
 */
export function askForMedia(turn: Turn, result: StageResult): void {
  const { event, channel, conversation } = turn;
  const { body } = event;
  if (body.kind !== "message" || body.message.kind !== "media") return;
  if (channel.fetchMedia === undefined) return;
  if (result.kind === "stop" && unwanted.includes(result.reason)) return;
  const input = writeRequest(event.id, body.message.media);
  turn.addActivity({
    effect: mediaEffect(event.id),
    request: { port: "media", name: conversation.account, input },
    timeoutMs: fetchTimeoutMs,
  });
}
