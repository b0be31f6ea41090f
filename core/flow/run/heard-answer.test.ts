import { describe, expect, test } from "bun:test";
import { type Advance, advance, type RunCause } from "#core/flow/advance.ts";
import type { Program } from "#core/flow/program.ts";
import { compileOne } from "#core/flow/testing/compile-one.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";
import { effectId, runId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import type { Facts } from "#core/model/facts.ts";
import { messageOutText } from "#core/model/message-out.ts";
import { type Run, voiceKey } from "#core/model/run.ts";

const voice = { kind: "audio", id: "f1", voice: true } as const;

const indonesian = sampleFacts({
  locale: "id",
  contact: { ...sampleFacts().contact, language: "id" },
});

/** A run, moved by one thing after the other; what it said last. */
class Chat {
  readonly #program: Program;
  readonly #facts: Facts;
  #last: Advance;

  constructor(body: string, facts = sampleFacts()) {
    this.#facts = facts;
    this.#program = compileOne(`voice: true\n${body}`);
    const cause = { kind: "start", runId: runId("run"), trigger: "message: hi" } as const;
    this.#last = advance(this.#program, undefined, { cause, facts });
  }

  get run(): Run {
    return this.#last.run;
  }

  get hearsVoice(): boolean {
    return this.run.wait?.data?.[voiceKey] === true;
  }

  get said(): string {
    const sends = this.#last.effects.flatMap((effect) =>
      effect.kind === "send" ? [messageOutText(effect.message)] : [],
    );
    // Signs that mean nothing have a word joiner before them.
    return sends.join("\n---\n").replaceAll("\u2060", "");
  }

  speak(text: string): this {
    return this.#move({ kind: "message", message: { kind: "text", id: "in", text, voice } });
  }

  write(text: string): this {
    return this.#move({ kind: "message", message: { kind: "text", id: "in", text } });
  }

  /** What an AI answers. */
  answer(value: Json): this {
    const counts = { inputTokens: 1, outputTokens: 1, costMicroUsd: 0, isCut: false };
    const reply = { kind: "json", text: "", value, provider: "cepat", model: "m", ...counts };
    const effect = effectId(this.run.wait?.id ?? "");
    return this.#move({ kind: "result", effect, outcome: { kind: "done", value: reply } });
  }

  help(): this {
    return this.#move({ kind: "repeat" });
  }

  #move(cause: RunCause): this {
    this.#last = advance(this.#program, this.run, { cause, facts: this.#facts });
    expect(this.#last.isTaken).toBe(true);
    return this;
  }
}

const cups = `slots: { cups: { type: integer, max: 9 } }
steps:
  - ask: How many?
    id: cups
    into: cups
    validate: input > 1
    retry: { max: 2 }
    on_fail: [{ say: Enough. }, end]
  - say: "{{ slots.cups }}!"
`;

describe("a spoken answer", () => {
  test("is shown, and typed ones are not", () => {
    expect(new Chat(cups).write("3").said).toBe("3!");
    const chat = new Chat(cups).speak("three");
    expect(chat.said).toContain("I heard: “three”. Right?");
    expect(chat.run.slots).toEqual({ cups: null });
    expect(chat.write("yes").said).toBe("3!");
  });

  test("is shown again after help, and the next spoken one takes its place", () => {
    const chat = new Chat(cups).speak("3");
    expect(chat.help().said).toContain("I heard: “3”. Right?");
    expect(chat.speak("4").said).toContain("I heard: “4”. Right?");
    expect(chat.write("👍").said).toBe("4!");
  });

  test("that validate refuses is not offered, and no uses up a try", () => {
    const chat = new Chat(cups).speak("1");
    expect(chat.said).toStartWith("I heard: “1”.\n\n");
    expect(chat.speak("2").write("no").said).toBe("Sorry! Please say it again, or write it.");
    expect(chat.speak("2").write("no").said).toBe("Enough.");
  });

  test("that an AI finds the value in is shown with its words", () => {
    const chat = new Chat(cups.replace("    validate: input > 1\n", "    extract: ai\n"));
    chat.speak("as many as I have hands");
    expect(chat.run.wait?.kind).toBe("activity");
    expect(chat.answer({ value: 2 }).said).toContain("I heard: “as many as I have hands”. Right?");
    expect(chat.write("ya").said).toBe("2!");
  });

  test("that nothing depends on is taken as it is", () => {
    const chat = new Chat("steps:\n  - ask: Anything else?\n    id: more\n  - say: Bye.\n");
    expect(chat.speak("no thanks").said).toBe("Bye.");
  });

  test("that is too long for two buttons is shown in part", () => {
    const chat = new Chat(
      'slots: { t: { type: text } }\nsteps:\n  - ask: Tell\n    id: t\n    into: t\n  - say: "{{ slots.t }}"\n',
    );
    const long = "kopi ".repeat(300);
    const { said } = chat.speak(long);
    expect(said.length).toBeLessThan(1_024);
    expect(said).toContain("Right?");
  });

  test("chooses an option, whose own yes is another", () => {
    const chat = new Chat(`slots: { milk: { type: enum, values: ["yes", "no"] } }
steps:
  - choose: Milk?
    id: milk
    into: milk
    options: { "yes": With milk, "no": Without }
  - say: "{{ slots.milk }}!"
`);
    expect(chat.speak("without").said).toContain("I heard: “without”. Right?");
    expect(chat.write("yes").said).toBe("no!");
  });
});

