import { describe, expect, test } from "bun:test";
import { advance, type RunCause } from "#core/flow/advance.ts";
import { compileFlows } from "#core/flow/compile-flows.ts";
import type { Program } from "#core/flow/program.ts";
import { sampleCatalog } from "#core/flow/testing/sample-catalog.ts";
import { sampleFacts } from "#core/flow/testing/sample-facts.ts";
import { effectId, runId } from "#core/lib/ids.ts";
import type { Json } from "#core/lib/json.ts";
import { type Run, runSchema, type Wait } from "#core/model/run.ts";
import { type Migration, migrateRun } from "./migrate-run.ts";

const size = `flow: size
format: 1
outputs: { ml: { type: integer } }
steps:
  - ask: Which size?
    id: ml
    into: ml
`;

function compile(body: string, called = size): Program {
  const text = `flow: main\nformat: 1\ntriggers: [{ message: hi }]\n${body}`;
  const sources = [
    { file: "main.flow.yaml", text },
    { file: "size.flow.yaml", text: called },
  ];
  const { programs, findings } = compileFlows(sources, sampleCatalog);
  const program = programs.find(({ flow }) => flow === "main");
  if (program === undefined) throw new Error(JSON.stringify(findings, undefined, 2));
  return program;
}

/** Plays texts; `!timer` and `!done` are what they say. */
function play(program: Program, run: Run | undefined, ...said: readonly string[]): Run {
  let current = run;
  for (const text of run === undefined ? ["!start", ...said] : said) {
    const { run: next, isTaken } = advance(program, current, {
      cause: causeOf(text, current),
      facts: sampleFacts(),
    });
    expect(isTaken).toBe(true);
    current = runSchema.parse(JSON.parse(JSON.stringify(next)));
  }
  if (current === undefined) throw new Error("nothing was played");
  return current;
}

function causeOf(text: string, run: Run | undefined): RunCause {
  const wait = run?.wait?.id ?? "";
  if (text === "!start") return { kind: "start", runId: runId("run"), trigger: "message: hi" };
  if (text === "!timer") return { kind: "timer", wait };
  if (text === "!failed") {
    const outcome = { kind: "failed", code: "http_500", message: "no" } as const;
    return { kind: "result", effect: effectId(wait), outcome };
  }
  return { kind: "message", message: { kind: "text", id: "in", text } };
}

function restOf({ wait }: Run, changes: Partial<Wait> = {}): Wait {
  if (wait === undefined) throw new Error("it does not rest");
  return { ...wait, ...changes };
}

function migrate(run: Run, from: Program, to: Program): Migration | undefined {
  return migrateRun(run, from, to, (slot) => slot.initial);
}

function movedTo(run: Run, from: Program, to: Program): Run {
  const migration = migrate(run, from, to);
  if (migration?.kind !== "moved") throw new Error(JSON.stringify(migration));
  return runSchema.parse(JSON.parse(JSON.stringify(migration.run)));
}

function misfit(run: Run, from: Program, to: Program): string {
  const migration = migrate(run, from, to);
  if (migration?.kind !== "misfit") throw new Error(JSON.stringify(migration));
  return `${migration.why} ${migration.name} → ${migration.otherwise}`;
}

const question = `slots: { cups: { type: integer } }
steps:
  - ask: How many?
    id: cups
    into: cups
    timeout: 2h
  - say: "{{ slots.cups }}!"
`;
const begun = (body: string, ...said: string[]) => {
  const program = compile(body);
  return { program, run: play(program, undefined, ...said) };
};

