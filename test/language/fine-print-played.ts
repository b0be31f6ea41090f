/** A sentence of the fine print that a conversation shows. */
export interface Played {
  readonly sentence: string;
  /** Flow → what stands below its first two lines. The conversation is about `tea`. */
  readonly flows: Readonly<Record<string, string>>;
  /** The list under `tests:`. */
  readonly tests: string;
}

const head = "triggers: [{ message: tea }]\nslots: { cups: { type: integer } }\n";
const asking = `${head}steps:
  - ask: How many?
    id: cups
    into: cups
    retry: { max: 0 }
`;
const nine = Array(9).fill("string(t)").join(" + ");
const twelve = Array(12).fill("string(t)").join(" + ");
/** Texts within three seconds are one answer. */
const hearing = `triggers: [{ message: tea }]
debounce: 3s
steps:
  - ask: What?
    id: what
    into: what
`;
const silent = "  - expect: { ended: true }\n";

function test(name: string, steps: string): string {
  return `  - name: ${name}\n    steps:\n${steps.replace(/^/gm, "      ").trimEnd()}\n`;
}

export const played: readonly Played[] = [
  {
    sentence:
      "`into: x` writes slot `x` if it is declared, else a run-wide local with the step's output type",
    flows: {
      tea: `${asking}  - ask: With what?\n    id: what\n    into: with_what\n  - say: "{{ slots.cups + 1 }} with {{ with_what }}"\n`,
    },
    tests: test(
      "both are there",
      `- user: tea
- bot: How many?
- user: "2"
- bot: With what?
- user: milk
- bot: 3 with milk
- expect: { slots: { cups: 2 } }`,
    ),
  },
  {
    sentence: "A declared name always exists and is null while unset",
    flows: {
      tea: `${head}steps:\n  - if: slots.cups == null\n    then: [{ say: Nothing yet. }]\n  - set: { cups: "2" }\n  - say: "{{ slots.cups }}"\n    when: slots.cups != null\n`,
    },
    tests: test("empty, then filled", `- user: tea\n- bot: "Nothing yet.\\n\\n2"`),
  },
  {
    sentence: "`on_timeout` and `on_fail` take an id or steps",
    flows: {
      tea: `${asking}    on_fail: [{ say: No number. }, end]\n    timeout: 2h\n    on_timeout: late\n  - end\n  - say: Too late.\n    id: late\n`,
    },
    tests:
      test(
        "steps",
        `- user: tea\n- bot: How many?\n- user: x\n- bot: No number.\n${silent.trim()}`,
      ) +
      test(
        "an id",
        `- user: tea\n- bot: How many?\n- after: 2h\n- bot: Too late.\n${silent.trim()}`,
      ),
  },
  {
    sentence:
      "`ask` with its retries used up goes to `on_fail`, else `on_timeout`, else offers a human",
    flows: {
      tea: `${asking}    timeout: 2h\n    on_timeout: late\n  - end\n  - say: Too late.\n    id: late\n`,
      milk: `triggers: [{ message: milk }]\nslots: { cups: { type: integer } }\nsteps:\n  - ask: How many?\n    id: cups\n    into: cups\n    retry: { max: 0 }\n`,
    },
    tests:
      test("on_timeout", `- user: tea\n- bot: How many?\n- user: x\n- bot: Too late.`) +
      test("a human", `- user: milk\n- bot: How many?\n- user: x\n- bot: { contains: HUMAN }`),
  },
  {
    sentence: "`end` in a called flow returns to the caller with its outputs",
    flows: {
      tea: `triggers: [{ message: tea }]\nsteps:\n  - call: price\n    with: { cups: 2 }\n    into: price\n  - say: "That makes {{ price.sum }}."\n`,
      price: `inputs: { cups: { type: integer } }\noutputs: { sum: { type: integer, default: 0 } }\nsteps:\n  - set: { sum: slots.cups * 5 }\n  - if: slots.sum > 5\n    then: [end]\n  - say: Never\n`,
    },
    tests: test("it goes on", `- user: tea\n- bot: That makes 10.`),
  },
  {
    sentence: "`each` keeps its list in the run (≤ 100 items) and may rest",
    flows: {
      tea: `triggers: [{ message: tea }]\nsteps:\n  - run: http.get\n    with: { url: "https://shop.example/teas" }\n    into: teas\n  - each: teas\n    as: one\n    steps:\n      - ask: "{{ one }}?"\n        id: one\n  - say: Done.\n`,
    },
    tests:
      test(
        "a question a round\n    mocks: { http.get: [{ returns: [green, black] }] }",
        `- user: tea\n- bot: green?\n- user: ok then\n- bot: black?\n- user: ok then\n- bot: Done.`,
      ) +
      test(
        `a hundred and one\n    mocks: { http.get: [{ returns: [${Array(101).fill("x").join(", ")}] }] }`,
        `- user: tea\n- bot: { contains: went wrong }\n- expect: { state: failed }`,
      ),
  },
  {
    sentence: "`each` keeps its list in the run (≤ 64 KB)",
    flows: {
      tea: `${head}steps:
  - ask: How long?
    id: cups
    into: cups
  - run: http.get
    with: { url: "https://shop.example/teas" }
    into: teas
  - each: "slots.cups > 9 ? teas.map(t, ${twelve}) : teas.map(t, ${nine})"
    as: one
    steps: [{ note: x }]
  - say: Done.
on_error: [{ say: "{{ error.message }}" }]
`,
    },
    tests: [
      [9, "- bot: Done."],
      [12, "- bot: the list is larger than 65536 characters"],
    ]
      .map(([times, after]) =>
        test(
          `two items of ${times} times 3,000 letters\n    mocks: { http.get: [{ returns: [${"x".repeat(3_000)}, ${"y".repeat(3_000)}] }] }`,
          `- user: tea\n- bot: How long?\n- user: "${times}"\n${after}`,
        ),
      )
      .join(""),
  },
  {
    sentence: "`when` false skips the step, a resting one too",
    flows: {
      tea: `triggers: [{ message: tea }]\nsteps:\n  - ask: Why?\n    id: why\n    when: "contact.name == 'Tom'"\n  - wait: { for: 2h }\n    id: pause\n    when: "contact.name == 'Tom'"\n  - say: Hi!\n`,
    },
    tests: test("both are passed", `- user: tea\n- bot: Hi!\n${silent.trim()}`),
  },
  {
    sentence: "A message goes to the foreground run, else to the triggers",
    flows: {
      tea: asking,
      milk: "triggers: [{ message: milk }]\nsteps: [{ say: Milk it is. }]\n",
    },
    tests: test(
      "the question first",
      `- user: tea
- bot: How many?
- user: milk
- bot: { contains: HUMAN }
- user: milk
- bot: Milk it is.`,
    ),
  },
  {
    sentence: "A run that rests at `wait` is in the background",
    flows: {
      tea: "triggers: [{ message: tea }]\nsteps:\n  - wait: { for: 2h }\n    id: pause\n  - say: Tea is ready.\n",
      milk: "triggers: [{ message: milk }]\nsteps: [{ say: Milk it is. }]\n",
    },
    tests: test(
      "others go on",
      `- user: tea\n- user: milk\n- bot: Milk it is.\n- after: 2h\n- bot: Tea is ready.`,
    ),
  },
  ...(["restart", "queue", "single"] as const).map((mode): Played => {
    const after = {
      restart:
        "- after: 1h\n- bot: { count: 0 }\n- after: 1h\n- bot: Ready.\n- after: 3h\n- bot: { count: 0 }",
      queue:
        "- after: 1h\n- bot: Ready.\n- after: 1h\n- bot: { count: 0 }\n- after: 1h\n- bot: Ready.",
      single:
        "- bot: Nobody took it.\n- after: 1h\n- bot: Ready.\n- after: 4h\n- bot: { count: 0 }",
    };
    return {
      sentence: `\`mode: ${mode}\` when the trigger fires while the flow has a live run`,
      flows: {
        tea: `triggers: [{ message: tea }]\nmode: ${mode}\nsteps:\n  - wait: { for: 2h }\n    id: pause\n  - say: Ready.\n`,
        other: "triggers: [fallback]\nsteps: [{ say: Nobody took it. }]\n",
      },
      tests: test("twice, an hour apart", `- user: tea\n- after: 1h\n- user: tea\n${after[mode]}`),
    };
  }),
  {
    sentence: "Events of other flows wait behind the foreground run",
    flows: {
      tea: `${asking}  - say: Thanks.\n`,
      news: "triggers: [{ event: ready }]\nsteps: [{ say: It is ready. }]\n",
    },
    tests: test(
      "the question is not disturbed",
      `- user: tea
- bot: How many?
- event: ready
- bot: { count: 0 }
- user: "2"
- bot: Thanks.
- bot: It is ready.`,
    ),
  },
  {
    sentence:
      "While an activity runs interrupts pass; other messages stay pending; the result is claimed ahead of them, then they follow in order",
    flows: {
      tea: `triggers: [{ message: tea }]\nsteps:\n  - run: http.get\n    with: { url: "https://shop.example/a" }\n    into: got\n  - ask: And now?\n    id: next\n    into: next\n  - say: "You said {{ next }}."\n`,
      late: 'triggers: [fallback]\nsteps: [{ say: "Else: {{ message.text }}" }]\n',
    },
    tests:
      test(
        "they wait for it\n    mocks: { http.get: [{ returns: 1, delay: 10s }] }",
        `- user: [tea, first, second]
- bot: And now?
- bot: You said first.
- bot: "Else: second"`,
      ) +
      test(
        "an interrupt does not\n    mocks: { http.get: [{ returns: 1, delay: 10s }] }",
        `- user: [tea, cancel]\n- bot: { count: 1 }\n- expect: { state: cancelled }\n- after: 20s\n- bot: { count: 0 }`,
      ),
  },
  {
    sentence:
      'An unknown outcome of what is not idempotent goes to `catch` with `error.kind == "unknown"` and is not tried again',
    flows: {
      tea: `triggers: [{ message: tea }]\nsteps:\n  - run: http.post\n    with: { url: "https://shop.example/a" }\n    retry: { max: 3 }\n    catch: [{ say: "{{ error.kind }}" }]\n`,
    },
    tests: test(
      "once\n    mocks: { http.post: [{ fails: unknown }] }",
      `- user: tea\n- bot: unknown\n- expect: { ran: { http.post: 1 } }\n- after: 1h\n- bot: { count: 0 }`,
    ),
  },
  {
    sentence: "A turn is a run of texts within the interval, joined by newlines",
    flows: {
      tea: 'triggers: [{ message: tea }]\ndebounce: 3s\nsteps:\n  - ask: What?\n    id: what\n    into: what\n  - say: "{{ what }}"\n',
    },
    tests: test("two texts", `- user: tea\n- bot: What?\n- user: [one, two]\n- bot: "one\\ntwo"`),
  },
  {
    sentence: "A turn lasts at most three intervals from its first text",
    flows: {
      tea: `${hearing}  - ask: "{{ what }}?"\n    id: more\n    into: more\n  - say: "{{ more }}"\n`,
    },
    tests: test(
      "texts a second apart that do not end",
      `- user: tea
- bot: What?
- user: [a, b, c, d, e, f, g, h, i, j]
- bot: "a\\nb\\nc\\nd\\ne\\nf\\ng\\nh\\ni?"
- bot: j`,
    ),
  },
  {
    sentence: "Buttons and media end a turn at once",
    flows: {
      tea: `${hearing}  - say: "{{ what }}!"\n`,
      milk: `triggers: [{ message: milk }]\nsteps:\n  - choose: Which?\n    id: which\n    options: { cow: Cow, oat: Oat }\n  - say: Good.\n`,
      cow: "triggers: [{ choice: cow }, { message: { kind: image } }]\nsteps: [{ say: Later. }]\n",
    },
    tests:
      test(
        "a button of earlier",
        `- user: milk\n- bot: Which?\n- user: { choose: oat }\n- bot: Good.\n- user: tea\n- bot: What?\n- user: [green, { choose: cow }]\n- bot: green!\n- bot: Later.`,
      ) +
      test(
        "a photo",
        `- user: tea\n- bot: What?\n- user: [green, { image: sample }]\n- bot: green!\n- bot: Later.`,
      ),
  },
  {
    sentence: "Interrupts end a turn at once, and order never changes",
    flows: {
      tea: 'triggers: [{ message: tea }]\ndebounce: 3s\nsteps:\n  - ask: What?\n    id: what\n    into: what\n  - ask: "{{ what }}?"\n    id: sure\n',
    },
    tests: test(
      "the text before it is taken",
      `- user: tea\n- bot: What?\n- user: [one, cancel]\n- bot: one?\n- bot: { count: 1 }\n- expect: { state: cancelled }`,
    ),
  },
  {
    sentence: "`cancel` runs the outermost `on_cancel` only",
    flows: {
      tea: "triggers: [{ message: tea }]\nsteps: [{ call: inner }]\non_cancel: [{ say: Outer. }]\n",
      inner: "steps:\n  - ask: Why?\n    id: why\non_cancel: [{ say: Inner. }]\n",
    },
    tests: test(
      "and no other",
      `- user: tea\n- bot: Why?\n- user: cancel\n- bot: Outer.\n- bot: { count: 1 }`,
    ),
  },
  {
    sentence: "`help` answers and repeats the question",
    flows: { tea: asking },
    tests: test(
      "both",
      `- user: tea\n- bot: How many?\n- user: help\n- bot: { count: 1 }\n- bot: How many?`,
    ),
  },
  {
    sentence: "`menu` cancels and starts the `menu` flow of `bot.yaml`",
    flows: { tea: `${asking}on_cancel: [{ say: Stopped. }]\n` },
    tests: test(
      "in this order",
      `- user: tea\n- bot: How many?\n- user: menu\n- bot: Stopped.\n- bot: This is the menu.\n- expect: { state: cancelled }`,
    ),
  },
  {
    sentence: "During a handoff only `stop` and `start` act",
    flows: {
      tea: "triggers: [{ message: tea }]\nsteps:\n  - handoff: Tea\n    id: person\n  - say: Back.\n",
    },
    tests: test(
      "the others are for the person",
      `- user: tea
- user: [help, menu, cancel]
- bot: { count: 0 }
- expect: { owner: human }
- user: start
- bot: { count: 1 }
- bot: Back.`,
    ),
  },
  {
    sentence: "`on_cancel` never runs after `stop`",
    flows: { tea: `${asking}on_cancel: [{ say: Stopped. }]\n` },
    tests: test(
      "only the confirmation",
      `- user: tea\n- bot: How many?\n- user: stop\n- bot: { count: 1 }\n- expect: { stopped: true }`,
    ),
  },
  {
    sentence: "`on_cancel` runs on restart",
    flows: {
      tea: "triggers: [{ message: tea }]\nsteps:\n  - wait: { for: 2h }\n    id: pause\non_cancel: [{ say: Begun anew. }]\n",
    },
    tests: test("the second time", `- user: tea\n- user: tea\n- bot: Begun anew.`),
  },
  {
    sentence: "A stale timer does nothing",
    flows: {
      tea: `${asking}    timeout: 2h\n    on_timeout: [{ say: Late. }]\n  - ask: And milk?\n    id: milk\n    timeout: 2h\n    on_timeout: [{ say: Late for milk. }]\n`,
    },
    tests: test(
      "the first question's is over",
      `- user: tea
- bot: How many?
- after: 1h
- user: "2"
- bot: And milk?
- after: 90m
- bot: { count: 0 }
- after: 30m
- bot: Late for milk.`,
    ),
  },
];
