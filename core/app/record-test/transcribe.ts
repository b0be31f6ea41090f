import { isMediaEffect } from "#core/engine/media/media-effect.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatDuration } from "#core/lib/duration.ts";
import type { Json, JsonObject } from "#core/lib/json.ts";
import { type Millis, minuteMs, secondMs } from "#core/lib/millis.ts";
import { type AiReply, aiReplySchema } from "#core/model/ai.ts";
import { type ActivityOutcome, commandReason, type EventBody } from "#core/model/event.ts";
import type { EventRecord, SendRecord } from "#core/model/ports/records.ts";
import { privatePurposes } from "#core/model/send.ts";
import { heardSchema } from "#core/model/voice.ts";
import { writeAct } from "./write-act.ts";
import { writeLine } from "./write-line.ts";

/** A conversation as the steps of a test. */
export interface Transcription {
  readonly steps: readonly JsonObject[];
  readonly beganAt: Millis | undefined;
  /** What came of actions and providers, in order, as answers of what stands in for them. */
  readonly outcomes: readonly JsonObject[];
  /** What happened and cannot be written down, each once. */
  readonly gaps: readonly string[];
}

/** Acts that are no further apart are in quick succession. */
const quickMs = 10 * secondMs;

interface Moment {
  readonly at: Millis;
  readonly step: JsonObject;
}

/**
 * Turns what came in and what went out, newest first as records give it, into steps. What `scripted`
 * providers answered is no outcome: a test asks them itself.
 */
export function transcribe(
  events: readonly EventRecord[],
  sends: readonly SendRecord[],
  scripted: readonly string[] = [],
): Transcription {
  const gaps = new Set<string>();
  const heard = events.toReversed().flatMap((event) => readEvent(event, gaps));
  const said = sends.toReversed().flatMap((send) => readSend(send));
  // What was said in answer to something has its moment or a later one.
  const moments = [...heard, ...said].toSorted((a, b) => a.at - b.at);
  const steps: JsonObject[] = [];
  let lastAt = moments[0]?.at;
  for (const { at, step } of moments) {
    const gapMs = Math.round((at - (lastAt ?? at)) / minuteMs) * minuteMs;
    if (gapMs > 0) steps.push({ after: formatDuration(gapMs) });
    const last = steps.at(-1);
    const isQuick = at - (lastAt ?? at) <= quickMs;
    // What was written before the bot had answered is told so: it may have been taken as one.
    if (isQuick && last?.["user"] !== undefined && step["user"] !== undefined) {
      steps.splice(-1, 1, { user: [last["user"], step["user"]].flat() });
    } else steps.push(step);
    lastAt = at;
  }
  const outcomes = readOutcomes(events.toReversed(), scripted);
  return { steps, beganAt: moments[0]?.at, outcomes, gaps: [...gaps] };
}

function readEvent(event: EventRecord, gaps: Set<string>): readonly Moment[] {
  const { body, receivedAt: at, reason } = event;
  // An operator's command is nothing that a flow hears of.
  if (isQuiet(body) || reason === commandReason) return [];
  if (isGap(body)) {
    gaps.add(gapTexts[body.kind]);
    return [];
  }
  const step = (value: JsonObject) => [{ at, step: value }];
  switch (body.kind) {
    case "message":
      return step({ user: writeAct(body.message) });
    case "edited":
      return body.message.kind === "text" ? step({ user: { edit: body.message.text } }) : [];
    case "revoked":
      return step({ user: { delete: "last" } });
    case "called":
      return step({ user: { call: true } });
    case "signal":
      // One that a flow sent is sent again when the test is played.
      if (body.hops !== undefined) return [];
      return step({ event: { name: body.name, ...dataOf(body.data) } });
    default:
      return assertNever(body, "readEvent");
  }
}

/** What a test cannot say: whatever other people did. */
const gapTexts = {
  operator: "a person of yours acted",
  echo: "a person of yours answered from the phone",
  overheard: "another app had the conversation",
  ownership: "the conversation changed hands",
  identity: "the person's number or id changed",
  schedule: "a schedule came round",
} as const;

type Gap = Extract<EventBody, { readonly kind: keyof typeof gapTexts }>;

function isGap(body: EventBody): body is Gap {
  return Object.hasOwn(gapTexts, body.kind);
}

/** What follows from the rest, or is nobody's. */
type Quiet = Extract<
  EventBody,
  {
    readonly kind:
      | "timer"
      | "status"
      | "result"
      | "preference"
      | "over_budget"
      | "window_closed"
      | "account"
      | "unparsed";
  }
>;
const quietKinds: ReadonlySet<string> = new Set<Quiet["kind"]>([
  "timer",
  "status",
  "result",
  "preference",
  "over_budget",
  "window_closed",
  "account",
  "unparsed",
]);

function isQuiet(body: EventBody): body is Quiet {
  return quietKinds.has(body.kind);
}

function dataOf(data: Json): { readonly data?: Json } {
  return typeof data === "object" && data !== null ? { data } : {};
}

/** What reached the network; what was held back is held back in a test too. */
function readSend({ state, queuedAt: at, message, purpose }: SendRecord): readonly Moment[] {
  if (privatePurposes.includes(purpose)) return [];
  if (state !== "accepted" && state !== "unconfirmed") return [];
  return [{ at, step: { bot: writeLine(message) } }];
}

/** Results of actions and providers, oldest first as they are given. */
function readOutcomes(
  events: readonly EventRecord[],
  scripted: readonly string[],
): readonly JsonObject[] {
  return events.flatMap(({ body, receivedAt }, index) => {
    if (body.kind !== "result" || isMediaEffect(body.effect)) return [];
    const { outcome } = body;
    const before = events[index - 1];
    // An event that a flow sent, and the end of what carried it, are written down in one go.
    const isCarrier =
      before?.body.kind === "signal" &&
      before.body.hops !== undefined &&
      before.receivedAt === receivedAt;
    if (isCarrier) return [];
    const reply = outcome.kind === "done" ? aiReplySchema.safeParse(outcome.value).data : undefined;
    const heard = outcome.kind === "done" ? heardSchema.safeParse(outcome.value).data : undefined;
    if (heard !== undefined) {
      return scripted.includes(heard.provider) ? [] : [{ returns: heard.text }];
    }
    if (reply === undefined) return [writeOutcome(outcome)];
    return scripted.includes(reply.provider) ? [] : [writeReply(reply)];
  });
}

/** An AI's answer as what stands in for it gives it. */
function writeReply({ kind, text, value }: AiReply): JsonObject {
  if (kind === "refused") return { fails: "refused" };
  return { returns: kind === "text" ? text : (value ?? null) };
}

function writeOutcome(outcome: ActivityOutcome): JsonObject {
  switch (outcome.kind) {
    case "done":
      return { returns: outcome.value };
    case "failed":
      return { fails: { kind: outcome.code, message: outcome.message } };
    case "unknown":
      return { fails: { kind: "unknown", message: outcome.message } };
    default:
      return assertNever(outcome, "writeOutcome");
  }
}
