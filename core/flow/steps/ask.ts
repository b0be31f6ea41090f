import { z } from "zod";
import { compileExtract, type Extracting } from "#core/flow/compile/extract.ts";
import type { LocalText } from "#core/flow/compile/local-text.ts";
import type { Placed } from "#core/flow/compile/placed.ts";
import { compileQuestion, outlineQuestion, type Question } from "#core/flow/compile/question.ts";
import { isSentSlot, slotValueType } from "#core/flow/compile/slot.ts";
import { defineStep, type Next } from "#core/flow/define-step.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import { parseSlot } from "#core/flow/parse-slot/parse-slot.ts";
import {
  askForValue,
  extractedFromVoice,
  isExtracting,
  readExtracted,
} from "#core/flow/run/extract.ts";
import {
  confirmHeard,
  heardIn,
  heardLine,
  heardWords,
  readVerdict,
  showHeard,
} from "#core/flow/run/heard-answer.ts";
import {
  acceptAnswer,
  adoptQuestion,
  expire,
  giveUp,
  isAnswered,
  nextTry,
  restOnQuestion,
  triesSoFar,
} from "#core/flow/run/question.ts";
import { readSent } from "#core/flow/run/read-sent.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { providerSchema } from "#core/flow/schema/ai-keys.ts";
import { expressionSchema } from "#core/flow/schema/expression-schema.ts";
import { questionKeys } from "#core/flow/schema/question-keys.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";
import { engineTexts } from "#core/flow/texts.ts";
import type { Json } from "#core/lib/json.ts";
import { type MessageIn, messageText } from "#core/model/message-in.ts";
import type { Wait } from "#core/model/run.ts";

/** Asks for a value and rests until it comes. */
export const ask = defineStep({
  verb: "ask",
  about: "Asks a question and waits for the answer, which is read by the type of its slot.",
  needsId: true,
  keys: (steps) => ({
    ask: textSchema.meta({ description: "The question.", examples: ["How many cups?"] }),
    ...questionKeys(steps),
    validate: expressionSchema.optional().meta({
      description:
        "A condition (CEL) that the answer must meet; the answer is `input`, and stands in its slot.",
      examples: ["input >= today"],
    }),
    extract: z
      .union([z.literal("ai"), z.strictObject({ provider: providerSchema })])
      .optional()
      .meta({
        description:
          "`ai`: an answer that the slot's type cannot read goes to the AI of `ai.default` in bot.yaml, which looks for the value in it; the type still decides. `{ provider: name }` asks another one.",
      }),
  }),
  outline: outlineQuestion,
  compile(input, build): Asked {
    const question = compileQuestion(input, build);
    const { slot, into } = question;
    const answer = {
      into,
      type: slot === undefined ? ({ kind: "text" } as const) : slotValueType(slot),
    };
    const text = build.text(["ask"], input.ask);
    return {
      step: build.id,
      text,
      question,
      validate:
        input.validate === undefined
          ? undefined
          : build.expression(["validate"], input.validate, { kinds: ["boolean"], answer }),
      extract:
        input.extract === undefined ? undefined : compileExtract(input.extract, text, slot, build),
    };
  },
  enter({ text, question }, turn) {
    if (isAnswered(question, turn)) return { kind: "next" };
    const rendered = turn.render(text);
    if (!rendered.ok) return { kind: "fail", failure: rendered.failure };
    turn.say(rendered.value, "prompt");
    return restOnQuestion(question, turn, "ask", { tries: 0 });
  },
  resume(asked, turn, wait, cause) {
    const { step, question, extract } = asked;
    if (cause.kind === "result" && extract !== undefined) {
      const value = readExtracted(extract, turn, cause.outcome);
      return takeAnswer(asked, turn, wait, value, extractedFromVoice(wait));
    }
    if (cause.kind !== "message") return expire(question, turn, step);
    const { message } = cause;
    const shown = heardIn(wait);
    const verdict = shown === undefined ? undefined : readVerdict(message, turn);
    if (shown !== undefined && verdict === true) {
      return takeAnswer(asked, turn, wait, shown.value, undefined);
    }
    if (verdict === false) {
      return askAgain(asked, turn, wait, () => engineTexts(turn.locale).sayAgain);
    }
    const heard = heardWords(message);
    const context = { locale: turn.locale, timeZone: turn.facts.timeZone, nowAt: turn.now };
    const value = readAnswer(question.slot, message, context);
    const text = messageText(message).trim();
    if (value === undefined && extract !== undefined && text !== "") {
      const asking = askForValue(extract, turn, text, triesSoFar(wait), heard);
      if (asking !== undefined) return asking;
    }
    return takeAnswer(asked, turn, wait, value, heard);
  },
  repeat({ text }, turn, wait) {
    const shown = heardIn(wait);
    if (shown !== undefined) {
      showHeard(shown, turn);
      return undefined;
    }
    const rendered = turn.render(text);
    if (!rendered.ok) return rendered.failure;
    turn.say(rendered.value, "prompt");
    return undefined;
  },
  adopt: ({ question, extract }, wait) =>
    extract !== undefined && isExtracting(wait)
      ? { kind: "activity", data: wait.data ?? {} }
      : adoptQuestion(question, wait, "ask", {}),
});

