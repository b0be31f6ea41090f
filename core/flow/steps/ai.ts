import { z } from "zod";
import {
  type AnswerField,
  answerSchema,
  compileFields,
  fieldTypes,
} from "#core/flow/compile/answer-shape.ts";
import { type Asking, compileAsked, compileAsking, heardTexts } from "#core/flow/compile/asking.ts";
import type { LocalText } from "#core/flow/compile/local-text.ts";
import { isSentSlot, type Slot } from "#core/flow/compile/slot.ts";
import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import { defineStep, type Next, type Way } from "#core/flow/define-step.ts";
import { limits } from "#core/flow/limits.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import { toAsk, toPrompt } from "#core/flow/run/ask-ai.ts";
import { errorName, errorType, hideError, showError } from "#core/flow/run/caught.ts";
import type { Failure } from "#core/flow/run/failure.ts";
import { readFields } from "#core/flow/run/read-fields.ts";
import { aiFailure, readReply } from "#core/flow/run/read-reply.ts";
import { sayAnswer } from "#core/flow/run/say-answer.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import {
  type AskingInput,
  askingKeys,
  type FieldsInput,
  fieldsSchema,
} from "#core/flow/schema/ai-keys.ts";
import { nameSchema } from "#core/flow/schema/common-keys.ts";
import { durationSchema } from "#core/flow/schema/duration-schema.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";
import { engineTexts } from "#core/flow/texts.ts";
import { minuteMs } from "#core/lib/millis.ts";
import type { AiReply } from "#core/model/ai.ts";
import { aiStepKey } from "#core/model/run.ts";

const promptSchema = z
  .string()
  .min(1)
  .max(8_000)
  .meta({
    description:
      "What is asked. One `{{ expression }}` alone is the question itself; values inside a longer text go along beside it, as data.",
    examples: ["{{ message.text }}"],
  });

/** Asks a provider once, and rests until it has answered. */
export const ai = defineStep({
  verb: "ai",
  about:
    "Asks an AI provider once: for a text, or for data with `schema`. Messages of the person wait meanwhile.",
  needsId: true,
  keys: (steps) => ({
    ai: z
      .union([
        promptSchema,
        z.strictObject({
          prompt: promptSchema,
          ...askingKeys,
          history: z.int().min(0).max(50).optional().meta({
            description:
              "How many earlier messages of this run go along, up to 50; none if absent. What was said before a sensitive question was answered never does.",
          }),
          schema: fieldsSchema.optional(),
        }),
      ])
      .meta({ description: "The question, or a map of what is asked, of whom and how." }),
    into: nameSchema.optional().meta({
      description:
        "Where the answer goes: a slot, whose type decides, or a name that lasts for this run.",
    }),
    say: z.boolean().optional().meta({ description: "Send the answer to the person." }),
    refuse: textSchema.optional().meta({
      description: "What is said when the question is outside of the scope; the flow then goes on.",
    }),
    timeout: durationSchema.optional().meta({
      description: "How long it may take, up to 10m; 1m if absent.",
      examples: ["30s"],
    }),
    catch: steps.optional().meta({
      description: "Steps for when there is no answer; `error.kind` and `error.message` say why.",
    }),
  }),
  outline(input) {
    const { into } = input;
    const after = { kind: "result" } as const;
    const ways: Way[] = [{ to: { kind: "next" }, after, fills: into === undefined ? [] : [into] }];
    if (saysRefusal(input)) {
      const empties = into === undefined ? [] : [into];
      ways.push({ to: { kind: "next" }, after, fills: [], empties });
    }
    if (input.catch !== undefined) {
      ways.push({ to: { kind: "list", path: ["catch"] }, after, fills: [] });
    }
    const { schema } = askedOf(input.ai);
    const type = () =>
      schema === undefined
        ? ({ kind: "text" } as const)
        : ({ kind: "object", fields: fieldTypes(compileFields(schema, () => {})) } as const);
    return {
      lists: input.catch === undefined ? [] : [{ path: ["catch"], steps: input.catch }],
      ways,
      speaks: saysRefusal(input) ? "freely" : "not",
      hears:
        typeof input.ai === "string"
          ? [{ path: ["ai"], text: input.ai }]
          : [{ path: ["ai", "prompt"], text: input.ai.prompt }, ...heardTexts("ai", input.ai)],
      ...(into === undefined ? {} : { into: { name: into, path: ["into"], type } }),
    };
  },
  compile(input, build): Answering {
    const asked = askedOf(input.ai);
    const slot = input.into === undefined ? undefined : build.slot(input.into);
    reportTimeout(input.timeout, build);
    reportUse(input, asked.schema, slot, build);
    if (input.catch !== undefined) build.bind(["catch"], errorName, errorType);
    const shape = shapeOf(asked.schema, slot, build);
    const isShort = typeof input.ai === "string";
    return {
      asking: compileAsking("ai", asked, shape !== undefined, build),
      prompt: compileAsked(isShort ? ["ai"] : ["ai", "prompt"], asked.prompt, build),
      history: asked.history ?? 0,
      shape,
      into: input.into,
      slot,
      isSaid: input.say === true,
      refuse: input.refuse === undefined ? undefined : build.text(["refuse"], input.refuse),
      saysRefusal: saysRefusal(input),
      timeoutMs: input.timeout ?? minuteMs,
      otherwise: input.catch === undefined ? undefined : build.list(["catch"]),
      caughtKey: `caught ${build.place}`,
    };
  },
  enter(step, turn) {
    const { asking, history, shape } = step;
    const prompt = toPrompt(step.prompt, turn);
    if (!prompt.ok) return fail(prompt.failure, step, turn);
    const { text, values } = prompt.value;
    const schema = shape === undefined ? undefined : answerSchema(shape.fields);
    const historyFrom = turn.historyFrom();
    const question = {
      task: "answer",
      prompt: text,
      values,
      history,
      historyFrom,
      schema,
    } as const;
    const input = toAsk(asking, question, turn);
    if (!input.ok) return fail(input.failure, step, turn);
    const request = { port: "ai", name: asking.step, input: input.value } as const;
    const id = turn.ask(request, step.timeoutMs);
    return {
      kind: "rest",
      rest: { kind: "activity", id, dueAt: undefined, data: { [aiStepKey]: true } },
    };
  },
  resume(step, turn, _wait, cause) {
    if (cause.kind !== "result") return { kind: "next" };
    const reply = readReply(cause.outcome, step.asking);
    if (!reply.ok) return fail(reply.failure, step, turn);
    return reply.value.kind === "refused"
      ? refuse(reply.value, step, turn)
      : take(reply.value, step, turn);
  },
  again({ caughtKey }, turn) {
    hideError(turn, caughtKey);
    return { kind: "next" };
  },
  leave: ({ caughtKey }, turn) => {
    hideError(turn, caughtKey);
  },
  // An answer that is under way has the form that was asked for.
  holding: ({ caughtKey, shape }) => ({
    keeps: [caughtKey],
    of: shape === undefined ? "text" : JSON.stringify(answerSchema(shape.fields)),
  }),
});

