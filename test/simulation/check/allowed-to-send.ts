import type { ContactId } from "#core/lib/ids.ts";
import { dayMs, type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import { answersPurpose } from "#core/model/consent.ts";
import type { Owner } from "#core/model/conversation.ts";
import type { CommitPlan } from "#core/model/plan.ts";
import {
  confirmationPurpose,
  handoffPurpose,
  operatorPurpose,
  type Send,
} from "#core/model/send.ts";
import type { Observation } from "#test/simulation/world/observation.ts";
import { traffic } from "#test/simulation/world/traffic.ts";
import type { Check, Report } from "./check.ts";

/** The window's margin, less what a slow commit takes between the decision and the POST. */
const windowMs = dayMs - minuteMs + 10 * secondMs;

/** What is decided of a contact. */
interface Standing {
  stoppedAt: Millis | undefined;
  /** Until when they are answered who asked for something after STOP. */
  answersUntilAt: Millis | undefined;
  owner: Owner;
  /** When the bot has the conversation again, by the clock that the process sees. */
  ownerUntilAt: Millis | undefined;
}

/**
 * I4 and I5: what leaves is inside the window that people have opened, with its margin, or a
 * template, and nothing but the confirmation itself leaves after a committed STOP, or while somebody
 * else has the conversation: a person of ours, or another app.
 */
export function createAllowedCheck(report: Report): Check {
  const standings = new Map<ContactId, Standing>();
  const sends = new Map<string, Send>();
  /** Person → the newest stamp of what opens the window. */
  const stamps = new Map<string, number>();

  function standingOf(contact: ContactId): Standing {
    const known = standings.get(contact);
    if (known !== undefined) return known;
    const fresh: Standing = {
      stoppedAt: undefined,
      answersUntilAt: undefined,
      owner: "bot",
      ownerUntilAt: undefined,
    };
    standings.set(contact, fresh);
    return fresh;
  }

  function follow(contact: ContactId, plan: CommitPlan, at: Millis): void {
    const standing = standingOf(contact);
    const stop = plan.contact?.stop;
    if (stop !== undefined) {
      standing.stoppedAt = stop.kind === "stopped" ? at : undefined;
      standing.answersUntilAt = undefined;
    }
    const asked = plan.consents?.find(({ purpose }) => purpose === answersPurpose);
    if (asked !== undefined) standing.answersUntilAt = asked.expiresAt;
    const { owner, ownerUntilAt } = plan.conversation ?? {};
    if (owner !== undefined) standing.owner = owner;
    if (ownerUntilAt !== undefined) standing.ownerUntilAt = ownerUntilAt ?? undefined;
  }

  function decide({ send, start, who, clockAt }: Observation<"send-decided">): void {
    sends.set(send.id, send);
    if (start.kind !== "started") return;
    if (send.purpose === confirmationPurpose) return;
    const standing = standingOf(send.contact);
    const { stoppedAt, owner, ownerUntilAt } = standing;
    if (stoppedAt !== undefined && !isAnswer(send, standing, clockAt))
      report("I5", `${send.id} was begun after STOP`, who);
    if (send.purpose === operatorPurpose || send.purpose === handoffPurpose) return;
    if (ownerUntilAt !== undefined && ownerUntilAt <= clockAt) return;
    if (owner === "human") report("I4", `${send.id} was begun while a person answers`, who);
    if (owner === "other" && send.message.kind !== "template") {
      report("I4", `${send.id} was begun while another app answers`, who);
    }
  }

  function leave({ post, who, at, clockAt }: Observation<"posted">): void {
    if (who === undefined) return;
    const stampAt = stamps.get(who) ?? 0;
    const send = sends.get(post.outbox);
    const standing = send === undefined ? undefined : standingOf(send.contact);
    const stoppedAt = standing?.stoppedAt;
    const isPassed =
      send !== undefined &&
      standing !== undefined &&
      (send.purpose === confirmationPurpose || isAnswer(send, standing, clockAt));
    if (!isPassed && stoppedAt !== undefined && at > stoppedAt) {
      report("I5", `${post.outbox} left ${at - stoppedAt} ms after STOP was stored`, who);
    }
    if (!post.isTemplate && clockAt >= stampAt + windowMs) {
      report("I4", `${post.outbox} left ${clockAt - stampAt} ms after the last message`, who);
    }
  }

  return {
    on: {
      told: ({ who, item }) => {
        if (who === undefined || !traffic[item.kind].opensWindow) return;
        stamps.set(who, Math.max(stamps.get(who) ?? 0, item.stampAt));
      },
      committed: ({ claim, plan, at }) => follow(claim.contact.id, plan, at),
      "send-decided": decide,
      posted: leave,
    },
  };
}

/** What answers somebody who asked after STOP: words, never a template. */
function isAnswer({ message, purpose }: Send, standing: Standing, clockAt: number): boolean {
  const { answersUntilAt } = standing;
  if (answersUntilAt === undefined || answersUntilAt <= clockAt) return false;
  return message.kind !== "template" && answering.includes(purpose);
}

const answering: readonly string[] = ["service", handoffPurpose, operatorPurpose];
