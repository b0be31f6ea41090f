import type { YamlPath } from "#core/flow/read/yaml-source.ts";
import { stepKinds } from "#core/flow/step-kinds.ts";
import { meantByOtherWord } from "./other-words.ts";
import { slotSchema } from "./slot-schema.ts";

/** Keys under which lists of steps stand. */
const stepLists: ReadonlySet<string> = new Set([
  "steps",
  "then",
  "else",
  "catch",
  "on_timeout",
  "on_fail",
  "on_error",
  "on_cancel",
]);

const slotTypes: readonly string[] = slotSchema.options.flatMap((option) => [
  ...option.shape.type.values,
]);

/** Verbs whose value is a map, and what a bare word there most likely is. */
const shortForms: ReadonlyMap<string | number, (value: string) => string> = new Map<
  string,
  (value: string) => string
>([
  ["end", () => "say"],
  ["wait", (value) => (/^\d/.test(value) ? "for" : "until")],
  ["consent", () => "ask"],
]);

/** What an author meant whose value does not fit its place: a bare word for a step, for instance. */
export function advise(value: unknown, path: YamlPath): string | undefined {
  const [list, entry] = path.slice(-2);
  const key = path.at(-1);
  if (key === undefined) return "begin with flow: its_name, then format: 1 and steps:";
  if (typeof value !== "string" || path[0] === "migrate") return undefined;
  if (path.length === 2 && list === "slots") {
    const type = slotTypes.find((name) => name === value) ?? meantByOtherWord(value, slotTypes);
    return type === undefined ? undefined : `write { type: ${type} }`;
  }
  const short = shortForms.get(key);
  if (short !== undefined) return `write { ${short(value)}: ${value} }`;
  if (stepLists.has(String(key))) return 'a list of steps: begin each with "- "';
  if (typeof entry !== "number") return undefined;
  if (list === "triggers" && path.length === 2) return `write message: ${value}`;
  return stepLists.has(String(list)) ? adviseStep(value) : undefined;
}

/** `goto who` lacks its colon. */
function adviseStep(text: string): string {
  const [word = "", ...rest] = text.split(" ");
  const isVerb = stepKinds.some((kind) => kind.verb === word);
  return isVerb && rest.length > 0
    ? `write ${word}: ${rest.join(" ")}`
    : "a step is a verb with a colon, and its value: say: Hello";
}
