import type { Capabilities } from "#core/model/capabilities.ts";
import type { ActivityOutcome } from "#core/model/event.ts";

/** Where chance comes from: a whole number in [0, limit). */
export type Below = (limit: number) => number;

/** Something that happens to a run; `stale` and `timer` are told apart by the one who plays it. */
export type Happening =
  | { readonly kind: "text" | "tap"; readonly text: string }
  | { readonly kind: "result"; readonly outcome: ActivityOutcome }
  | { readonly kind: "timer" | "stale" | "repeat" | "photo" | "reaction" | "resume" };

/** What an AI may have answered. */
const replies = [
  { kind: "text", text: "**Yes** _of course_" },
  { kind: "text", text: "" },
  { kind: "refused", text: "", reason: "scope" },
  { kind: "json", text: "", value: { value: 3 } },
  { kind: "json", text: "", value: { reply: "Hm?", count: "two", pick: "one", done: true } },
  { kind: "json", text: "", value: { reply: "Bye", exit: "human", day: "2026-12-01" } },
  { kind: "json", text: "", value: { reply: "Bye", exit: "cancel", n: 1.5, words: "x" } },
  { kind: "json", text: "", value: [1] },
] as const;
const answered = {
  provider: "p",
  model: "m",
  inputTokens: 1,
  outputTokens: 1,
  costMicroUsd: 0,
  isCut: false,
};

/** How an activity may end. */
const outcomes: readonly ActivityOutcome[] = [
  ...replies.map((reply) => ({ kind: "done", value: { ...reply, ...answered } }) as const),
  { kind: "done", value: null },
  { kind: "failed", code: "http_503", message: "not now" },
  { kind: "failed", code: "http_404", message: "gone", isFinal: true },
  { kind: "unknown", message: "no answer in time" },
];

const ids = ["a", "b", "c", "d"];
const slots = ["word", "count", "agree", "day", "at", "pick"];

const texts = [
  "Hello",
  "**Hi** {{ default(slots.word, 'you') }}, _how_ are you?",
  "{{ default(slots.count, 0) }} of {{ size(default(slots.word, '')) }}",
  "{{ 10 / default(slots.count, 1) }}",
  "{{ message.text }}{{ message.text }}",
  "{{ contact.name }} {{ date(now, 'long') }}",
  "A sentence that is long. ".repeat(30),
];

const conditions = [
  "hours.open",
  "default(slots.count, 0) > 1",
  "default(slots.agree, false)",
  "size(message.text) > 3",
  "1 / default(slots.count, 0) > 0",
];

const plainSteps = [
  { set: { count: "default(slots.count, 0) + 1" } },
  { set: { word: "message.text" } },
  { set: { count: null } },
  { set: { "contact.tags": "contact.tags + ['x']" } },
  { set: { "contact.language": "'id'" } },
  { wait: { for: "1h" } },
  { wait: { until: "12:00" } },
  { template: { name: "order_reminder", language: "en", body: ["{{ contact.name }}"] } },
  { note: "x" },
  { emit: "tick", with: { n: "{{ default(slots.count, 0) }}" } },
  { handoff: "{{ message.text }}", timeout: "1h" },
  { handoff: "{{ 1 / default(slots.count, 0) }}" },
  { run: "shop.price", with: { sku: "{{ default(slots.word, 'kopi') }}" } },
  { run: "shop.price", with: { sku: "kopi" }, into: "count", retry: { max: 2, backoff: "10s" } },
  { ai: { prompt: "{{ message.text }}", scope: "x", history: 9 }, say: true },
  { ai: { prompt: "How many? {{ default(slots.word, '') }}", scope: "x" }, into: "count" },
  {
    ai: {
      prompt: "{{ 1 / default(slots.count, 0) }}",
      scope: "x",
      schema: { n: { type: "number" }, words: { type: "text", default: "-" } },
    },
    into: "found",
    catch: [{ say: "{{ error.kind }}" }],
  },
  { converse: { goal: "Ask {{ contact.name }}", scope: "x" }, until: "hours.open", timeout: "1h" },
  {
    converse: { goal: "Ask", scope: "x", collect: ["count", "pick", "day"] },
    say: "What is it?",
    exit: ["human", "cancel"],
    max_turns: 3,
    catch: [{ say: "{{ error.message }}" }],
  },
];

/** Words that mean something to some step or slot, and words that mean nothing. */
const words = [
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
  "o3",
  "*bold* _x_ `y` ~z~",
  "\u0000",
  "👍",
  "a\ud800b",
  "[x](https://e.com)",
  "{{ slots.word }}",
  "long ".repeat(50),
];

/** A flow file as text. Most compile; the first steps have the ids that `goto` knows. */
export function randomFlow(below: Below): string {
  const maker = new StepMaker(below);
  const steps = maker.steps(2, 8).map((step, index) => {
    const id = ids[index];
    return id === undefined ? step : { ...step, id };
  });
  const tail = ids.slice(steps.length).map((id) => ({ note: "x", id }));
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
    steps: [...steps, ...tail],
  });
}

