import type { OutboxSettings } from "#core/engine/settings.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { ChannelOutcome } from "#core/model/ports/channel.ts";
import type { Send, SendResult } from "#core/model/send.ts";

/** Longest wait before a refused message is tried again, in milliseconds. */
const longestRetryMs = 600_000;

/**
 * What the row becomes after a POST. Certain refusals double their wait, with jitter, and end
 * after `maxRefusals`; an unknown outcome waits for its class's grace.
 */
export function resultOf(
  send: Send,
  outcome: Exclude<ChannelOutcome, { kind: "paused" }>,
  settings: OutboxSettings,
  now: Millis,
  fraction: () => number,
): SendResult {
  switch (outcome.kind) {
    case "accepted":
      return { kind: "accepted", vendorId: outcome.vendorId };
    case "rejected":
      return { kind: "rejected", error: outcome.error, effect: outcome.effect };
    case "unknown":
      return {
        kind: "unknown",
        until: later(now, settings.graceMs[send.class]),
        error: outcome.error,
      };
    case "retry": {
      if (send.refusals + 1 >= settings.maxRefusals) {
        return { kind: "rejected", error: outcome.error, effect: "none" };
      }
      const full = Math.min(longestRetryMs, outcome.afterMs * 2 ** send.refusals);
      const until = later(now, full + full * 0.25 * fraction());
      return { kind: "retry", until, error: outcome.error, isCounted: true };
    }
    default:
      return assertNever(outcome, "outbox result");
  }
}
