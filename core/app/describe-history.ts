import type { Json } from "#core/lib/json.ts";
import type { HistoryEntry } from "#core/model/plan.ts";

/** What a line of the history is in words; others are told by their name. */
const phrases: Readonly<Record<string, string>> = {
  "flow.run-failed": "the run failed",
  "flow.action-failed": "an action failed",
  "flow.ai-failed": "an AI failed",
  "flow.tried-again": "it is tried again",
  "flow.text-not-sent": "a text is not sent",
  "flow.message-not-carried": "the channel does not carry a message",
  "flow.human-offered": "a person is offered",
  "gate.silent": "the bot is silent",
  "gate.not-begun": "the flow may not begin",
  "handoff.started": "a person has the conversation",
  "handoff.ended": "the bot has the conversation again",
  "contact.stopped": "STOP: nothing more goes out",
  "intake.stale": "too old to be answered",
  "limit.reached": "over the contact's rate",
  "budget.reached": "a budget is used up",
  "loop.broken": "two machines seem to answer each other",
  "loop.ended": "a person writes again",
  "event.parked": "given up after several tries",
  "intent.chosen": "an AI chose the flow",
  "intent.none": "an AI found no flow for it",
  "run.migrated": "the run goes on in a newer revision",
  "run.cancelled": "the run is cancelled",
  "run.queued": "a start waits",
  "run.dropped": "a start that waited is dropped",
};

/** An entry on one line: `the run failed: code FLOW_LIMIT_REACHED, message …, at coffee.flow.yaml:12:9`. */
export function describeHistory({ what, data }: HistoryEntry): string {
  const phrase = Object.hasOwn(phrases, what) ? phrases[what] : undefined;
  const details = describeData(data);
  return `${phrase ?? what}${details === "" ? "" : `:${details}`}`;
}

/** ` key value, key value`; nothing for nothing. */
export function describeData(data: Json | undefined): string {
  if (data === undefined || data === null) return "";
  if (typeof data !== "object" || Array.isArray(data)) return ` ${plainText(data)}`;
  const parts = Object.entries(data).filter(([, value]) => value !== null && value !== "");
  return parts.length === 0
    ? ""
    : ` ${parts.map(([key, value]) => `${key} ${plainText(value)}`).join(", ")}`;
}

function plainText(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.replace(/\s+/g, " ");
}
