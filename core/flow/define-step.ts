import { z } from "zod";
import type { Json } from "#core/lib/json.ts";
import type { Millis } from "#core/lib/millis.ts";
import { once } from "#core/lib/once.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import type { ActivityOutcome } from "#core/model/event.ts";
import type { Happening } from "#core/model/happening.ts";
import type { MessageIn } from "#core/model/message-in.ts";
import type { Wait } from "#core/model/run.ts";
import type { Around } from "./compile/around.ts";
import type { Passage } from "./compile/passage.ts";
import type { StepBuilder } from "./compile/step-builder.ts";
import type { Target } from "./compile/target.ts";
import type { ValueType } from "./expression/name-types.ts";
import type { YamlPath } from "./read/yaml-source.ts";
import type { Failure } from "./run/failure.ts";
import type { Turn } from "./run/turn.ts";
import { commonKeys } from "./schema/common-keys.ts";
import type { ExpressionInput } from "./schema/expression-schema.ts";

/** The schema of a list of steps, handed to the kinds whose steps hold steps. */
export type StepsSchema = z.ZodType<readonly unknown[]>;

/** What a run does after a step was entered or resumed. */
export type Next =
  | { readonly kind: "next" }
  /** Go through a list inside this step, then on. */
  | { readonly kind: "enter"; readonly list: string }
  | { readonly kind: "goto"; readonly target: Target }
  /** Go through another flow, with values in its inputs; `returned` follows. */
  | {
      readonly kind: "call";
      readonly flow: string;
      readonly inputs: Readonly<Record<string, Json>>;
    }
  | { readonly kind: "rest"; readonly rest: Rest }
  | { readonly kind: "end" }
  /** The person wants no more of it: the run is cancelled, as by the word. */
  | { readonly kind: "cancel" }
  | { readonly kind: "fail"; readonly failure: Failure };

/** What a run rests on from here; the run gives it a fresh id. */
export interface Rest {
  readonly kind: Wait["kind"];
  /** An id that an effect of the turn has already; a fresh one if absent. */
  readonly id?: string;
  readonly dueAt: Millis | undefined;
  readonly data: Readonly<Record<string, Json>>;
}

/** What ends a rest. */
export type ResumeCause =
  | { readonly kind: "message"; readonly message: MessageIn }
  | { readonly kind: "timer" }
  /** The bot has the conversation again. */
  | { readonly kind: "resume" }
  | { readonly kind: "event"; readonly event: Happening }
  | { readonly kind: "result"; readonly outcome: ActivityOutcome };

/** One compiled step. Nothing in it throws; every error is a `fail`. */
export interface StepCode {
  enter(turn: Turn): Next;
  /** Present if the step can rest. */
  resume?(turn: Turn, wait: Wait, cause: ResumeCause): Next;
  /** Says the open question again. */
  repeat?(turn: Turn, wait: Wait): Failure | undefined;
  /** Present if a list inside may be gone through again when it is done. */
  again?(turn: Turn): Next;
  /** Called when a `goto` or a failure leads out of a list inside. */
  leave?(turn: Turn): void;
  /** Called when the flow that it called has ended. */
  returned?(turn: Turn, outputs: Readonly<Record<string, Json>>): Next;
  /** The list inside whose failures `rescue` takes; the run is at this step then. */
  readonly guarded?: string;
  /** Present if a run that is inside the step, or at it, depends on more than its place. */
  readonly holding?: Holding;
  /** A rest of another revision as one of this step; undefined: it is none that could be. */
  adopt?(wait: Wait): Pick<Rest, "kind" | "data"> | undefined;
  rescue?(turn: Turn, failure: Failure): Next;
}

/** What a run depends on while it is inside a step or at it: what another revision takes over. */
export interface Holding {
  /** Names of its own under which the run keeps what it needs, in an order of their own. */
  readonly keeps: readonly string[];
  /** The flow that it calls, or the action that it runs. */
  readonly of?: string;
}

