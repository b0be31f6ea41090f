import { type Pace, takeOne } from "#core/lib/gcra.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { Check, Report } from "./check.ts";

/** A bucket is taken from when a send begins; its POST may leave this much later, in milliseconds. */
const slackMs = 2_500;

/**
 * I7: in every window no more sends than the pace allows, to one person and from the account. The
 * machine's clock is what a pace is kept by: after a jump the count begins anew.
 */
export function createPaceCheck(
  report: Report,
  paces: { readonly account: Pace; readonly pair: Pace },
): Check {
  const conversations = new Map<string, string>();
  const nextAts = new Map<string, number>();

  function take(key: string, pace: Pace, now: Millis, who: string): void {
    const take = takeOne(nextAts.get(key), pace, later(now, slackMs));
    if (take.kind === "wait")
      report("I7", `${key}: a send too many, ${take.until - now} ms early`, who);
    else nextAts.set(key, Math.max(nextAts.get(key) ?? 0, now) + pace.everyMs);
  }

  return {
    on: {
      trouble: ({ what }) => {
        if (what.startsWith("clock")) nextAts.clear();
      },
      "send-claimed": ({ send }) => {
        conversations.set(send.id, send.conversation);
      },
      posted: ({ who, post, clockAt }) => {
        if (who === undefined) return;
        take("account", paces.account, clockAt, who);
        take(`to ${conversations.get(post.outbox)}`, paces.pair, clockAt, who);
      },
    },
  };
}
