import type { AnswerField } from "./answer-shape.ts";
import type { Asking } from "./asking.ts";
import type { LocalText } from "./local-text.ts";
import { reportProviders } from "./report-providers.ts";
import { isSentSlot, type Slot } from "./slot.ts";
import type { StepBuilder } from "./step-builder.ts";

/** How an AI reads answers that the slot's own reader cannot. */
export interface Extracting {
  readonly asking: Asking;
  readonly question: LocalText;
  readonly field: AnswerField;
}

/** The field of the answer that holds the value. */
export const extractedField = "value";

/** A value is short. */
const maxTokens = 200;

/** `ai`, or whom else the step asks. */
type ExtractInput = "ai" | { readonly provider: string | readonly string[] };

/** Compiles `extract`; a slot that it does nothing for, or that no AI may hear, is told. */
export function compileExtract(
  input: ExtractInput,
  question: LocalText,
  slot: Slot | undefined,
  build: StepBuilder,
): Extracting | undefined {
  const tell = (code: string, part: "key" | "value", message: string, hint?: string) =>
    build.report({
      code,
      path: ["extract"],
      part,
      message,
      ...(hint === undefined ? {} : { hint }),
    });
  if (slot === undefined || readsAnything(slot)) {
    const message =
      slot === undefined
        ? '"extract" needs "into" with a slot: its type is what the AI reads for'
        : `"extract" has nothing to do: the slot "${slot.name}" takes every answer, or one that is no text`;
    tell("FLOW_KEY_USELESS", "key", message);
    return undefined;
  }
  if (slot.isSensitive) {
    const message = `the slot "${slot.name}" is sensitive, and no AI may hear the answer`;
    tell(
      "FLOW_SENSITIVE_LEAVES",
      "value",
      message,
      "take extract away, or sensitive from the slot",
    );
  }
  const provider = input === "ai" ? undefined : input.provider;
  const providers = provider === undefined ? [] : [provider].flat();
  const named = {
    names: providers,
    isList: Array.isArray(provider),
    path: ["extract", "provider"],
    verb: "extract",
    owner: ["extract"],
  };
  reportProviders(named, { wantsJson: true, wantsTools: false }, build);
  return {
    asking: {
      step: build.id,
      providers,
      system: undefined,
      scope: undefined,
      data: [],
      knowledge: [],
      tools: [],
      maxTokens,
      budgetMicroUsd: undefined,
      at: build.at(["extract"]),
    },
    question,
    field: {
      slot: { ...slot, name: extractedField, initial: null },
      about: undefined,
      isOptional: true,
    },
  };
}

/** A text without bounds is read as it is; what people send is no text. */
function readsAnything({ type }: Slot): boolean {
  if (isSentSlot(type)) return true;
  if (type.kind !== "text") return false;
  return type.pattern === undefined && type.min === undefined && type.max === undefined;
}