export function randomHappening(below: Below): Happening {
  const kinds = ["timer", "timer", "stale", "repeat", "photo", "reaction", "resume"] as const;
  const kind = kinds[below(kinds.length * 3)];
  if (kind !== undefined) return { kind };
  const outcome = outcomes[below(outcomes.length * 4)];
  if (outcome !== undefined) return { kind: "result", outcome };
  if (below(3) === 0) return { kind: "tap", text: `o${below(14)}` };
  return { kind: "text", text: words[below(words.length)] ?? "" };
}

/** What some channel might be able to show. */
export function randomCapabilities(below: Below): Capabilities {
  const common = {
    titleChars: 4 + below(21),
    bodyChars: 40 + below(984),
    footerChars: 60,
    idChars: 200,
  };
  const list = { maxRows: 10, maxSections: 10, descriptionChars: 72, sectionTitleChars: 24 };
  const markups = ["whatsapp", "markdown", "none"] as const;
  return {
    text: { maxChars: 60 + below(4_036) },
    ...(below(2) === 0 ? {} : { buttons: { max: 3, ...common } }),
    ...(below(2) === 0 ? {} : { list: { ...list, ...common, buttonChars: 20 } }),
    kinds: [],
    templates: true,
    reactions: true,
    markup: markups[below(markups.length)] ?? "none",
  };
}

/** Makes steps as YAML data; those that rest have ids of their own. */
class StepMaker {
  readonly #below: Below;
  #rests = 0;

  constructor(below: Below) {
    this.#below = below;
  }

  steps(depth: number, max: number): readonly object[] {
    return Array.from({ length: 1 + this.#below(max) }, () => {
      const step = this.#step(depth);
      return "when" in step || this.#below(4) > 0 ? step : { ...step, when: this.#condition() };
    });
  }

  #step(depth: number): object {
    switch (this.#below(depth === 0 ? 7 : 12)) {
      case 0:
        return { say: this.#text() };
      case 1:
        return { say: [this.#pick(texts), this.#pick(texts)], pick: "rotate" };
      case 2:
        return this.#ask();
      case 3:
        return { choose: this.#text(), options: this.#options(), ...this.#question() };
      // With a condition: a plain one would leave what follows without a way to it.
      case 4:
        return { goto: this.#pick(ids), when: this.#condition() };
      case 5:
        return { end: { say: "Bye" }, when: this.#condition() };
      case 6:
        return this.#rest(this.#pick(plainSteps));
      case 7:
        return {
          if: this.#condition(),
          // oxlint-disable-next-line unicorn/no-thenable -- a key of the language; nothing awaits it
          then: this.steps(depth - 1, 3),
          else: this.steps(depth - 1, 3),
        };
      case 8:
        return { try: this.steps(depth - 1, 3), catch: this.steps(depth - 1, 2) };
      case 9:
        return { try: this.steps(depth - 1, 3), retry: { max: 2 } };
      case 10:
        return {
          ...this.#rest({ run: "shop.price", with: { sku: "kopi" }, retry: { max: 1 } }),
          catch: [{ say: "{{ error.kind }}" }, ...this.steps(depth - 1, 2)],
        };
      default: {
        const first = { when: this.#condition(), steps: this.steps(depth - 1, 3) };
        return { switch: [first, { else: this.steps(depth - 1, 3) }] };
      }
    }
  }

  #ask(): object {
    const into = this.#pick(slots);
    const extract = this.#below(3) === 0 ? { extract: "ai" } : {};
    return { ask: this.#text(), into, ...extract, ...this.#question() };
  }

  #question(): object {
    return this.#rest({
      retry: { max: this.#below(3) },
      ...(this.#below(2) === 0 ? {} : { timeout: this.#pick(["1h", "2d"]) }),
      ...(this.#below(2) === 0 ? {} : { on_fail: this.#pick(ids) }),
    });
  }

  /** Titles that are written out differ; those that the run makes may turn out the same. */
  #options(): object {
    const made = Array.from({ length: 1 + this.#below(14) }, (_, index) => {
      const titles = [
        `One ${index}`,
        "{{ default(slots.word, 'Two') }}",
        `Letters and more ${index}`,
      ];
      const title = this.#pick(titles);
      const isLong = this.#below(5) === 0;
      return [`o${index}`, isLong ? { title, description: "More" } : title] as const;
    });
    return Object.fromEntries(made);
  }

  #rest(step: object): object {
    if (!["wait", "retry", "handoff", "run", "ai", "converse"].some((key) => key in step))
      return step;
    this.#rests += 1;
    return { id: `rest_${this.#rests}`, ...step };
  }

  #text(): unknown {
    return this.#below(2) === 0
      ? this.#pick(texts)
      : { en: this.#pick(texts), id: this.#pick(texts) };
  }

  #condition(): string {
    return this.#pick(conditions);
  }

  #pick<T>(items: readonly T[]): T {
    const item = items[this.#below(items.length)];
    if (item === undefined) throw new Error("nothing to pick from");
    return item;
  }
}
