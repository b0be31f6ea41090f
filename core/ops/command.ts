import { z } from "zod";
import { type Json, type JsonObject, jsonSchema } from "#core/lib/json.ts";
import type { SettingWrite } from "#core/model/ops.ts";
import type { CommandContext } from "./context.ts";
import type { Words } from "./language.ts";
import type { Role } from "./role.ts";

/** One argument: by its place among those without `isNamed`, or by either of its names. */
export interface Argument {
  /** In the command's input. */
  readonly name: string;
  readonly words: Words;
  readonly isNamed?: true;
  readonly isOptional?: true;
}

interface CommandHead {
  /** In audits, such as `consent show`. */
  readonly id: string;
  /** What is written, each place in either language. */
  readonly words: readonly Words[];
  readonly about: Words;
  readonly role: Role;
  readonly args: readonly Argument[];
  /** Takes pairs of any name, such as settings, in place of `args`; how that is written. */
  readonly pairs?: string;
}

/** What only looks. `data`: it is audited, with this; of a person it names the id alone. */
export interface Looked {
  readonly text: string;
  readonly data?: JsonObject;
}

/** What would be done, in words, with the input as it is kept until it is confirmed. */
export type Planned<Input> =
  | { readonly kind: "plan"; readonly text: string; readonly input: Input }
  | { readonly kind: "refused"; readonly text: string };

/** What was done. `undo` are the writes that take `settings` back. */
export interface Changed {
  readonly text: string;
  readonly settings?: readonly SettingWrite[];
  readonly undo?: readonly SettingWrite[];
  /** The command that takes back what is no setting, with its input. */
  readonly undoBy?: UndoBy;
  readonly data?: JsonObject;
}

/** A command by its id, as its `change` gets it. */
export interface UndoBy {
  readonly command: string;
  readonly input: Json;
}

type Doing<Input> =
  | { readonly look: (input: Input, context: CommandContext) => Promise<Looked> }
  | {
      readonly plan: (input: Input, context: CommandContext) => Promise<Planned<Input>>;
      /**
       * Does what was confirmed. Settings are written by who calls, with the answer; everything else
       * is done by then, once for each `context.key`, however often this is called.
       */
      readonly change: (input: Input, context: CommandContext) => Promise<Changed>;
    };

/** A command of the table: arguments are held to its schema before anything is done. */
export interface Command extends CommandHead {
  /** Undefined: fine; else what does not fit. */
  readonly findProblem: (input: Json) => string | undefined;
  readonly look?: (input: Json, context: CommandContext) => Promise<Looked>;
  readonly plan?: (input: Json, context: CommandContext) => Promise<Planned<Json>>;
  readonly change?: (input: Json, context: CommandContext) => Promise<Changed>;
}

export function defineCommand<Schema extends z.ZodType<Json>>(
  spec: CommandHead & { readonly input: Schema } & Doing<z.output<Schema>>,
): Command {
  const { id, words, about, role, args, input: schema } = spec;
  const head: CommandHead = {
    id,
    words,
    about,
    role,
    args,
    ...(spec.pairs === undefined ? {} : { pairs: spec.pairs }),
  };
  const findProblem = (input: Json) => {
    const [issue] = schema.safeParse(input).error?.issues ?? [];
    return issue === undefined ? undefined : `${issue.path.join(".")}: ${issue.message}`;
  };
  if ("look" in spec) {
    const { look } = spec;
    return {
      ...head,
      findProblem,
      look: async (input, context) => look(schema.parse(input), context),
    };
  }
  const { plan, change } = spec;
  return {
    ...head,
    findProblem,
    async plan(input, context) {
      const planned = await plan(schema.parse(input), context);
      if (planned.kind === "refused") return planned;
      return { ...planned, input: jsonSchema.parse(planned.input) };
    },
    change: async (input, context) => change(schema.parse(input), context),
  };
}

/** A command without arguments. */
export const nothing = z.strictObject({});