interface Answering {
  readonly asking: Asking;
  readonly prompt: ReturnType<typeof compileAsked>;
  readonly history: number;
  /** The form of an answer that is data; `isOne`: it is one value, for a slot. */
  readonly shape: { readonly fields: readonly AnswerField[]; readonly isOne: boolean } | undefined;
  readonly into: string | undefined;
  readonly slot: Slot | undefined;
  readonly isSaid: boolean;
  readonly refuse: LocalText | undefined;
  readonly saysRefusal: boolean;
  readonly timeoutMs: number;
  readonly otherwise: string | undefined;
  readonly caughtKey: string;
}

interface Asked extends AskingInput {
  readonly prompt: string;
  readonly history?: number | undefined;
  readonly schema?: FieldsInput | undefined;
}

function askedOf(input: string | Asked): Asked {
  return typeof input === "string" ? { prompt: input } : input;
}

/** Whether the person is told of a refusal, after which the flow goes on without an answer. */
function saysRefusal(input: { readonly say?: boolean | undefined; readonly refuse?: unknown }) {
  return input.say === true || input.refuse !== undefined;
}

/** The field of an answer that is one value for a slot. */
const oneField = "value";

function shapeOf(
  schema: FieldsInput | undefined,
  slot: Slot | undefined,
  build: StepBuilder,
): Answering["shape"] {
  if (schema !== undefined) {
    const fields = compileFields(schema, ({ code, path, message, hint }) => {
      build.report({
        code,
        path: ["ai", ...path],
        message,
        ...(hint === undefined ? {} : { hint }),
      });
    });
    reportFields(schema, fields, build);
    return { fields, isOne: false };
  }
  if (slot === undefined || slot.type.kind === "text" || isSentSlot(slot.type)) return undefined;
  const field = { slot: { ...slot, name: oneField, initial: null }, about: undefined };
  return { fields: [{ ...field, isOptional: false }], isOne: true };
}

