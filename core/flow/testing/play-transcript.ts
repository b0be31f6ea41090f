import { z } from "zod";
import { type Advance, advance, type RunCause } from "#core/flow/advance.ts";
import type { Program } from "#core/flow/program.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatDuration } from "#core/lib/duration.ts";
import { effectId, runId } from "#core/lib/ids.ts";
import { jsonSchema, parseJson } from "#core/lib/json.ts";
import { dayMs, later, type Millis, toMillis } from "#core/lib/millis.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Effect } from "#core/model/effect.ts";
import { activityOutcomeSchema } from "#core/model/event.ts";
import type { Facts } from "#core/model/facts.ts";
import { type MessageIn, messageInSchema } from "#core/model/message-in.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import { sampleFacts } from "./sample-facts.ts";

/**
 * Plays the `> ` lines of a transcript through a program, and gives them back with what each of
 * them caused below it: one line an effect, then the state of the run.
 *
 *     > start hi        a message that a trigger took (`> start` alone: none)
 *     > tap latte       a button or list row
 *     > photo           a message of another kind; `> {"kind":"location",…}` one of any kind
 *     > result {"kind":"done","value":1}   how the activity that the run rests on ended
 *     > timer           the wait's own timer, at its time; `> stale` one of an earlier wait
 *     > event paid {}   an event that the run may wait for, with what came along
 *     > repeat, > cancel, > resume (the bot has the conversation again), and everything else is text
 */
export function playTranscript(
  program: Program,
  transcript: string,
  changes: Partial<Facts> = {},
): string {
  let facts = sampleFacts(changes);
  let last: Advance | undefined;
  const lines: string[] = [];
  for (const line of transcript.split("\n")) {
    if (!line.startsWith("> ")) continue;
    const said = line.slice(2);
    const wait = last?.run.wait;
    if (said === "timer" && wait?.dueAt !== undefined) facts = { ...facts, now: wait.dueAt };
    const cause = causeOf(said, wait?.id ?? "none");
    if (cause.kind === "message") facts = { ...facts, windowUntilAt: later(facts.now, dayMs) };
    last = advance(program, last?.run, { cause, facts });
    facts = { ...facts, contact: changeContact(facts.contact, last.effects) };
    const slots = Object.entries(last.run.slots).filter(([, value]) => value !== null);
    lines.push(line, ...last.effects.map((effect) => describeEffect(effect, facts.now)));
    lines.push(
      `= ${describeState(last)}${slots.length === 0 ? "" : ` ${JSON.stringify(Object.fromEntries(slots))}`}`,
    );
  }
  return `${lines.join("\n")}\n`;
}

function causeOf(said: string, wait: string): RunCause {
  const start = /^start ?(.*)$/.exec(said)?.[1];
  if (start !== undefined) {
    const message = start === "" ? {} : { message: readMessage(start) };
    return { kind: "start", runId: runId("run"), trigger: "message: any", ...message };
  }
  const told = eventOf(said, wait) ?? resultOf(said, wait);
  if (told !== undefined) return told;
  const choice = /^tap (.*)$/.exec(said)?.[1];
  if (choice !== undefined) {
    return {
      kind: "message",
      message: { kind: "choice", id: "in", choice, title: choice, source: "button" },
    };
  }
  switch (said) {
    case "photo":
      return {
        kind: "message",
        message: { kind: "media", id: "in", media: { kind: "image", id: "1" } },
      };
    case "timer":
      return { kind: "timer", wait };
    case "stale":
      return { kind: "timer", wait: "run:0" };
    case "repeat":
    case "cancel":
    case "resume":
      return { kind: said };
    default:
      return { kind: "message", message: readMessage(said) };
  }
}

function eventOf(said: string, wait: string): RunCause | undefined {
  const [, name, data] = /^event (\S+) (.*)$/.exec(said) ?? [];
  if (name === undefined || data === undefined) return undefined;
  const values = parseJson(z.record(z.string(), jsonSchema), data, "the event");
  return { kind: "event", wait, event: { kind: "signal", name, data: values } };
}

