import type { Assignment } from "#core/flow/compile/assignment.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import type { Failure } from "./failure.ts";
import type { Turn } from "./turn.ts";

/** Greatest number of tags that a contact has, and of characters that one of them has. */
const maxTags = 100;
const maxTagChars = 64;

/** Works a value out and writes it; a value that does not fit is a failure and writes nothing. */
export function assign({ target, value: placed }: Assignment, turn: Turn): Failure | undefined {
  const result = turn.evaluate(placed);
  if (!result.ok) return result.failure;
  const { value } = result;
  const refuse = (what: string): Failure => ({
    code: "FLOW_VALUE_REFUSED",
    message: `the value does not fit ${what}`,
    at: placed.place(0),
  });
  if (target.kind === "slot") {
    const { slot } = target;
    if (!isSlotValue(slot.type, value)) return refuse(`the slot "${slot.name}"`);
    turn.fill(slot.name, value);
    return undefined;
  }
  if (target.field === "tags") {
    const tags = Array.isArray(value) ? value.filter((tag) => isTag(tag)) : [];
    if (!Array.isArray(value) || tags.length < value.length || tags.length > maxTags) {
      return refuse("contact.tags");
    }
    turn.changeContact((contact) => ({ ...contact, tags: [...new Set(tags)] }));
    return undefined;
  }
  const { field } = target;
  if (typeof value !== "string" || value.trim() === "" || value.length > 512) {
    return refuse(`contact.${field}`);
  }
  turn.changeContact((contact) => ({ ...contact, [field]: value.trim() }));
  return undefined;
}

function isTag(tag: unknown): tag is string {
  return typeof tag === "string" && tag !== "" && tag.length <= maxTagChars;
}
