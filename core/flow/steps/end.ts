import { z } from "zod";
import { defineStep } from "#core/flow/define-step.ts";
import { textSchema } from "#core/flow/schema/text-schema.ts";

/** Ends the run, with a last word or without. */
export const end = defineStep({
  verb: "end",
  about: "Ends the flow here. With `say`, after a last text.",
  isBare: true,
  keys: () => ({
    end: z
      .union([
        z.strictObject({ say: textSchema.meta({ description: "The last text." }) }),
        z.strictObject({}),
        z.null(),
      ])
      .meta({ description: "Nothing, or `{ say: text }`.", examples: [{ say: "Bye!" }] }),
  }),
  outline: ({ end: value }) => ({
    lists: [],
    ways: [{ to: { kind: "end" }, after: { kind: "nothing" }, fills: [] }],
    speaks: value !== null && "say" in value ? "freely" : "not",
  }),
  compile({ end: value }, build) {
    const text = value !== null && "say" in value ? value.say : undefined;
    return text === undefined ? undefined : build.text(["end", "say"], text);
  },
  enter(text, turn) {
    const rendered = text === undefined ? undefined : turn.render(text);
    if (rendered?.ok === false) return { kind: "fail", failure: rendered.failure };
    if (rendered !== undefined) turn.sayPlainly(rendered.value);
    return { kind: "end" };
  },
});
