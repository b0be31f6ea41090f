import type { EngineSettings } from "#core/engine/settings.ts";
import type { Turn } from "#core/engine/turn.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { CommitAnswer, CommitPlan, PlannedStart } from "#core/model/plan.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { NewSend, Send } from "#core/model/send.ts";
import { sendFactsOf } from "#core/model/send-facts.ts";
import { decideDueSend } from "./decide.ts";

/** Lets the first message of a turn begin with the turn's own plan, where nothing speaks against it. */
export interface StraightSends {
  /**
   * The plan, asking for the start of its first message if the gate lets it go now, on the facts as
   * the plan leaves them. Undefined: it goes through the line. A plan that comes back has a place in
   * flight, which `over` gives back.
   */
  ask(turn: Turn, plan: CommitPlan): CommitPlan | undefined;
  /** Hears what became of a plan that asked, and begins its send; undefined: it was not written. */
  over(answer: CommitAnswer | undefined): void;
  /** Places that are asked for. */
  readonly asked: number;
}

export function createStraightSends(deps: {
  readonly settings: EngineSettings;
  /** Whether an account may send now and nothing older of it waits for its pace. */
  readonly isFree: (account: AccountId, now: Millis) => boolean;
  readonly begin: (send: Send) => void;
}): StraightSends {
  let asked = 0;
  return {
    ask(turn, plan) {
      const [first] = plan.sends;
      if (first === undefined || mustPrepare(turn.channel, first)) return undefined;
      // What was held back goes before it.
      if (plan.releaseHeld !== undefined) return undefined;
      if (!deps.isFree(turn.conversation.account, turn.now)) return undefined;
      const start = decide(turn, first, deps.settings);
      if (start === undefined) return undefined;
      asked += 1;
      return { ...plan, start };
    },
    over(answer) {
      asked -= 1;
      if (typeof answer === "object") deps.begin(answer.started);
    },
    get asked() {
      return asked;
    },
  };
}

/** Files come before the decision, so that a STOP meanwhile holds their message back. */
function mustPrepare(channel: Channel, { message }: NewSend): boolean {
  if (channel.prepare === undefined) return false;
  return channel.mustPrepare?.(message) ?? true;
}

function decide(turn: Turn, send: NewSend, settings: EngineSettings): PlannedStart | undefined {
  const { contact, conversation, channel, now } = turn;
  // What costs a budget goes through the line, where a refusal is decided and told.
  if (settings.limits.budget !== undefined && channel.prices !== undefined) return undefined;
  const due = {
    ...send,
    account: conversation.account,
    conversation: conversation.id,
    contact: contact.id,
    to: contact.addresses,
    state: "queued",
    unknowns: 0,
    facts: sendFactsOf(contact, conversation, now),
  } as const;
  const decision = decideDueSend(due, channel, settings, now);
  if (decision.kind !== "send") return undefined;
  return { takes: decision.takes };
}
