import { isConversational, type MessageIn, messageText } from "#core/model/message-in.ts";
import { messageOutText } from "#core/model/message-out.ts";
import { isForeground } from "#core/model/run.ts";
import { type Complaint, type Handled, mustNotRenew, mustRenew } from "./handled.ts";

export interface MessageRules {
  /** A message older than this when it arrives is not answered, in milliseconds. */
  readonly staleAfterMs: number;
  /** True for the scenario's own bot, of whose flows it is known what they say. */
  readonly isScenario: boolean;
}

/** The scenario's flows that take every message of a kind. */
const flowOf: Readonly<Record<string, string>> = {
  media: "files",
  location: "place",
  contacts: "cards",
  order: "cart",
  form: "filled",
};
/** Those whose answer names the word of the message. */
const answering: ReadonlySet<string> = new Set(["echo", "visit", ...Object.values(flowOf)]);

/** What is wrong with what a message of a person led to. */
export function judgeMessage(handled: Handled, message: MessageIn, rules: MessageRules): Complaint {
  const { plan, mark } = handled;
  const files = plan.activities.filter(({ effect }) => effect.endsWith(":media")).length;
  const wanted = message.kind === "media" && mark.reason !== "limit:over-limit" ? 1 : 0;
  if (files !== wanted) return `${files} files are asked for, not ${wanted}`;
  const window = isConversational(message) ? mustRenew(plan) : mustNotRenew(plan);
  if (window !== undefined) return window;
  if (mark.state === "ignored") return judgeSilence(handled, message, rules.staleAfterMs);
  return rules.isScenario ? judgeAnswer(handled, message) : undefined;
}

/** A person who is not answered is so for one of the reasons that there are, and it holds. */
function judgeSilence(
  { claim, event, mark }: Handled,
  { kind }: MessageIn,
  staleAfterMs: number,
): Complaint {
  const { contact, conversation, runs } = claim;
  const { reason = "" } = mark;
  const isStopped = contact.stoppedAt !== undefined;
  const holds: Readonly<Record<string, boolean>> = {
    "limit:stale": event.receivedAt - event.occurredAt > staleAfterMs,
    "limit:over-limit": conversation.limitNextAt !== undefined,
    "gate:stopped": isStopped,
    "interrupt:stopped": isStopped,
    "interrupt:before-stop": isStopped,
    "gate:owned-by-human": conversation.owner === "human",
    "gate:owned-by-other": conversation.owner === "other",
    "route:unsupported": kind === "unsupported",
    "route:not-a-turn": kind === "unsupported" || kind === "reaction",
    "route:queue-full": runs.length > 0,
  };
  return holds[reason] === true ? undefined : `it was left alone: ${reason}`;
}

/** A new run of the right flow, which says the message's word once. */
function judgeAnswer({ claim, plan }: Handled, message: MessageIn): Complaint {
  if (claim.runs.some(isForeground)) return undefined;
  const known = new Set(claim.runs.map(({ id }) => id));
  const begun = plan.runs.filter(({ id }) => !known.has(id)).map(({ flow }) => flow);
  const flow = flowOf[message.kind];
  if (flow !== undefined && !begun.includes(flow)) return `it began ${begun.join()}, not ${flow}`;
  const word = wordOf(message);
  if (word === undefined || !begun.some((name) => answering.has(name))) return undefined;
  const answers = plan.sends.filter(({ message: out }) => messageOutText(out).includes(word));
  return answers.length === 1 ? undefined : `"${word}" is answered ${answers.length} times`;
}

/** The word that names a message, wherever its kind has words. */
function wordOf(message: MessageIn): string | undefined {
  const texts = [messageText(message)];
  if (message.kind === "location") texts.push(message.name ?? "");
  if (message.kind === "contacts") texts.push(message.contacts[0]?.name?.formatted ?? "");
  if (message.kind === "order") texts.push(message.items[0]?.sku ?? "");
  if (message.kind === "form") texts.push(JSON.stringify(message.answer["words"] ?? ""));
  return /w\d+w/.exec(texts.join(" "))?.[0];
}