describe("which revisions a migration speaks of", () => {
  const { program: from, run } = begun(question);
  const other = question.replace("How many?", "How many cups?");

  test("without migrate nothing moves", () => {
    expect(migrate(run, from, compile(other))).toBeUndefined();
  });

  test("from any, or by the beginning of a revision", () => {
    for (const origin of ["any", `["${run.revision.slice(0, 8)}"]`, `["${run.revision}"]`]) {
      const to = compile(`${other}migrate: { from: ${origin} }\n`);
      expect(movedTo(run, from, to).revision).toBe(to.revision);
    }
    const strange = `["${"0".repeat(12)}"]`;
    expect(migrate(run, from, compile(`${other}migrate: { from: ${strange} }\n`))).toBeUndefined();
  });

  test("a run is never offered the revision that it is on", () => {
    const to = compile(`${question}migrate: {}\n`);
    expect(migrate(play(to, undefined), to, to)).toBeUndefined();
  });

  test("of a revision that is lost, what fits is not known", () => {
    const to = compile(`${other}migrate: { else: restart }\n`);
    expect(migrateRun(run, undefined, to, () => null)).toMatchObject({ otherwise: "restart" });
  });
});

describe("a run goes on at the step that it rested at", () => {
  test("wherever that stands now, under the same wait and with the time that it has left", () => {
    const { program: from, run } = begun(question);
    const to = compile(`migrate: { map: { cups: how_many } }
slots: { cups: { type: integer } }
steps:
  - say: Welcome to the new shop.
  - if: hours.open
    then:
      - ask: How many, please?
        id: how_many
        into: cups
  - say: "{{ slots.cups }} it is"
`);
    const moved = movedTo(run, from, to);
    expect(moved.wait).toEqual(restOf(run, { step: "how_many", data: { tries: 0 } }));
    expect(moved.position).toHaveLength(2);
    expect(play(to, moved, "2")).toMatchObject({ state: "ended", slots: { cups: 2 } });
    expect(play(to, moved, "!timer").state).toBe("ended");
  });

  test("a question may become a choice and the other way round; wrong answers stay counted", () => {
    const choice = `slots: { cups: { type: integer } }
steps:
  - choose: How many?
    id: cups
    options: { one: One, two: Two }
migrate: {}
`;
    const { program: from, run } = begun(question, "many");
    expect(run.wait?.data).toEqual({ tries: 1 });
    const to = compile(choice);
    const moved = movedTo(run, from, to);
    expect(moved.wait).toMatchObject({ kind: "choose", data: { tries: 1, page: 0 } });
    expect(play(to, moved, "two").state).toBe("ended");
    const back = compile(`${question}migrate: {}\n`);
    expect(movedTo(moved, to, back).wait).toMatchObject({ kind: "ask", data: { tries: 1 } });
  });

  test("a wait waits for the event that it names now", () => {
    const { program: from, run } = begun(
      "steps:\n  - wait: { event: paid, timeout: 2d }\n    id: w\n",
    );
    const to = compile(
      "migrate: {}\nsteps:\n  - wait: { event: settled, timeout: 1d }\n    id: w\n",
    );
    expect(movedTo(run, from, to).wait).toEqual(restOf(run, { data: { event: "settled" } }));
  });

  test("an action goes on only if it is the same, so that no result is taken for another's", () => {
    const price = "steps:\n  - run: shop.price\n    with: { sku: kopi }\n    id: p\n";
    const { program: from, run } = begun(price);
    expect(movedTo(run, from, compile(`${price}migrate: {}\n`)).wait).toEqual(restOf(run));
    const post = "steps:\n  - run: http.post\n    with: { url: https://shop.example }\n    id: p\n";
    expect(misfit(run, from, compile(`${post}migrate: {}\n`))).toBe("other-rest p → finish");
    const nameless = begun(price.replace("    id: p\n", ""));
    const to = compile(`${price}migrate: { else: handoff }\n`);
    expect(misfit(nameless.run, nameless.program, to)).toBe("no-id run → handoff");
  });

  test("not at a step that is gone, nor at another kind of rest", () => {
    const { program: from, run } = begun(question);
    const gone = compile(`migrate: { else: restart }\nsteps:\n  - ask: Who?\n    id: who\n`);
    expect(misfit(run, from, gone)).toBe("step-gone cups → restart");
    const wait = compile("migrate: {}\nsteps:\n  - wait: { for: 1h }\n    id: cups\n");
    expect(misfit(run, from, wait)).toBe("other-rest cups → finish");
  });
});