/** A way out of a step, for the checks that follow the flow without running it. */
export interface Way {
  readonly to: WayTarget;
  /** What passes on the way; of a call what passes in the flow that is called. */
  readonly after: Passage | { readonly kind: "call"; readonly flow: string };
  /** Slots and locals that certainly have a value on this way. */
  readonly fills: readonly string[];
  /** Slots that may have lost theirs. */
  readonly empties?: readonly string[];
}

export type WayTarget =
  | { readonly kind: "next" | "end" }
  /** A list inside the step, by its place under the step. */
  | { readonly kind: "list"; readonly path: YamlPath }
  | { readonly kind: "step"; readonly id: string; readonly path: YamlPath };

/** What the checks know of a step before its expressions are compiled. Paths are below the step. */
export interface StepOutline {
  readonly lists: readonly InnerList[];
  readonly ways: readonly Way[];
  /** Whether it sends what only an open window lets through. */
  readonly speaks: "freely" | "by-template" | "not";
  /** A name of its own that it brings in: an `into:` that may be no slot. */
  readonly into?: {
    readonly name: string;
    readonly path: YamlPath;
    /** What a name of its own holds; text if absent. */
    readonly type?: (around: Around) => ValueType;
  };
  /** Slots that it writes without an `into:`. */
  readonly writes?: readonly string[];
  /** Whether it may wait a while before it tries again. */
  readonly pauses?: boolean;
  /** Texts that go to an AI, as written. */
  readonly hears?: readonly { readonly path: YamlPath; readonly text: string }[];
  /** A flow that it calls. */
  readonly calls?: string;
  /** Lists inside: what fails in `from` goes on in `to`. */
  readonly rescues?: { readonly from: YamlPath; readonly to: YamlPath };
  /** A name that only the lists inside see. */
  readonly binds?: { readonly name: string; readonly path: YamlPath };
}

export interface InnerList {
  readonly path: YamlPath;
  readonly steps: readonly unknown[];
  /** The condition under which the list is entered, as written. */
  readonly guard?: string;
  /** Whether its end may lead to its beginning, a bounded number of times. */
  readonly isLoop?: boolean;
}

/** The keys that every step may have. */
export interface CommonKeys {
  readonly id: string | undefined;
  readonly when: ExpressionInput | undefined;
}

/** A step that was read and has the right form. */
export interface StepReading {
  readonly common: CommonKeys;
  readonly outline: StepOutline;
  compile(build: StepBuilder): StepCode;
}

/** A verb, as the compiler, the schema and the docs see it. */
export interface StepKind {
  readonly verb: string;
  /** Whether a run can rest here, so that the step must have an id. */
  readonly needsId: boolean;
  /** Whether the verb alone, without a value, is a step: `- end`. */
  readonly isBare: boolean;
  /** Whether a run may rest at it, or be inside it in a way that matters. */
  readonly holdsRuns: boolean;
  schema(steps: StepsSchema): z.ZodObject;
  /** Undefined if the value does not fit the schema; the lists inside are not looked at. */
  read(value: unknown): StepReading | undefined;
}

