import { answerSchema } from "#core/flow/compile/answer-shape.ts";
import { type Extracting, extractedField } from "#core/flow/compile/extract.ts";
import { pickWording } from "#core/flow/compile/local-text.ts";
import type { Next } from "#core/flow/define-step.ts";
import type { Json } from "#core/lib/json.ts";
import { secondMs } from "#core/lib/millis.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Wait } from "#core/model/run.ts";
import { toAsk } from "./ask-ai.ts";
import { fieldOf, readValue } from "./read-fields.ts";
import { readReply } from "./read-reply.ts";
import type { Turn } from "./turn.ts";

/** Set in the data of a rest on a value that an AI reads. */
const extractKey = "extract";

const fromVoiceKey = "fromVoice";

/** A person waits for it, and without it they are only asked again. */
const extractMs = 20 * secondMs;

/** In English, whatever the language of the answer: models follow that best. */
const system =
  "Read the value that the person's answer gives to the question. Null if the answer does not give it. Do not guess.";

/** Asks for the value in an answer; undefined if the question cannot even be put. */
export function askForValue(
  { asking, question, field }: Extracting,
  turn: Turn,
  answer: string,
  tries: number,
  heard: string | undefined,
): Next | undefined {
  // The question's own words alone: what is put into it may be sensitive.
  const asked = pickWording(question, turn.locale).template.value.separate(turn.scope());
  const values = asked.ok ? [{ label: "question", text: asked.value.text }] : [];
  const today = { label: "now", text: localTime(turn) };
  const input = toAsk(
    asking,
    {
      task: "extract",
      prompt: answer,
      system,
      values: [...values, today],
      history: 0,
      historyFrom: 0,
      schema: answerSchema([field]),
    },
    turn,
  );
  if (!input.ok) return undefined;
  const request = { port: "ai", name: asking.step, input: input.value } as const;
  const id = turn.ask(request, extractMs);
  return {
    kind: "rest",
    rest: {
      kind: "activity",
      id,
      dueAt: undefined,
      data: {
        tries,
        [extractKey]: true,
        ...(heard === undefined ? {} : { [fromVoiceKey]: heard }),
      },
    },
  };
}

/** The words that the value is looked for in, if a machine wrote them down. */
export function extractedFromVoice({ data }: Wait): string | undefined {
  const words = data?.[fromVoiceKey];
  return typeof words === "string" ? words : undefined;
}

/** Whether a run rests on such a value. What is found is held to the slot's type, whichever asked for it. */
export function isExtracting({ kind, data }: Wait): boolean {
  return kind === "activity" && data?.[extractKey] === true;
}

/** The value that the AI found, if it is one of the slot's type. */
export function readExtracted(
  { asking, field }: Extracting,
  turn: Turn,
  outcome: ActivityOutcome,
): Json | undefined {
  const reply = readReply(outcome, asking);
  if (!reply.ok) {
    const { kind = "", message } = reply.failure;
    turn.record("flow.ai-failed", { step: asking.step, kind, message });
    return undefined;
  }
  const given = fieldOf(reply.value.value, extractedField);
  if (given === null) return undefined;
  return readValue(field.slot, given, { timeZone: turn.facts.timeZone, nowAt: turn.now });
}

/** "tomorrow" needs a today. */
function localTime({ facts, now }: Turn): string {
  const text = new Intl.DateTimeFormat("en-CA", {
    dateStyle: "full",
    timeStyle: "short",
    hourCycle: "h23",
    timeZone: facts.timeZone,
  }).format(now);
  return `${text} (${facts.timeZone})`;
}
