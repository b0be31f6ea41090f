import { z } from "zod";
import { defineStep } from "#core/flow/define-step.ts";

/** Does nothing; a remark for the team that shows up in diagrams. */
export const note = defineStep({
  verb: "note",
  about: "A remark for the team. Nothing is sent.",
  keys: () => ({ note: z.string().meta({ description: "The remark." }) }),
  outline: () => ({
    lists: [],
    ways: [{ to: { kind: "next" }, after: { kind: "nothing" }, fills: [] }],
    speaks: "not",
  }),
  compile: () => undefined,
  enter: () => ({ kind: "next" }),
});