function resultOf(said: string, wait: string): RunCause | undefined {
  const text = /^result (.*)$/.exec(said)?.[1];
  if (text === undefined) return undefined;
  const outcome = parseJson(activityOutcomeSchema, text, "the result");
  return { kind: "result", effect: effectId(wait), outcome };
}

function readMessage(said: string): MessageIn {
  if (!said.startsWith("{")) return { kind: "text", id: "in", text: said };
  const whole = { id: "in", ...parseJson(z.record(z.string(), jsonSchema), said, "the message") };
  return messageInSchema.parse(whole);
}

/** What the store would do with it. */
function changeContact(contact: Contact, effects: readonly Effect[]): Contact {
  return effects.reduce((before, effect) => {
    if (effect.kind !== "contact") return before;
    const { name, language, tags, profile } = effect.change;
    return {
      ...before,
      ...(name === undefined ? {} : { name }),
      ...(language === undefined ? {} : { language }),
      ...(tags === undefined ? {} : { tags: [...tags] }),
      ...(profile === undefined ? {} : { profile: { ...profile } }),
    };
  }, contact);
}

function describeState({ run, isTaken }: Advance): string {
  if (!isTaken) return "not taken";
  const step = run.wait?.step ?? "";
  return step === "" ? run.state : `${run.state} at ${step}`;
}

function describeEffect(effect: Effect, now: Millis): string {
  switch (effect.kind) {
    case "send":
      return `${effect.class} ${describeMessage(effect.message)}`;
    case "wake":
      return `wake in ${formatDuration(toMillis(effect.at) - now)}`;
    case "contact":
      return `contact ${JSON.stringify(effect.change)}`;
    case "handoff": {
      const { summary, untilAt } = effect;
      const span = untilAt === undefined ? "" : ` for ${formatDuration(toMillis(untilAt - now))}`;
      return `handoff${span}: ${flat(summary)}`;
    }
    case "consent": {
      const { purpose, answer, wording, covers } = effect.line;
      const cover = covers === undefined ? "" : ` for ${covers.recipients.join(", ")}`;
      return `consent ${purpose}: ${answer}${cover} to: ${flat(wording)}`;
    }
    case "emit":
      return `emit ${effect.name} ${JSON.stringify(effect.data)}`;
    case "record":
      return `record ${effect.what} ${JSON.stringify(effect.data)}`;
    case "activity":
      return `activity ${effect.id} ${effect.request.name} ${JSON.stringify(effect.request.input)} within ${formatDuration(effect.timeoutMs)}`;
    default:
      return assertNever(effect, "describeEffect");
  }
}

function describeMessage(message: MessageOut): string {
  if (message.kind === "text") {
    const reply = message.replyTo === undefined ? "" : ` (to ${message.replyTo})`;
    return `text: ${flat(message.text)}${reply}`;
  }
  if (message.kind === "buttons") {
    return `buttons: ${flat(message.text)} ${describeOptions(message.options)}${describeFooter(message)}`;
  }
  if (message.kind === "list") {
    const rows = message.sections.flatMap((section) => section.rows);
    return `list "${message.button}": ${flat(message.text)} ${describeOptions(rows)}${describeFooter(message)}`;
  }
  const { kind, ...rest } = message;
  return `${kind}: ${JSON.stringify(rest)}`;
}

function describeFooter({ footer }: { readonly footer?: string | undefined }): string {
  return footer === undefined ? "" : ` -- ${footer}`;
}

function describeOptions(
  options: readonly {
    readonly id: string;
    readonly title: string;
    readonly description?: string | undefined;
  }[],
): string {
  return options
    .map(
      ({ id, title, description }) =>
        `[${id}: ${title}${description === undefined ? "" : ` / ${description}`}]`,
    )
    .join(" ");
}

function flat(text: string): string {
  return text.replaceAll("\n", "⏎");
}