describe.each([
  ["en", sampleFacts(), "Right?", "yes"],
  ["id", indonesian, "Betul?", "ya"],
] as const)("a number below what was heard (%s)", (_, facts, isRight, yes) => {
  const { buttons: _buttons, list: _list, ...bare } = facts.channel.capabilities;
  const numbers = { ...facts, channel: { ...facts.channel, capabilities: bare } };
  const any = cups.replace("    validate: input > 1\n", "");
  const sizes = `slots: { size: { type: enum, values: [s, m, l] } }
steps:
  - choose: Size?
    id: size
    into: size
    options: { s: Small, m: Medium, l: Large }
  - say: "{{ slots.size }}!"
`;

  test("is a new answer where yes and no are buttons", () => {
    for (const number of ["1", "2", "7"]) {
      const asked = new Chat(any, facts).speak("8");
      expect(asked.said).toContain(isRight);
      expect(asked.write(number).said).toBe(`${number}!`);
      expect(new Chat(any, facts).speak("8").write(yes).said).toBe("8!");
    }
    for (const [number, size] of [
      ["1", "s!"],
      ["2", "m!"],
    ] as const) {
      const chosen = new Chat(sizes, facts).speak("large");
      expect(chosen.said).toContain(isRight);
      expect(chosen.write(number).said).toBe(size);
    }
  });

  test("is one of the two where they are numbers, and else a new answer", () => {
    expect(new Chat(any, numbers).speak("8").write("1").said).toBe("8!");
    expect(new Chat(any, numbers).speak("8").write("7").said).toBe("7!");
    expect(new Chat(any, numbers).speak("8").write("2").run.slots).toEqual({ cups: null });
    expect(new Chat(sizes, numbers).speak("large").write("1").said).toBe("l!");
    expect(new Chat(sizes, numbers).speak("large").write("3").said).toBe("l!");
    expect(new Chat(sizes, numbers).speak("large").write("2").run.slots).toEqual({ size: null });
  });
});

describe("voice notes are wanted", () => {
  test.each([
    ["a question", "steps: [{ ask: A?, id: a }]\n", true],
    [
      "a sensitive slot",
      "slots: { a: { type: text, sensitive: true } }\nsteps: [{ ask: A?, id: a, into: a }]\n",
      false,
    ],
    [
      "a slot for a file",
      "slots: { a: { type: media } }\nsteps: [{ ask: A?, id: a, into: a }]\n",
      false,
    ],
    ["consent", "steps: [{ consent: { ask: marketing }, id: a }]\n", false],
    ["a conversation", "steps: [{ converse: { goal: G, scope: s }, id: a, say: Hi }]\n", true],
    [
      "a conversation about something sensitive",
      "slots: { a: { type: text, sensitive: true } }\nsteps: [{ converse: { goal: G, scope: s, collect: [a] }, id: a, say: Hi }]\n",
      false,
    ],
  ])("by %s: %p", (_, body, isWanted) => {
    let hears: boolean | string;
    try {
      hears = new Chat(body).hearsVoice;
    } catch (error) {
      hears = String(error);
    }
    // What an AI may not hear at all is refused before.
    expect(hears === isWanted || String(hears).includes("FLOW_SENSITIVE_LEAVES")).toBe(true);
  });
});

test("in a conversation what was heard stands above the answer, where slots depend on it", () => {
  const body = (collect: string) => `slots: { cups: { type: integer } }
steps:
  - converse: { goal: Sell coffee, scope: coffee${collect} }
    id: talk
    say: Hi!
    until: slots.cups != null
  - say: "{{ default(slots.cups, 0) }}!"
`;
  const chat = new Chat(body(", collect: [cups]")).speak("two *cups*");
  chat.answer({ reply: "Which coffee?", cups: null, done: false });
  expect(chat.said).toBe("I heard: “two *cups*”.\n\nWhich coffee?");
  chat.write("tubruk").answer({ reply: "How many?", cups: null, done: false });
  expect(chat.said).toBe("How many?");
});
