import { z } from "zod";
import { parseSlot } from "#core/flow/parse-slot/parse-slot.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";
import type { Json } from "#core/lib/json.ts";
import { toMillis } from "#core/lib/millis.ts";
import type { LocalText } from "./local-text.ts";
import type { Slot } from "./slot.ts";
import type { StepBuilder } from "./step-builder.ts";

const longOption = z.strictObject({
  title: textSchema.meta({ description: "What the person sees and taps." }),
  description: textSchema.optional().meta({ description: "A line below the title, in a list." }),
});

/** An option as an author writes it: its title, or title and description. */
export const optionSchema = z.union([
  longOption.transform(({ title, description }) => ({ title, description, isLong: true })),
  textSchema.transform((title) => ({ title, description: undefined, isLong: false })),
]);

type OptionInput = z.output<typeof optionSchema>;

export interface CompiledOption {
  readonly id: string;
  /** What the slot gets. */
  readonly value: Json;
  readonly title: LocalText;
  readonly description: LocalText | undefined;
  /** Whether it was written as title and description. */
  readonly isLong: boolean;
}

/** Compiles options and reads each id as a value of the slot that the choice goes into. */
export function compileOptions(
  inputs: Readonly<Record<string, OptionInput>>,
  slot: Slot | undefined,
  build: StepBuilder,
): readonly CompiledOption[] {
  return build.inOrder(["options"], Object.entries(inputs)).map(([id, input]) => {
    const path = ["options", id];
    const { title, description, isLong } = input;
    return {
      id,
      value: optionValue(id, slot, build),
      title: build.text(isLong ? [...path, "title"] : path, title),
      description:
        description === undefined ? undefined : build.text([...path, "description"], description),
      isLong,
    };
  });
}

function optionValue(id: string, slot: Slot | undefined, build: StepBuilder): Json {
  if (slot === undefined) return id;
  const context = { locale: "en", timeZone: "UTC", nowAt: toMillis(0) };
  const reading = parseSlot(slot, id, context);
  if (reading.ok) return reading.value;
  build.report({
    code: "FLOW_OPTION_VALUE",
    path: ["options", id],
    part: "key",
    message: `"${id}" is no value of the slot "${slot.name}" (${slot.type.kind})`,
    ...(slot.type.kind === "enum" ? { hint: `its values: ${slot.type.values.join(", ")}` } : {}),
  });
  return null;
}
