import { z } from "zod";
import type { StepBuilder } from "#core/flow/compile/step-builder.ts";
import { parseOnce } from "#core/lib/parse-once.ts";
import type { MessageOut } from "#core/model/message-out.ts";
import type { RichNeed } from "./is-carried.ts";
import type { Rendering } from "./rendering.ts";
import { reportCarried } from "./report-rich.ts";

/** Makes the message of one compiled `send`; what goes wrong is kept by the rendering. */
export type RichCode = (rendering: Rendering) => RichMessage;

/** A message that `send` makes; all of them may quote another. */
export type RichMessage = Exclude<MessageOut, { readonly kind: "template" | "reaction" }>;

/** One kind of message that `send` knows, named by its first key. */
export interface RichKind {
  readonly key: string;
  readonly need: RichNeed;
  readonly schema: z.ZodObject;
  /** Undefined if the value is not of this kind. */
  compile(value: unknown, build: StepBuilder): RichCode | undefined;
}

interface RichDefinition<Shape extends z.ZodRawShape> {
  readonly key: string;
  readonly need: RichNeed;
  /** The hover text in an editor. */
  readonly about: string;
  readonly keys: Shape;
  readonly compile: (
    input: z.output<z.ZodObject<Shape, z.core.$strict>>,
    build: StepBuilder,
  ) => RichCode;
}

export function defineRich<Shape extends z.ZodRawShape>(
  definition: RichDefinition<Shape>,
): RichKind {
  const { key, need, about, compile } = definition;
  const schema = z.strictObject(definition.keys).meta({ title: key, description: about });
  return {
    key,
    need,
    schema,
    compile(value, build) {
      const input = parseOnce(schema, value);
      if (!input.success) return undefined;
      reportCarried(need, ["send", key], build);
      return compile(input.data, build);
    },
  };
}
