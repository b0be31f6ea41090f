import { z } from "zod";
import type { LocalText } from "#core/flow/compile/local-text.ts";
import { compileOptions, optionSchema } from "#core/flow/compile/options.ts";
import { compileQuestion, outlineQuestion, type Question } from "#core/flow/compile/question.ts";
import { type CompiledChoice, reportChoice } from "#core/flow/compile/report-choice.ts";
import { defineStep, type Next } from "#core/flow/define-step.ts";
import { limits } from "#core/flow/limits.ts";
import { choiceMessages, choicePages, isPaged } from "#core/flow/render/choice-messages.ts";
import type { Failure } from "#core/flow/run/failure.ts";
import {
  confirmHeard,
  heardIn,
  heardWords,
  readVerdict,
  showHeard,
} from "#core/flow/run/heard-answer.ts";
import { matchOption } from "#core/flow/run/match-option.ts";
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
import { renderChoice } from "#core/flow/run/render-choice.ts";
import type { Turn } from "#core/flow/run/turn.ts";
import { questionKeys } from "#core/flow/schema/question-keys.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";
import type { Wait } from "#core/model/run.ts";

/** Offers options and rests until one is taken. */
export const choose = defineStep({
  verb: "choose",
  about:
    "Asks with options: up to three are buttons, up to ten a list, more a numbered text with pages. The answer may be a tap, the option's number, its title or the beginning of it.",
  needsId: true,
  keys: (steps) => ({
    choose: textSchema.meta({ description: "The question.", examples: ["Which one?"] }),
    options: z.record(z.string().min(1).max(200), optionSchema).meta({
      description: "The options in their order: id → title, or id → { title, description }.",
      examples: [
        { latte: "Caffè latte", tubruk: { title: "Kopi tubruk", description: "Unfiltered" } },
      ],
    }),
    button: textSchema
      .optional()
      .meta({ description: "The label of the button that opens a list." }),
    footer: textSchema.optional().meta({ description: "Small print below the options." }),
    ...questionKeys(steps),
  }),
  outline: outlineQuestion,
  compile(input, build) {
    const question = compileQuestion(input, build);
    const shown = {
      text: build.text(["choose"], input.choose),
      options: compileOptions(input.options, question.slot, build),
      button: input.button === undefined ? undefined : build.text(["button"], input.button),
      footer: input.footer === undefined ? undefined : build.text(["footer"], input.footer),
    };
    reportChoice(shown, build);
    return { step: build.id, question, shown };
  },
  enter({ question, shown }, turn) {
    if (isAnswered(question, turn)) return { kind: "next" };
    const failure = show(shown, shown.text, 0, turn);
    if (failure !== undefined) return { kind: "fail", failure };
    return restOnQuestion(question, turn, "choose", { tries: 0, page: 0 });
  },
  resume({ step, question, shown }, turn, wait, cause) {
    if (cause.kind !== "message") return expire(question, turn, step);
    const { message } = cause;
    const offered = heardIn(wait);
    const verdict = offered === undefined ? undefined : readVerdict(message, turn);
    if (offered !== undefined && verdict === true) {
      return acceptAnswer(question, turn, offered.value);
    }
    if (verdict === false) return showAgain(turn, wait, { step, question, shown });
    const choice = renderChoice(shown, shown.text, turn);
    if (!choice.ok) return { kind: "fail", failure: choice.failure };
    const { options } = choice.value;
    const answer = matchOption(options, message, isPaged(options, turn.capabilities));
    if (answer === "next-page") {
      const page = (pageOf(wait) + 1) % choicePages(options.length);
      const failure = show(shown, shown.text, page, turn);
      if (failure !== undefined) return { kind: "fail", failure };
      return restOnQuestion(question, turn, "choose", { tries: triesSoFar(wait), page });
    }
    const taken = answer === undefined ? undefined : shown.options[answer];
    if (taken === undefined) return showAgain(turn, wait, { step, question, shown });
    const words = heardWords(message);
    if (words === undefined || question.into === undefined) {
      return acceptAnswer(question, turn, taken.value);
    }
    const kept = { tries: triesSoFar(wait), page: pageOf(wait) };
    return confirmHeard(question, turn, "choose", { words, value: taken.value }, kept);
  },
  repeat({ shown }, turn, wait) {
    const offered = heardIn(wait);
    if (offered !== undefined) {
      showHeard(offered, turn);
      return undefined;
    }
    return show(shown, shown.text, pageOf(wait), turn);
  },
  adopt: ({ question }, wait) => adoptQuestion(question, wait, "choose", { page: 0 }),
});

/** The options once more, as long as there are tries. */
function showAgain(
  turn: Turn,
  wait: Wait,
  asked: { readonly step: string; readonly question: Question; readonly shown: CompiledChoice },
): Next {
  const { step, question, shown } = asked;
  const tries = nextTry(question, wait);
  if (tries === undefined) return giveUp(question, turn, step);
  const failure = show(shown, question.retryText, pageOf(wait), turn);
  if (failure !== undefined) return { kind: "fail", failure };
  return restOnQuestion(question, turn, "choose", { tries, page: pageOf(wait) });
}

function pageOf(wait: Wait): number {
  const page = wait.data?.["page"];
  return typeof page === "number" && page >= 0 && page < limits.options ? Math.floor(page) : 0;
}

/** Sends the options under a text; without one, under the engine's own words for a wrong answer. */
function show(
  question: CompiledChoice,
  text: LocalText | undefined,
  page: number,
  turn: Turn,
): Failure | undefined {
  const choice = renderChoice(question, text, turn);
  if (!choice.ok) return choice.failure;
  turn.send(choiceMessages(choice.value, turn.capabilities, turn.locale, page), "prompt");
  return undefined;
}