interface Asked {
  readonly step: string;
  readonly text: LocalText;
  readonly question: Question;
  readonly validate: Placed<Expression> | undefined;
  readonly extract: Extracting | undefined;
}

/**
 * Takes a value that `validate` lets through; one that was `heard` is shown first. Without one the
 * question is put again.
 */
function takeAnswer(
  asked: Asked,
  turn: Turn,
  wait: Wait,
  value: Json | undefined,
  heard: string | undefined,
): Next {
  const { question, validate } = asked;
  if (value !== undefined) {
    const verdict =
      validate === undefined
        ? undefined
        : turn.evaluate(validate, turn.scopeWithAnswer(question.into, value));
    if (verdict?.ok === false) return { kind: "fail", failure: verdict.failure };
    if (verdict === undefined || verdict.value === true) {
      if (heard === undefined || question.into === undefined)
        return acceptAnswer(question, turn, value);
      return confirmHeard(
        question,
        turn,
        "ask",
        { words: heard, value },
        { tries: triesSoFar(wait) },
      );
    }
  }
  return askAgain(asked, turn, wait, (wanted) =>
    heard === undefined ? wanted : `${heardLine(heard, turn)}\n\n${wanted}`,
  );
}

/** Puts the question once more, in words made of those for a wrong answer, as long as there are tries. */
function askAgain(
  { step, question }: Asked,
  turn: Turn,
  wait: Wait,
  words: (wanted: string) => string,
): Next {
  const tries = nextTry(question, wait);
  if (tries === undefined) return giveUp(question, turn, step);
  const { retryText, slot } = question;
  const rendered =
    retryText === undefined
      ? ({ ok: true, value: engineTexts(turn.locale).notUnderstood(slot?.type) } as const)
      : turn.render(retryText);
  if (!rendered.ok) return { kind: "fail", failure: rendered.failure };
  turn.say(words(rendered.value), "prompt");
  return restOnQuestion(question, turn, "ask", { tries });
}

/** The answer in a message; undefined if there is none, or none of the slot's type. */
function readAnswer(
  slot: Parameters<typeof parseSlot>[0] | undefined,
  message: MessageIn,
  context: Parameters<typeof parseSlot>[2],
): Json | undefined {
  if (slot !== undefined && isSentSlot(slot.type)) return readSent(slot.type, message);
  const text = messageText(message).trim();
  if (text === "") return undefined;
  if (slot === undefined) return text;
  const reading = parseSlot(slot, text, context);
  return reading.ok ? reading.value : undefined;
}
