import type { BroadcastPlan } from "#core/flow/broadcast/broadcast-plan.ts";
import type { ConversationId } from "#core/lib/ids.ts";
import { messageOutText } from "#core/model/message-out.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import { type MeetingDeps, meetRecipient } from "./meet-recipient.ts";
import { paceOf } from "./pace.ts";

/** People looked at before others get their turn. */
const pageSize = 200;

/** What a broadcast would do at this moment. */
export interface AudienceCount {
  /** People whom the file means; those that get nothing included. */
  readonly audience: number;
  readonly messages: number;
  /** Why people get nothing, the most frequent first. */
  readonly refused: readonly { readonly reason: string; readonly count: number }[];
  /** The most that they can come to, in micro-USD; absent: what they cost is not known. */
  readonly costMicroUsd?: number;
  /** How long it takes at its pace, in milliseconds. */
  readonly durationMs: number;
  /** The first message, in words. */
  readonly sample?: string;
}

export interface CountDeps extends MeetingDeps {
  readonly records: Pick<Records, "people">;
  readonly clock: Clock;
}

/** Goes through everybody as a start would, and changes nothing. */
export async function countAudience(
  deps: CountDeps,
  plan: BroadcastPlan,
  channel: Channel,
): Promise<AudienceCount> {
  const { records, clock, settings } = deps;
  const refused = new Map<string, number>();
  let messages = 0;
  let costMicroUsd = 0;
  let sample: string | undefined;
  let after: ConversationId | undefined;
  for (;;) {
    const people = await records.people(channel.account, after, pageSize);
    for (const person of people) {
      const meeting = meetRecipient(deps, plan, channel, person, clock.now());
      if (meeting.kind === "refused") {
        refused.set(meeting.reason, (refused.get(meeting.reason) ?? 0) + 1);
      } else if (meeting.kind === "message") {
        messages += 1;
        const to = person.contact.addresses;
        costMicroUsd += channel.prices?.most({ to, message: meeting.message }) ?? 0;
        sample ??= messageOutText(meeting.message);
      }
    }
    after = people.at(-1)?.conversation.id;
    if (after === undefined) break;
    await new Promise<void>((resolve) => {
      clock.soon(resolve);
    });
  }
  const reasons = [...refused].map(([reason, count]) => ({ reason, count }));
  return {
    audience: messages + reasons.reduce((sum, { count }) => sum + count, 0),
    messages,
    refused: reasons.toSorted((a, b) => b.count - a.count),
    ...(channel.prices === undefined ? {} : { costMicroUsd }),
    durationMs: Math.round(messages * paceOf(plan, settings)),
    ...(sample === undefined ? {} : { sample }),
  };
}
