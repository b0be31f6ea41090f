import type { StepOutline, Way } from "#core/flow/define-step.ts";
import type { Expression } from "#core/flow/expression/compile-expression.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import { errorName, errorType } from "#core/flow/run/caught.ts";
import type { AskingInput } from "#core/flow/schema/ai-keys.ts";
import { type ExpressionInput, expressionText } from "#core/flow/schema/expression-schema.ts";
import type { TextInput } from "#core/flow/schema/text-schema.ts";
import { nearest } from "#core/lib/nearest.ts";
import type { AnswerField } from "./answer-shape.ts";
import { type Asking, compileAsked, compileAsking, heardTexts } from "./asking.ts";
import { knownNames } from "./known-names.ts";
import type { LocalText } from "./local-text.ts";
import type { Placed } from "./placed.ts";
import { isSentSlot } from "./slot.ts";
import type { StepBuilder } from "./step-builder.ts";
import {
  compileWayOut,
  type WayOut,
  type WayOutInput,
  wayOutLists,
  wayOutTarget,
} from "./way-out.ts";

/** A conversation of an AI with a person, compiled. */
export interface Conversing {
  readonly asking: Asking;
  readonly goal: Placed<Template>;
  /** Slots that it fills. */
  readonly collect: readonly AnswerField[];
  readonly until: Placed<Expression> | undefined;
  readonly maxTurns: number;
  readonly exits: readonly Exit[];
  readonly opening: LocalText | undefined;
  readonly refuse: LocalText | undefined;
  readonly timeoutMs: number | undefined;
  readonly onTimeout: WayOut | undefined;
  readonly onFail: WayOut | undefined;
  readonly otherwise: string | undefined;
  readonly caughtKey: string;
  /** Whether each answer is data, with what is said as one of its fields. */
  readonly isData: boolean;
  /** Whether the flow takes voice notes like typed words. */
  readonly hearsVoice: boolean;
}

export type Exit = "human" | "cancel";

interface GoalInput extends AskingInput {
  readonly goal: string;
  readonly collect?: readonly string[] | undefined;
}

export interface ConverseInput {
  readonly converse: string | GoalInput;
  readonly say?: TextInput | undefined;
  readonly until?: ExpressionInput | undefined;
  readonly max_turns?: number | undefined;
  readonly exit?: readonly Exit[] | undefined;
  readonly refuse?: TextInput | undefined;
  readonly timeout?: number | undefined;
  readonly on_timeout?: WayOutInput;
  readonly on_fail?: WayOutInput;
  readonly catch?: readonly unknown[] | undefined;
}

const defaultTurns = 10;

/** Fields of an answer that are not slots. */
export const talkFields = { reply: "reply", done: "done", exit: "exit" } as const;

/** Where a conversation can lead, for the checks. */
export function outlineConverse(input: ConverseInput): StepOutline {
  const asked = askedOf(input);
  const { collect = [] } = asked;
  const onTimeout = wayOutTarget(input.on_timeout, "on_timeout");
  const onFail = wayOutTarget(input.on_fail, "on_fail") ?? onTimeout;
  const after = { kind: "message" } as const;
  const ways: Way[] = [
    { to: { kind: "next" }, after, fills: filledAtEnd(input, collect) },
    { to: onFail ?? { kind: "end" }, after, fills: [] },
  ];
  if (input.timeout !== undefined) {
    const late = { kind: "time", durationMs: input.timeout } as const;
    ways.push({ to: onTimeout ?? { kind: "end" }, after: late, fills: [] });
  }
  if (input.catch !== undefined) {
    ways.push({ to: { kind: "list", path: ["catch"] }, after, fills: [] });
  }
  return {
    lists: [
      ...wayOutLists(input.on_timeout, "on_timeout"),
      ...wayOutLists(input.on_fail, "on_fail"),
      ...(input.catch === undefined ? [] : [{ path: ["catch"], steps: input.catch }]),
    ],
    ways,
    speaks: "freely",
    writes: collect,
    hears: [
      typeof input.converse === "string"
        ? { path: ["converse"], text: asked.goal }
        : { path: ["converse", "goal"], text: asked.goal },
      ...heardTexts("converse", asked),
      // Without first words of its own it answers the message that led here.
      ...(input.say === undefined ? [{ path: ["converse"], text: "{{ message.text }}" }] : []),
    ],
  };
}

/** Slots that certainly have a value when the goal is reached. */
function filledAtEnd({ until }: ConverseInput, collect: readonly string[]): readonly string[] {
  return until === undefined ? collect : knownNames(expressionText(until)).whenTrue;
}

export function compileConverse(input: ConverseInput, build: StepBuilder): Conversing {
  const asked = askedOf(input);
  const isShort = typeof input.converse === "string";
  const { exit = [], refuse, say, until } = input;
  if (input.catch !== undefined) build.bind(["catch"], errorName, errorType);
  const collect = compileCollect(asked.collect ?? [], build);
  const isData = collect.length > 0 || exit.length > 0 || until === undefined;
  const path = isShort ? ["converse"] : ["converse", "goal"];
  return {
    asking: compileAsking("converse", asked, isData, build),
    goal: compileAsked(path, asked.goal, build),
    collect,
    until:
      until === undefined ? undefined : build.expression(["until"], until, { kinds: ["boolean"] }),
    maxTurns: input.max_turns ?? defaultTurns,
    exits: exit,
    opening: say === undefined ? undefined : build.text(["say"], say),
    refuse: refuse === undefined ? undefined : build.text(["refuse"], refuse),
    timeoutMs: input.timeout,
    onTimeout: compileWayOut(input.on_timeout, "on_timeout", build),
    onFail: compileWayOut(input.on_fail, "on_fail", build),
    otherwise: input.catch === undefined ? undefined : build.list(["catch"]),
    caughtKey: `caught ${build.place}`,
    isData,
    hearsVoice: build.hearsVoice,
  };
}

function askedOf({ converse }: ConverseInput): GoalInput {
  return typeof converse === "string" ? { goal: converse } : converse;
}

/** The slots to fill; one that is not there, that words do not fill or that no AI may hear is told. */
function compileCollect(names: readonly string[], build: StepBuilder): readonly AnswerField[] {
  return names.flatMap((name, index) => {
    const slot = build.slot(name);
    const tell = (code: string, message: string, hint?: string) =>
      build.report({
        code,
        path: ["converse", "collect", index],
        message,
        ...(hint === undefined ? {} : { hint }),
      });
    if (slot === undefined) {
      const near = nearest(name, build.slotNames());
      const hint = near === undefined ? "declare it under slots" : `did you mean "${near}"?`;
      tell("FLOW_SLOT_UNKNOWN", `there is no slot "${name}"`, hint);
      return [];
    }
    if (Object.hasOwn(talkFields, name)) {
      tell("FLOW_NAME_RESERVED", `"${name}" is a part of every answer here`, "rename the slot");
    }
    if (isSentSlot(slot.type)) {
      tell("FLOW_TYPE_MISMATCH", `the slot "${name}" is filled by what people send, not by words`);
    }
    if (slot.isSensitive) {
      const message = `the slot "${name}" is sensitive, and no AI may hear it`;
      tell("FLOW_SENSITIVE_LEAVES", message, "ask for it with ask");
    }
    return [{ slot, about: undefined, isOptional: true }];
  });
}
