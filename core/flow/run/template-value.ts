import type { Placed } from "#core/flow/compile/placed.ts";
import type { Template } from "#core/flow/expression/compile-template.ts";
import { cutText } from "#core/lib/text.ts";
import type { Outcome } from "./failure.ts";
import type { Turn } from "./turn.ts";

/** The longest value of one template variable, in UTF-16 units; a body has 1,024 in all. */
const maxValueChars = 1_024;

/**
 * The value of a template's variable. Line breaks, tabs and runs of spaces become one space, and
 * nothing becomes a dash: networks refuse the whole message otherwise.
 */
export function templateValue(text: Placed<Template>, turn: Turn): Outcome<string> {
  const result = text.value.render(turn.scope());
  if (!result.ok) {
    const { code, message, start, end } = result.error;
    return { ok: false, failure: { code, message, at: text.place(start, end) } };
  }
  const value = result.value.replace(/\s+/g, " ").trim();
  return { ok: true, value: value === "" ? "-" : cutText(value, maxValueChars) };
}
