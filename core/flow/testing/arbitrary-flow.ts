import fc from "fast-check";
import type { Capabilities } from "#core/model/capabilities.ts";

const ids = ["a", "b", "c", "d"] as const;
const slotNames = ["word", "count", "agree", "day", "at", "pick"] as const;

/** Words that mean something to some step or slot, and words that mean nothing. */
export const words = fc.oneof(
  fc.constantFrom(
    "yes",
    "tidak",
    "2",
    "1.000,5",
    "besok",
    "besok jam 3",
    "31/12/2026",
    "one",
    "two",
    "next",
    "*bold* _x_ `y` ~z~",
    "\u0000",
    "👍",
    "a\ud800b",
    "[x](https://e.com)",
    "{{ slots.word }}",
  ),
  fc.string({ unit: "grapheme", maxLength: 40 }),
  fc.string({ unit: "binary", maxLength: 200 }),
);

const texts = fc.constantFrom(
  "Hello",
  "**Hi** {{ default(slots.word, 'you') }}, _how_ are you?",
  "{{ default(slots.count, 0) }} of {{ size(default(slots.word, '')) }}",
  "{{ 10 / default(slots.count, 1) }}",
  "{{ message.text }}{{ message.text }}",
  "{{ contact.name }} {{ date(now, 'long') }}",
  "A sentence that is long. ".repeat(30),
);
const text = fc.oneof(
  texts,
  fc.record({ en: texts, id: texts }),
);
const conditions = fc.constantFrom(
  "hours.open",
  "default(slots.count, 0) > 1",
  "default(slots.agree, false)",
  "size(message.text) > 3",
  "1 / default(slots.count, 0) > 0",
);

const options = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.array(
    fc.oneof(
      fc.constantFrom("One", "{{ default(slots.word, 'Two') }}", "A title of twenty-two"),
      fc.record({ title: fc.constantFrom("Three", "Four"), description: fc.constant("More") }),
    ),
    { minLength: count, maxLength: count },
  ),
);

/** Titles that are written out must differ; those that the run makes may turn out the same. */
function numbered(option: string | { readonly title: string }, index: number) {
  if (typeof option !== "string") return { ...option, title: `${option.title} ${index}` };
  return option.includes("{{") ? option : `${option} ${index}`;
}

const question = {
  timeout: fc.constantFrom("1h", "2d"),
  retry: fc.record({ max: fc.integer({ min: 0, max: 2 }) }),
  on_fail: fc.constantFrom(...ids),
  skip_if_filled: fc.boolean(),
};

/** A step as YAML data; lists inside it get thinner with depth. */
function step(depth: number): fc.Arbitrary<object> {
  const into = fc.constantFrom(...slotNames);
  const optional = { requiredKeys: [] };
  const leaves: fc.Arbitrary<object>[] = [
    fc.record({ say: fc.oneof(text, fc.array(texts, { minLength: 1, maxLength: 3 })) }),
    fc.tuple(text, into, fc.record(question, optional)).map(([ask, slot, rest]) => ({
      ask,
      into: slot,
      ...rest,
    })),
    fc.tuple(text, options, fc.record(question, optional)).map(([choose, list, rest]) => ({
      choose,
      into: "choice",
      options: Object.fromEntries(list.map((option, index) => [`o${index}`, numbered(option, index)])),
      ...rest,
    })),
    fc.constantFrom(
      { set: { count: "default(slots.count, 0) + 1" } },
      { set: { word: "message.text" } },
      { set: { count: null } },
      { set: { "contact.tags": "contact.tags + ['x']" } },
      { set: { "contact.language": "'id'" } },
    ),
    // Always with a condition: a plain one would leave what follows without a way to it.
    fc.record({ goto: fc.constantFrom(...ids), when: conditions }),
    fc.record({ end: fc.constantFrom(null, { say: "Bye" }), when: conditions }),
    fc.constantFrom({ wait: { for: "1h" } }, { wait: { until: "12:00" } }),
    fc.constant({ template: { name: "order_reminder", language: "en", body: ["{{ contact.name }}"] } }),
    fc.constant({ note: "x" }),
  ];
  if (depth === 0) return fc.oneof(...leaves);
  const inner = steps(depth - 1, 3);
  return fc.oneof(
    ...leaves,
    ...leaves,
    fc.record({ if: conditions, then: inner, else: inner }, { requiredKeys: ["if", "then"] }),
    fc
      .tuple(conditions, inner, inner)
      .map(([when, first, last]) => ({ switch: [{ when, steps: first }, { else: last }] })),
  );
}

function steps(depth: number, maxLength: number) {
  return fc.array(fc.tuple(step(depth), fc.option(conditions, { freq: 5 })), {
    minLength: 1,
    maxLength,
  }).map((list) =>
    list.map(([each, when]) => (when === null || "when" in each ? each : { ...each, when })),
  );
}

/** A flow file as text. Most compile; the first steps have the ids that `goto` knows. */
export const arbitraryFlow = steps(2, 8).map((list) => {
  let count = 0;
  const name = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(name);
    if (typeof value !== "object" || value === null) return value;
    const inner = Object.fromEntries(Object.entries(value).map(([key, item]) => [key, name(item)]));
    const rests = "ask" in value || "choose" in value || "wait" in value;
    count += rests ? 1 : 0;
    return rests ? { id: `rest_${count}`, ...inner } : inner;
  };
  const named = list.map((each, index) => {
    const id = ids[index];
    return { ...Object(name(each)), ...(id === undefined ? {} : { id }) };
  });
  const tail = ids.slice(list.length).map((id) => ({ note: "x", id }));
  return JSON.stringify({
    flow: "random",
    format: 1,
    slots: {
      word: { type: "text", max: 300 },
      count: { type: "integer", min: -5, max: 5 },
      agree: { type: "boolean", keep: "contact" },
      day: { type: "date", keep: "conversation" },
      at: { type: "datetime" },
      pick: { type: "enum", values: ["one", "two"] },
    },
    steps: [...named, ...tail],
  });
});

/** Something that happens to a run; `stale` and `timer` are told apart by the one who plays it. */
export type Happening =
  | { readonly kind: "text" | "tap"; readonly text: string }
  | { readonly kind: "timer" | "stale" | "repeat" | "photo" | "reaction" | "result" };

export const arbitraryHappening: fc.Arbitrary<Happening> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constantFrom("text", "tap"), text: words }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant("tap"), text: fc.constantFrom("o0", "o3", "o12") }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom("timer", "stale", "repeat", "photo", "reaction", "result"),
    }),
  },
);

/** What some channel might be able to show. */
export const arbitraryCapabilities: fc.Arbitrary<Capabilities> = fc
  .record({
    maxChars: fc.integer({ min: 60, max: 4_096 }),
    bodyChars: fc.integer({ min: 40, max: 1_024 }),
    titleChars: fc.integer({ min: 4, max: 24 }),
    hasButtons: fc.boolean(),
    hasList: fc.boolean(),
    markup: fc.constantFrom("whatsapp", "markdown", "none"),
  })
  .map(({ maxChars, bodyChars, titleChars, hasButtons, hasList, markup }) => {
    const common = { titleChars, bodyChars, footerChars: 60, idChars: 200 };
    const list = { maxRows: 10, maxSections: 10, descriptionChars: 72, sectionTitleChars: 24 };
    return {
      text: { maxChars },
      ...(hasButtons ? { buttons: { max: 3, ...common } } : {}),
      ...(hasList ? { list: { ...list, ...common, buttonChars: 20 } } : {}),
      templates: true,
      reactions: true,
      markup,
    };
  });
