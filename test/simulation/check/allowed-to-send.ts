import { dayMs, type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import type { Owner } from "#core/model/conversation.ts";
import type { CommitPlan } from "#core/model/plan.ts";
import { confirmationPurpose, handoffPurpose, operatorPurpose } from "#core/model/send.ts";
import type { Observation } from "#test/simulation/world/observation.ts";
import type { Check, Report } from "./check.ts";

/** The window's margin, less what a slow commit takes between the decision and the POST. */
const windowMs = dayMs - minuteMs + 10 * secondMs;
const windowless = new Set(["reaction", "hologram", "unsupported", "system"]);

interface Standing {
  /** The newest stamp of a message that opens the window and is stored. */
  stampAt: number;
  stoppedAt: Millis | undefined;
  owner: Owner;
}

/**
 * I4 and I5: what leaves is inside the window with its margin or a template, and nothing but the
 * confirmation itself leaves after a committed STOP, or while a person of ours has the conversation.
 */
export function createAllowedCheck(report: Report): Check {
  const standings = new Map<string, Standing>();
  const purposes = new Map<string, string>();

  function standingOf(who: string): Standing {
    const known = standings.get(who);
    if (known !== undefined) return known;
    const fresh: Standing = { stampAt: 0, stoppedAt: undefined, owner: "bot" };
    standings.set(who, fresh);
    return fresh;
  }

  function follow(who: string, plan: CommitPlan, at: Millis): void {
    const standing = standingOf(who);
    const stop = plan.contact?.stop;
    if (stop !== undefined) standing.stoppedAt = stop.kind === "stopped" ? at : undefined;
    if (plan.conversation?.owner !== undefined) standing.owner = plan.conversation.owner;
  }

  function decide({ send, start, who }: Observation<"send-decided">): void {
    purposes.set(send.id, send.purpose);
    if (start.kind !== "started") return;
    if (send.purpose === confirmationPurpose) return;
    const { stoppedAt, owner } = standingOf(who);
    if (stoppedAt !== undefined) report("I5", `${send.id} was begun after STOP`, who);
    const isOurs = send.purpose === operatorPurpose || send.purpose === handoffPurpose;
    if (owner === "human" && !isOurs)
      report("I4", `${send.id} was begun while a person answers`, who);
  }

  function leave({ post, who, at, clockAt }: Observation<"posted">): void {
    if (who === undefined) return;
    const { stampAt, stoppedAt } = standingOf(who);
    const isConfirmation = purposes.get(post.outbox) === confirmationPurpose;
    if (!isConfirmation && stoppedAt !== undefined && at > stoppedAt) {
      report("I5", `${post.outbox} left ${at - stoppedAt} ms after STOP was stored`, who);
    }
    if (!post.isTemplate && clockAt >= stampAt + windowMs) {
      report("I4", `${post.outbox} left ${clockAt - stampAt} ms after the last message`, who);
    }
  }

  return {
    on: {
      "message-delivered": ({ who, stampAt, type }) => {
        const standing = standingOf(who);
        if (!windowless.has(type)) standing.stampAt = Math.max(standing.stampAt, stampAt);
      },
      committed: ({ who, plan, at }) => follow(who, plan, at),
      "send-decided": decide,
      posted: leave,
    },
  };
}