describe("every each, call and try around the place maps by id", () => {
  const loop = (id: string, as: string, inner = "q") => `
  - each: "['a', 'b']"
    as: ${as}
    ${id}
    steps:
      - ask: "{{ ${as} }}?"
        id: ${inner}
      - say: "{{ ${as} }} done"
`;

  test("each keeps its list and its item under the names that it has there", () => {
    const { program: from, run } = begun(`steps:${loop("id: loop", "item")}`, "x");
    expect(run.locals["item"]).toBe("b");
    const to = compile(
      `migrate: { map: { loop: rounds, q: ask_it } }\nsteps:\n  - note: x${loop("id: rounds", "letter", "ask_it")}`,
    );
    const moved = movedTo(run, from, to);
    expect(moved.locals).toMatchObject({ letter: "b", "each steps/1": { next: 2 } });
    expect(play(to, moved, "y")).toMatchObject({ state: "ended", locals: {} });
  });

  test("one without an id does not, nor another one around, nor none", () => {
    const { program: from, run } = begun(`steps:${loop("description: x", "item")}`);
    const to = (body: string) => compile(`migrate: {}\nsteps:${body}`);
    expect(misfit(run, from, to(loop("id: loop", "item")))).toBe("other-around each → finish");
    const named = begun(`steps:${loop("id: loop", "item")}`);
    const outside = to("\n  - ask: Out?\n    id: q\n");
    expect(misfit(named.run, named.program, outside)).toBe("other-around q → finish");
  });

  test("try keeps what was tried and what went wrong; its catch is no part of its steps", () => {
    const guarded = (id: string, more = "") => `steps:${more}
  - try:
      - run: shop.price
        with: { sku: kopi }
    id: ${id}
    catch:
      - ask: "{{ error.kind }}, go on?"
        id: sorry
`;
    const { program: from, run } = begun(guarded("t"), "!failed");
    expect(run.wait?.step).toBe("sorry");
    const to = compile(`migrate: { map: { t: again } }\n${guarded("again", "\n  - note: x")}`);
    const moved = movedTo(run, from, to);
    expect(moved.locals).toMatchObject({ error: { kind: "http_500" }, "caught steps/1": null });
    expect(play(to, moved, "yes")).toMatchObject({ state: "ended", locals: {} });
    const inside = compile(`migrate: {}
steps:
  - try:
      - ask: Here?
        id: sorry
    id: t
    retry: { max: 1 }
`);
    expect(misfit(run, from, inside)).toBe("other-around t → finish");
  });

  test("call needs an id and the same flow; ids inside it are mapped by that flow's own migrate", () => {
    const caller = (id: string) => `steps:\n  - call: size\n    ${id}\n    into: got\n`;
    const from = compile(caller("id: c"));
    const run = play(from, undefined);
    const renamed = size.replace("    id: ml", "    id: millilitres");
    const bare = compile(`migrate: {}\n${caller("id: c")}`, renamed);
    expect(misfit(run, from, bare)).toBe("step-gone ml → finish");
    const to = compile(
      `migrate: { map: { c: size_of_it } }\n${caller("id: size_of_it")}`,
      `${renamed}migrate: { map: { ml: millilitres } }\n`,
    );
    const moved = movedTo(run, from, to);
    expect(moved.position.map(({ flow }) => flow)).toEqual([undefined, "size"]);
    expect(play(to, moved, "200")).toMatchObject({ state: "ended", locals: { got: { ml: 200 } } });
    const nameless = compile(caller("description: x"));
    const nobody = play(nameless, undefined);
    expect(misfit(nobody, nameless, to)).toBe("no-id call → finish");
  });
});