/** A verb, as its own file declares it. */
export interface StepDefinition<Shape extends z.ZodRawShape, Compiled> {
  readonly verb: string;
  /** One or two sentences: the hover text in an editor. */
  readonly about: string;
  readonly needsId?: boolean;
  readonly isBare?: boolean;
  /** The step's own keys, each with `.meta({ description })`. */
  readonly keys: (steps: StepsSchema) => Shape;
  readonly outline: (input: Input<Shape>) => StepOutline;
  /** Makes what running needs; reports everything wrong and never stops at the first. */
  readonly compile: (input: Input<Shape>, build: StepBuilder) => Compiled;
  readonly enter: (compiled: Compiled, turn: Turn) => Next;
  readonly resume?: (compiled: Compiled, turn: Turn, wait: Wait, cause: ResumeCause) => Next;
  readonly repeat?: (compiled: Compiled, turn: Turn, wait: Wait) => Failure | undefined;
  readonly again?: (compiled: Compiled, turn: Turn) => Next;
  readonly leave?: (compiled: Compiled, turn: Turn) => void;
  readonly returned?: (
    compiled: Compiled,
    turn: Turn,
    outputs: Readonly<Record<string, Json>>,
  ) => Next;
  readonly guarded?: (compiled: Compiled) => string;
  readonly holding?: (compiled: Compiled) => Holding;
  /** Without it, a step takes over the rests of its own verb as they are. */
  readonly adopt?: (compiled: Compiled, wait: Wait) => Pick<Rest, "kind" | "data"> | undefined;
  readonly rescue?: (compiled: Compiled, turn: Turn, failure: Failure) => Next;
}

type Input<Shape extends z.ZodRawShape> = z.output<z.ZodObject<Shape, z.core.$strict>>;

const common = once(() => z.strictObject(commonKeys));

/** Declares a step kind. Types of its input and of what it compiles to stay inside it. */
export function defineStep<Shape extends z.ZodRawShape, Compiled>(
  definition: StepDefinition<Shape, Compiled>,
): StepKind {
  const { verb, about, enter, resume, repeat, again, leave, returned, guarded, rescue } =
    definition;
  const { holding, adopt } = definition;
  const own = once(() => z.strictObject(definition.keys(z.array(z.unknown()))));
  const ownKeys = once(() => new Set(Object.keys(own().shape)));
  return {
    verb,
    needsId: definition.needsId ?? false,
    isBare: definition.isBare ?? false,
    holdsRuns: [resume, again, returned].some((part) => part !== undefined),
    schema: (steps) =>
      z
        .strictObject({ ...definition.keys(steps), ...commonKeys })
        .meta({ title: verb, description: about }),
    read(value) {
      const [mine, rest] = splitKeys(value === verb ? { [verb]: null } : value, ownKeys());
      const input = parseOnce(own(), mine);
      const shared = parseOnce(common(), rest);
      if (!input.success || !shared.success) return undefined;
      return {
        common: { id: shared.data.id, when: shared.data.when },
        outline: definition.outline(input.data),
        compile(build) {
          const compiled = definition.compile(input.data, build);
          return {
            enter: (turn) => enter(compiled, turn),
            ...(resume === undefined
              ? {}
              : { resume: (turn, wait, cause) => resume(compiled, turn, wait, cause) }),
            ...(repeat === undefined
              ? {}
              : { repeat: (turn, wait) => repeat(compiled, turn, wait) }),
            ...(again === undefined ? {} : { again: (turn) => again(compiled, turn) }),
            ...(leave === undefined ? {} : { leave: (turn) => leave(compiled, turn) }),
            ...(returned === undefined
              ? {}
              : { returned: (turn, outputs) => returned(compiled, turn, outputs) }),
            ...(guarded === undefined ? {} : { guarded: guarded(compiled) }),
            ...(holding === undefined ? {} : { holding: holding(compiled) }),
            ...(adopt === undefined ? {} : { adopt: (wait) => adopt(compiled, wait) }),
            ...(rescue === undefined
              ? {}
              : { rescue: (turn, failure) => rescue(compiled, turn, failure) }),
          };
        },
      };
    },
  };
}

/** The keys that are a kind's own, and all others. Without a prototype, so `__proto__` is only a key. */
function splitKeys(value: unknown, keys: ReadonlySet<string>) {
  const mine: Record<string, unknown> = { __proto__: null };
  const rest: Record<string, unknown> = { __proto__: null };
  if (typeof value !== "object" || value === null) return [mine, rest] as const;
  for (const [key, item] of Object.entries(value)) (keys.has(key) ? mine : rest)[key] = item;
  return [mine, rest] as const;
}
