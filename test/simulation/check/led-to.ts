import { isConversational } from "#core/model/message-in.ts";
import type { Run } from "#core/model/run.ts";
import type { Check, Report } from "./check.ts";
import { type Complaint, type Handled, mustNotRenew, mustRenew } from "./handled.ts";
import { judgeMessage, type MessageRules } from "./judge-message.ts";

/**
 * I1 for what an event leads to: each kind changes what it has to, and nothing that it may not. A
 * person's words are answered where the bot may speak, once; an edit, an echo or a wish is no turn.
 */
export function createLedToCheck(report: Report, rules: MessageRules): Check {
  return {
    on: {
      committed: ({ who, claim, plan, how }) => {
        const [mark] = plan.marks;
        const event = claim.events.find(({ id }) => id === mark?.event);
        // Of what is parked nothing is promised but the word about it.
        if (mark === undefined || event === undefined || how === "bury") return;
        const complaint = judge({ claim, event, mark, plan }, rules);
        if (complaint === undefined) return;
        report("I1", `event ${event.id}, ${event.body.kind}: ${complaint}`, who);
      },
    },
  };
}

function judge(handled: Handled, rules: MessageRules): Complaint {
  const { event, plan } = handled;
  const { kind } = event.body;
  if (kind === "message") return judgeMessage(handled, event.body.message, rules);
  if (kind === "identity") return mustNotRenew(plan);
  if (kind === "called") return mustBeSilent(handled) ?? mustRenew(plan);
  if (!quiet.has(kind)) return undefined;
  const window =
    kind === "overheard" && isConversational(event.body.message)
      ? mustRenew(plan)
      : mustNotRenew(plan);
  return judgeOwner(handled) ?? mustBeSilent(handled) ?? window;
}

/** What is no turn of the bot's. */
const quiet: ReadonlySet<string> = new Set([
  "edited",
  "revoked",
  "preference",
  "echo",
  "overheard",
  "ownership",
]);

/** Who has the conversation afterwards. */
function judgeOwner({ event, plan, mark }: Handled): Complaint {
  const { body } = event;
  const owner = plan.conversation?.owner;
  if (body.kind === "echo") {
    if (owner !== "human") return `the owner is ${owner}`;
    return plan.cancelSends === undefined ? "what was queued still goes out" : undefined;
  }
  if (body.kind === "overheard") {
    if (owner !== "other") return `the owner is ${owner}`;
    return mark.state === "ignored" ? undefined : `it was ${mark.state}`;
  }
  if (body.kind !== "ownership") return undefined;
  if (body.owner === "other" && owner !== "other") return `the owner is ${owner}`;
  return body.owner === "bot" && owner === "other" ? "the other app keeps it" : undefined;
}

/** But for what waited for the bot to have the conversation, or for its turn: any turn's end starts it. */
function mustBeSilent({ claim, plan }: Handled): Complaint {
  const { sends, runs, activities } = plan;
  if (claim.runs.some(mayGoOn)) return undefined;
  if (sends.length > 0) return "it was answered";
  // A STOP that is overheard ends what was under way.
  if (runs.length > 0 && plan.contact?.stop === undefined) return "it moved a run";
  return activities.length > 0 ? "it began an activity" : undefined;
}

function mayGoOn({ state, held, wait }: Run): boolean {
  return state === "queued" || held !== undefined || wait?.kind === "handoff";
}
