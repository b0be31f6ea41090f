import { assertNever } from "#core/lib/assert-never.ts";
import type { Claim, CommitPlan } from "#core/model/plan.ts";
import type { Observation } from "./observation.ts";
import type { Post } from "./read-post.ts";

type Moments = Pick<Observation, "at" | "clockAt" | "life">;

/** A whole line of a trace: when, what the clock was off by, in which life, and what. */
export function stampObservation(moments: Moments, text: string): string {
  const { at, clockAt, life } = moments;
  const time = new Date(at).toISOString().slice(0, -1);
  const skew = clockAt === at ? "" : ` clock ${offset(moments)}`;
  return `${time}${skew} #${life} ${text}`;
}

function offset({ at, clockAt }: Moments): string {
  const minutes = Math.round((clockAt - at) / 60_000);
  return `${minutes > 0 ? "+" : ""}${minutes}min`;
}

/** Tells what happened, with every value that a second history must share. */
export function describeObservation(observation: Observation): string {
  return "who" in observation
    ? `${observation.who} ${describeOfPerson(observation)}`
    : describeOfAll(observation);
}

type OfPerson = Extract<Observation, { readonly who: unknown }>;

function describeOfAll(observation: Exclude<Observation, OfPerson>): string {
  switch (observation.kind) {
    case "born":
      return `a process starts${observation.isDrained ? " after a drain" : ""}`;
    case "died":
      return `the process dies at ${observation.point}`;
    case "trouble":
      return `trouble: ${observation.what}`;
    case "receipt-delivered": {
      const { send, receipt, status } = observation;
      return `receipt ${receipt} of ${send?.outbox}:${send?.attempt} answered ${status}`;
    }
    case "ingested":
      return `ingest ${observation.answers.join(" ")}`;
    case "receipts-kept":
      return `receipts kept: ${observation.statuses.map(({ status }) => status).join(" ")}`;
    case "activity-claimed":
      return `activity ${observation.activity.effect} begins`;
    case "file-answered":
    case "shop-did":
      return describeOutside(observation);
    case "timers-fired":
      return `${observation.count} timers become events`;
    case "error-logged":
      return `error logged: ${observation.event} ${observation.detail}`;
    default:
      return assertNever(observation, "observation of all");
  }
}

type Outside = Extract<Observation, { readonly kind: "file-answered" | "shop-did" }>;

/** What others did for the bot. */
function describeOutside(observation: Outside): string {
  if (observation.kind === "file-answered") {
    const { id, step, reply, isWhole } = observation;
    return `file ${id} ${step} answered ${reply}${isWhole ? "" : ", spoilt"}`;
  }
  const { method, words, key, number } = observation;
  return `the shop does ${method} ${short(words)} as ${number}, asked by ${key}`;
}

function describeOfPerson(observation: OfPerson): string {
  switch (observation.kind) {
    case "told": {
      const { item, status } = observation;
      const words = wordsOf(item.text) ?? item.text;
      return `→ webhook "${item.kind}" ${item.id.slice(-14)} ${short(words)} answered ${status}`;
    }
    case "event-told": {
      const { name, words, answer } = observation;
      return `→ event ${name} ${words}: ${answer}`;
    }
    case "claimed":
      return `turn claimed: ${eventsOf(observation.claim)}`;
    case "committed":
      return `${observation.how}: ${planText(observation.plan)}`;
    case "gave-back":
      return `turn ${observation.how}: ${eventsOf(observation.claim)}`;
    case "send-claimed":
      return `send ${observation.send.id} claimed, ${observation.send.state}`;
    case "send-decided": {
      const { send, decision, start } = observation;
      const held = decision.kind === "send" ? "" : ` (${decision.reason})`;
      return `send ${send.id} decided ${decision.kind}${held}: ${start.kind}`;
    }
    case "send-ended":
      return `send ${observation.send.id} recorded ${observation.result.kind}`;
    case "posted":
      return `POST ${postText(observation.post)}`;
    case "taken":
      return `sees ${postText(observation.post)}`;
    case "post-answered":
      return `POST ${postText(observation.post)} answered ${observation.reply}`;
    default:
      return assertNever(observation, "observation of a person");
  }
}

function postText(post: Post): string {
  return `${post.outbox}:${post.attempt} ${short(post.text)}`;
}

function eventsOf(claim: Claim): string {
  return claim.events.map(({ id, body }) => `${body.kind} ${id}`).join(", ");
}

function planText(plan: CommitPlan): string {
  const marks = plan.marks.map(({ event, state, reason }) => `${event} ${state} ${reason ?? ""}`);
  const sends = plan.sends.map(({ effect, class: sendClass }) => `send ${effect} ${sendClass}`);
  const timers = plan.timers.map(({ id, dueAt }) => `timer ${id} at ${dueAt}`);
  const runs = plan.runs.map(({ flow, state, wait }) => `${flow} ${state} ${wait?.step ?? ""}`);
  return [...marks, ...runs, ...sends, ...timers].join("; ");
}

/** The text of a message, without what is around it. */
function wordsOf(item: string): string | undefined {
  return /"(?:body|caption|title|name|emoji)":"((?:[^"\\]|\\.)*)"/.exec(item)?.[1];
}

function short(text: string): string {
  return JSON.stringify(text.length > 48 ? `${text.slice(0, 48)}…` : text);
}
