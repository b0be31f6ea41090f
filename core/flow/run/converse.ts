import { z } from "zod";
import { answerFields } from "#core/flow/compile/answer-shape.ts";
import { type Conversing, talkFields } from "#core/flow/compile/converse.ts";
import type { Next, Rest } from "#core/flow/define-step.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { JsonObject } from "#core/lib/json.ts";
import { later, minuteMs } from "#core/lib/millis.ts";
import { cutText } from "#core/lib/text.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import { aiStepKey, voiceKey, type Wait } from "#core/model/run.ts";
import { separateText, toAsk } from "./ask-ai.ts";
import { showError } from "./caught.ts";
import type { Failure } from "./failure.ts";
import { heardWords } from "./heard-answer.ts";
import { takeWayOut } from "./take-way-out.ts";
import type { Turn } from "./turn.ts";

/** How many earlier messages of the conversation go along with each question. */
const history = 40;

/** How much of the last answer is kept, to be said again after "help". */
export const keptChars = 1_000;

/** In the data of a rest on an answer: whether data was asked for, or a text. */
const dataKey = "isData";

/** How far a conversation has come: answers so far, when it began, what was said last. */
const stateSchema = z.object({
  turns: z.number(),
  from: z.number(),
  said: z.string().optional(),
  /** Words of a voice note that the answer under way begins with: slots depend on them. */
  heard: z.string().optional(),
});
export type ConverseState = z.infer<typeof stateSchema>;

export function readState({ data }: Wait): ConverseState {
  return stateSchema.parse(data);
}

/** The first words: the flow's own, else the AI's answer to what led here. */
export function beginConverse(step: Conversing, turn: Turn): Next {
  const from = turn.facts.heardAt ?? turn.now;
  const state = { turns: 0, from };
  if (step.opening === undefined) {
    const { message } = turn;
    const text = message === undefined ? "" : messageText(message).trim();
    return askTurn(step, turn, text === "" ? opening : text, state, message);
  }
  const text = turn.render(step.opening);
  if (!text.ok) return { kind: "fail", failure: text.failure };
  turn.say(text.value, "prompt");
  return restConverse(step, turn, { ...state, said: cutText(text.value, keptChars) });
}

/** Stands for the person's words where there are none yet. In English, as all instructions are. */
const opening = "(The person has not written yet. Begin the conversation.)";

export function hearPerson(step: Conversing, turn: Turn, wait: Wait, message: MessageIn): Next {
  const state = readState(wait);
  const text = messageText(message).trim();
  if (text !== "") return askTurn(step, turn, text, state, message);
  turn.say(engineTexts(turn.locale).wordsOnly, "prompt");
  return restConverse(step, turn, state);
}

/** Nobody wrote in time. */
export function expireConverse({ onTimeout, asking }: Conversing, turn: Turn): Next {
  if (onTimeout !== undefined) return takeWayOut(onTimeout);
  turn.record("flow.conversation-expired", { step: asking.step });
  return { kind: "end" };
}

export function repeatConverse(_step: Conversing, turn: Turn, wait: Wait): undefined {
  const { said } = readState(wait);
  if (said !== undefined && said !== "") turn.say(said, "prompt");
}

/** Rests until the person's next word. */
export function restConverse(step: Conversing, turn: Turn, state: ConverseState): Next {
  const { timeoutMs } = step;
  const dueAt = timeoutMs === undefined ? undefined : later(turn.now, timeoutMs);
  return {
    kind: "rest",
    rest: { kind: "converse", dueAt, data: { ...keptState(state), ...voiceOf(step) } },
  };
}

/** A slot that no machine may hear of keeps the conversation to typed words. */
function voiceOf({ hearsVoice, collect }: Conversing): Readonly<Record<string, true>> {
  const isSafe = collect.every(({ slot }) => !slot.isSensitive);
  return hearsVoice && isSafe ? { [voiceKey]: true } : {};
}

/** As a rest keeps it. */
export function keptState({ turns, from, said }: ConverseState): NonNullable<Wait["data"]> {
  return { turns, from, ...(said === undefined ? {} : { said }) };
}

/** A conversation of another revision; an answer that is under way must have the form that is read here. */
export function adoptConverse(
  step: Conversing,
  { kind, data }: Wait,
): Pick<Rest, "kind" | "data"> | undefined {
  if (data === undefined || !stateSchema.safeParse(data).success) return undefined;
  if (kind === "activity") return data[dataKey] === step.isData ? { kind, data } : undefined;
  if (kind === "handoff") return { kind, data };
  const { [voiceKey]: _before, ...rest } = data;
  return kind === "converse" ? { kind, data: { ...rest, ...voiceOf(step) } } : undefined;
}

function askTurn(
  step: Conversing,
  turn: Turn,
  prompt: string,
  state: ConverseState,
  message: MessageIn | undefined,
): Next {
  const { asking } = step;
  const goal = separateText(step.goal, turn);
  if (!goal.ok) return failConverse(goal.failure, step, turn);
  const system = `Lead a conversation, one short message at a time. Its goal: ${goal.value.text}`;
  const known = step.collect.flatMap(({ slot }) => {
    const value = turn.read(slot.name);
    return value === null ? [] : [{ label: `known: ${slot.name}`, text: JSON.stringify(value) }];
  });
  const question = {
    task: "answer",
    prompt,
    system,
    values: [...goal.value.values, ...known],
    history,
    historyFrom: turn.historyFrom(state.from),
    schema: step.isData ? talkSchema(step) : undefined,
  } as const;
  const input = toAsk(asking, question, turn);
  if (!input.ok) return failConverse(input.failure, step, turn);
  const request = { port: "ai", name: asking.step, input: input.value } as const;
  const id = turn.ask(request, minuteMs);
  const isShown = step.collect.length > 0 && message !== undefined;
  const words = isShown ? heardWords(message) : undefined;
  const data = {
    turns: state.turns + 1,
    from: state.from,
    [aiStepKey]: true,
    [dataKey]: step.isData,
    ...(words === undefined ? {} : { heard: cutText(words, keptChars) }),
  };
  return { kind: "rest", rest: { kind: "activity", id, dueAt: undefined, data } };
}

/** The form of an answer: what is said, what is known by now, and whether that was it. */
function talkSchema({ collect, exits }: Conversing): JsonObject {
  const exit = {
    type: ["string", "null"],
    enum: [...exits, null],
    description:
      "human: the person wants to talk to a person; cancel: they do not want to go on; else null",
  };
  return {
    type: "object",
    properties: {
      [talkFields.reply]: { type: "string", description: "what you say to the person now" },
      ...answerFields(collect),
      [talkFields.done]: { type: "boolean", description: "whether the goal is reached" },
      ...(exits.length === 0 ? {} : { [talkFields.exit]: exit }),
    },
    required: [
      talkFields.reply,
      ...collect.map(({ slot }) => slot.name),
      talkFields.done,
      ...(exits.length === 0 ? [] : [talkFields.exit]),
    ],
    additionalProperties: false,
  };
}

export function failConverse(
  failure: Failure,
  { asking, otherwise, caughtKey }: Conversing,
  turn: Turn,
): Next {
  if (otherwise === undefined) return { kind: "fail", failure };
  const kind = failure.kind ?? "";
  turn.record("flow.ai-failed", { step: asking.step, kind, message: failure.message });
  showError(turn, caughtKey, failure);
  return { kind: "enter", list: otherwise };
}