describe("every slot parses again", () => {
  const from = compile(`slots: { cups: { type: integer }, note: { type: text } }
steps:
  - ask: How many?
    id: cups
    into: cups
  - ask: Anything else?
    id: note
    into: note
  - say: "{{ slots.cups }} {{ slots.note }}"
`);
  const run = play(from, undefined, "12");
  const to = (slots: string, before = "") =>
    compile(`migrate: {}
slots: { ${slots} }
steps:${before}
  - ask: Anything else?
    id: note
    into: note
  - say: "{{ slots.note }}"
`);
  const text = "note: { type: text }";

  test("one that is gone is forgotten, one that is new begins like in a new run", () => {
    const moved = movedTo(run, from, to(`${text}, size: { type: text, default: big }`));
    expect(moved.slots).toEqual({ note: null, size: "big" });
  });

  test("one whose value is none any more does not fit", () => {
    const cups = (max: number) => `${text}, cups: { type: integer, max: ${max} }`;
    expect(movedTo(run, from, to(cups(12))).slots["cups"]).toBe(12);
    expect(misfit(run, from, to(cups(10)))).toBe("value cups → finish");
    expect(misfit(run, from, to(`${text}, cups: { type: text }`))).toBe("value cups → finish");
  });

  test("nor does a run without a value that the new steps take for granted", () => {
    const asked = "\n  - ask: Which size?\n    id: size\n    into: size";
    const size = `${text}, size: { type: text }`;
    expect(misfit(run, from, to(size, asked))).toBe("value size → finish");
  });
});

describe("an AI that is at work", () => {
  const reply = { provider: "p", model: "m", inputTokens: 1, outputTokens: 1, costMicroUsd: 0 };
  function answer(program: Program, run: Run, value: Json, text = ""): Run {
    const kind = text === "" ? "json" : "text";
    const done = { ...reply, kind, text, value, isCut: false };
    const effect = effectId(run.wait?.id ?? "");
    const cause = { kind: "result", effect, outcome: { kind: "done", value: done } } as const;
    return advance(program, run, { cause, facts: sampleFacts() }).run;
  }

  const ai = (more: string, end = "ok") =>
    `steps:\n  - ai: { prompt: What is it?, scope: orders${more} }\n    id: a\n    into: found\n  - say: ${end}\n`;
  const cups = ", schema: { cups: { type: integer } }";

  test("answers a step that takes what it was asked for, and no other", () => {
    const { program: from, run } = begun(ai(cups));
    const same = compile(`migrate: {}\n${ai(cups, "new")}`);
    const ended = answer(same, movedTo(run, from, same), { cups: 2 });
    expect(ended).toMatchObject({ state: "ended", locals: { found: { cups: 2 } } });
    for (const other of ["", ", schema: { size: { type: text } }"]) {
      expect(misfit(run, from, compile(`migrate: {}\n${ai(other)}`))).toBe("other-rest a → finish");
    }
  });

  const talk = (more: string) =>
    `slots: { cups: { type: integer } }\nsteps:\n  - converse: { goal: Help., scope: orders${more} }\n    id: t\n    until: slots.cups != null\n    max_turns: 3\n  - say: ok\n`;
  const collecting = talk(", collect: [cups]");

  test("talks on where its answer has the form that is read, and where the person is to speak", () => {
    const { program: from, run } = begun(talk(""));
    const to = compile(`migrate: {}\n${collecting}`);
    expect(misfit(run, from, to)).toBe("other-rest t → finish");
    const same = compile(`migrate: {}\n${talk("")}description: other\n`);
    expect(movedTo(run, from, same).wait).toMatchObject({ kind: "activity" });
    const asking = answer(from, run, null, "What would you like?");
    const moved = movedTo(asking, from, to);
    expect(moved.wait).toMatchObject({ kind: "converse", data: { turns: 1 } });
    expect(play(to, moved, "two").wait).toMatchObject({ kind: "activity", data: { turns: 2 } });
  });

  const read = (text: string, extract = "ai") =>
    `slots: { cups: { type: integer } }\nsteps:\n  - ask: ${text}\n    id: cups\n    into: cups\n${extract === "" ? "" : `    extract: ${extract}\n`}  - say: ok\n`;

  test("reads the answer to a question that is still read by one", () => {
    const { program: from, run } = begun(read("How many?"), "a couple");
    const to = compile(`migrate: {}\n${read("What number?")}`);
    const moved = movedTo(run, from, to);
    expect(answer(to, moved, { value: 2 })).toMatchObject({ state: "ended", slots: { cups: 2 } });
    const plain = compile(`migrate: {}\n${read("What number?", "")}`);
    expect(misfit(run, from, plain)).toBe("other-rest cups → finish");
  });
});