function reportFields(
  schema: FieldsInput,
  fields: readonly AnswerField[],
  build: StepBuilder,
): void {
  for (const { slot } of fields) {
    const path = ["ai", "schema", slot.name];
    if (isSentSlot(slot.type)) {
      const message = "an AI answers with words and numbers, not with what people send";
      build.report({ code: "FLOW_VALUE_UNKNOWN", path: [...path, "type"], message });
    }
    for (const key of ["keep", "sensitive"] as const) {
      if (schema[slot.name]?.[key] === undefined) continue;
      const message = `a field of an answer is not kept by itself: "${key}" has nothing to act on`;
      build.report({ code: "FLOW_KEY_USELESS", path: [...path, key], part: "key", message });
    }
  }
}

function reportTimeout(timeout: number | undefined, build: StepBuilder): void {
  if (timeout === undefined || timeout <= limits.actionMs) return;
  const message = "an AI may take 10m at most";
  build.report({ code: "FLOW_VALUE_SIZE", path: ["timeout"], message });
}

/** An answer that is for nobody, data that a person would read, a slot that no words fill. */
function reportUse(
  input: { readonly into?: string | undefined; readonly say?: boolean | undefined },
  schema: FieldsInput | undefined,
  slot: Slot | undefined,
  build: StepBuilder,
): void {
  const { into, say } = input;
  if (into === undefined && say !== true) {
    build.report({
      code: "FLOW_KEY_MISSING",
      path: ["ai"],
      part: "key",
      message: "nothing becomes of the answer",
      hint: 'add "say: true" to send it, or "into" to keep it',
    });
  }
  if (say === true && (schema !== undefined || (slot !== undefined && slot.type.kind !== "text"))) {
    build.report({
      code: "FLOW_KEY_CLASH",
      path: ["say"],
      part: "key",
      message: "the answer is data, and data is not sent as it is",
      hint: "put it into a text of a say below",
    });
  }
  if (slot === undefined) return;
  if (schema !== undefined || isSentSlot(slot.type)) {
    build.report({
      code: "FLOW_TYPE_MISMATCH",
      path: ["into"],
      message:
        schema === undefined
          ? `the slot "${slot.name}" is filled by what people send, not by words`
          : `the slot "${slot.name}" holds one value, and this answer several`,
      ...(schema === undefined ? {} : { hint: "use a name that is no slot, and set below" }),
    });
  }
}

function take(reply: AiReply, step: Answering, turn: Turn): Next {
  const { asking, into, slot, shape } = step;
  if (reply.isCut) turn.record("flow.answer-cut", { step: asking.step });
  if (shape !== undefined) return takeData(reply, step, turn);
  if (into !== undefined) {
    if (slot !== undefined && !isSlotValue(slot.type, reply.text)) {
      const message = `the answer does not fit the slot "${into}"`;
      return fail(aiFailure("invalid_answer", message, asking), step, turn);
    }
    turn.fill(into, reply.text);
  }
  if (step.isSaid) sayAnswer(reply, turn);
  return { kind: "next" };
}

function takeData(reply: AiReply, step: Answering, turn: Turn): Next {
  const { asking, into, shape } = step;
  const context = { timeZone: turn.facts.timeZone, nowAt: turn.now };
  const reading = readFields(shape?.fields ?? [], reply.value, context);
  if (!reading.ok) {
    const message = `the answer's "${reading.field}" is not of its type`;
    return fail(aiFailure("invalid_answer", message, asking), step, turn);
  }
  const { values } = reading;
  if (into !== undefined)
    turn.fill(into, shape?.isOne === true ? (values[oneField] ?? null) : values);
  return { kind: "next" };
}

/** Said where there are words for it; else it is a failure like any other. */
function refuse(reply: AiReply, step: Answering, turn: Turn): Next {
  const { asking } = step;
  const reason = reply.reason ?? "scope";
  if (!step.saysRefusal)
    return fail(aiFailure("refused", `refused (${reason})`, asking), step, turn);
  turn.record("flow.answer-refused", { step: asking.step, reason });
  if (step.into !== undefined) turn.fill(step.into, null);
  const text =
    step.refuse === undefined
      ? ({ ok: true, value: engineTexts(turn.locale).outOfScope } as const)
      : turn.render(step.refuse);
  if (!text.ok) return { kind: "fail", failure: text.failure };
  turn.say(text.value, "reply");
  return { kind: "next" };
}

function fail(failure: Failure, { asking, otherwise, caughtKey }: Answering, turn: Turn): Next {
  if (otherwise === undefined) return { kind: "fail", failure };
  const kind = failure.kind ?? "";
  turn.record("flow.ai-failed", { step: asking.step, kind, message: failure.message });
  showError(turn, caughtKey, failure);
  return { kind: "enter", list: otherwise };
}
