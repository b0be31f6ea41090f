import { expect, test } from "bun:test";
import fc from "fast-check";
import { assertNever } from "#core/lib/assert-never.ts";
import { effectId, runId } from "#core/lib/ids.ts";
import { later, minuteMs } from "#core/lib/millis.ts";
import type { Capabilities } from "#core/model/capabilities.ts";
import type { Effect } from "#core/model/effect.ts";
import type { Facts } from "#core/model/facts.ts";
import {
  type MessageOut,
  messageOutSchema,
  messageOutText,
  type Option,
} from "#core/model/message-out.ts";
import { type Run, runSchema } from "#core/model/run.ts";
import { type Advance, advance, type RunCause } from "./advance.ts";
import { compileFlows } from "./compile-flows.ts";
import type { Program } from "./program.ts";
import {
  type Happening,
  randomCapabilities,
  randomFlow,
  randomHappening,
} from "./testing/random-flow.ts";
import { sampleCatalog } from "./testing/sample-catalog.ts";
import { sampleFacts } from "./testing/sample-facts.ts";

const catalog = { ...sampleCatalog, channels: [] };

function compile(text: string): Program | undefined {
  return compileFlows([{ file: "random.flow.yaml", text }], catalog).programs[0];
}

function causeOf(happening: Happening, run: Run): RunCause {
  switch (happening.kind) {
    case "text":
      return { kind: "message", message: { kind: "text", id: "in", text: happening.text } };
    case "tap":
      return {
        kind: "message",
        message: { kind: "choice", id: "in", choice: happening.text, title: "x", source: "button" },
      };
    case "photo":
      return {
        kind: "message",
        message: { kind: "media", id: "in", media: { kind: "image", id: "1" } },
      };
    case "reaction":
      return { kind: "message", message: { kind: "reaction", id: "in", target: "x" } };
    case "timer":
      return { kind: "timer", wait: run.wait?.id ?? "none" };
    case "stale":
      return { kind: "timer", wait: "random:0" };
    case "result":
      return { ...happening, effect: effectId(run.wait?.id ?? "none") };
    case "resume":
    case "repeat":
      return { kind: happening.kind };
    default:
      return assertNever(happening, "causeOf");
  }
}

/** Plays a whole conversation; every step of it as it came out. */
function play(
  program: Program,
  happenings: readonly Happening[],
  capabilities: Capabilities,
  mergesTexts: boolean = true,
): readonly Advance[] {
  const base = sampleFacts({ mergesTexts });
  let facts: Facts = { ...base, channel: { ...base.channel, capabilities } };
  const start: RunCause = {
    kind: "start",
    runId: runId("random"),
    trigger: "message: any",
    message: { kind: "text", id: "in", text: "hi" },
  };
  let last = advance(program, undefined, { cause: start, facts });
  const all = [last];
  for (const happening of happenings) {
    facts = { ...facts, now: later(facts.now, minuteMs) };
    last = advance(program, deepFreeze(last.run), { cause: causeOf(happening, last.run), facts });
    all.push(last);
  }
  return all;
}

function deepFreeze<T>(value: T): T {
  if (typeof value === "object" && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const item of Object.values(value)) deepFreeze(item);
  }
  return value;
}

/**
 * Runs a check over conversations, and makes sure that enough random flows were flows at all. What
 * chance gives comes from fast-check, so a failure prints its seed and is made smaller.
 */
function forConversations(
  check: (conversation: {
    readonly program: Program;
    readonly happenings: readonly Happening[];
    readonly capabilities: Capabilities;
  }) => void,
): void {
  let played = 0;
  fc.assert(
    fc.property(fc.gen(), (gen) => {
      const below = (limit: number) => gen(fc.nat, { max: limit - 1 });
      const program = compile(randomFlow(below));
      if (program === undefined) return;
      played += 1;
      const happenings = Array.from({ length: below(13) }, () => randomHappening(below));
      check({ program, happenings, capabilities: randomCapabilities(below) });
    }),
    { numRuns: 200 },
  );
  expect(played).toBeGreaterThan(60);
}

test("whatever happens, a run moves without throwing, and the same way each time", () => {
  forConversations(({ program, happenings, capabilities }) => {
    const all = play(program, happenings, capabilities);
    expect(play(program, happenings, capabilities)).toEqual([...all]);
    for (const { run, effects, isTaken } of all) {
      if (!isTaken) expect(effects).toEqual([]);
      expect(run.state === "resting").toBe(run.wait !== undefined);
      expect(JSON.stringify(effects)).not.toContain("FLOW_INTERNAL_ERROR");
      expect(JSON.stringify(effects)).not.toContain("FLOW_PLACE_LOST");
    }
  });
}, 30_000);

test("a run survives JSON between any two inputs", () => {
  forConversations(({ program, happenings, capabilities }) => {
    for (const { run } of play(program, happenings, capabilities)) {
      expect(runSchema.parse(JSON.parse(JSON.stringify(run)))).toEqual(run);
    }
  });
}, 30_000);

test("no effect id and no wait id comes twice in a run", () => {
  forConversations(({ program, happenings, capabilities }) => {
    const all = play(program, happenings, capabilities);
    const effects = all.flatMap((each) => each.effects.map((effect) => effect.id));
    expect(new Set(effects).size).toBe(effects.length);
    const rests = all.filter(
      (each, index) => each.isTaken && each.run.wait?.id !== all[index - 1]?.run.wait?.id,
    );
    const waits = rests.flatMap((each) => each.run.wait?.id ?? []);
    expect(new Set(waits).size).toBe(waits.length);
  });
}, 30_000);

test("no message is over what the channel can carry", () => {
  forConversations(({ program, happenings, capabilities }) => {
    for (const { effects } of play(program, happenings, capabilities)) {
      for (const effect of effects) checkEffect(effect, capabilities);
    }
  });
}, 30_000);

test("joining texts loses no word of any, and makes no message more", () => {
  let joined = 0;
  forConversations(({ program, happenings, capabilities }) => {
    const alone = play(program, happenings, capabilities, false);
    const together = play(program, happenings, capabilities, true);
    // A flood is cut at a number of messages.
    if (JSON.stringify([alone, together]).includes("FLOW_LIMIT_REACHED")) return;
    for (const [index, each] of together.entries()) {
      const before = alone[index]?.effects ?? [];
      expect(wordsOf(each.effects)).toBe(wordsOf(before));
      expect(each.effects.length).toBeLessThanOrEqual(before.length);
      expect(each.run.slots).toEqual(alone[index]?.run.slots ?? {});
      joined += before.length - each.effects.length;
    }
  });
  // By chance some draws have few texts in a row.
  expect(joined).toBeGreaterThan(3);
}, 30_000);

/** Everything that a person reads of a turn, in order, without the spaces. */
function wordsOf(effects: readonly Effect[]): string {
  const sends = effects.flatMap((effect) => (effect.kind === "send" ? [effect.message] : []));
  return sends.map(messageOutText).join("").replace(/\s/g, "");
}

function checkEffect(effect: Effect, capabilities: Capabilities): void {
  if (effect.kind !== "send") return;
  const { message } = effect;
  expect(messageOutSchema.parse(JSON.parse(JSON.stringify(message)))).toEqual(message);
  const form = describeLimits(message, capabilities);
  expect(form, JSON.stringify(message)).toEqual([]);
}

/** What a network would refuse about a message. */
function describeLimits(message: MessageOut, capabilities: Capabilities): readonly string[] {
  if (message.kind === "text") return tooLong("text", message.text, capabilities.text.maxChars);
  if (message.kind !== "buttons" && message.kind !== "list") return [];
  const isList = message.kind === "list";
  const room = isList ? capabilities.list : capabilities.buttons;
  const options = isList ? message.sections.flatMap((section) => section.rows) : message.options;
  const titles = new Set(options.map((option) => option.title));
  return [
    ...(options.length > mostOptions(isList, capabilities) ? ["options"] : []),
    ...(titles.size < options.length ? ["twins"] : []),
    ...tooLong("body", message.text, room?.bodyChars),
    ...tooLong("footer", message.footer, room?.footerChars),
    ...(isList ? tooLong("button", message.button, capabilities.list?.buttonChars) : []),
    ...options.flatMap((option) => wrongParts(option, capabilities)),
  ];
}

function mostOptions(isList: boolean, { buttons, list }: Capabilities): number {
  return (isList ? list?.maxRows : buttons?.max) ?? 0;
}

function wrongParts({ id, title, description }: Option, { buttons, list }: Capabilities) {
  const room = list ?? buttons;
  return [
    ...tooLong("title", title, room?.titleChars),
    ...tooLong("id", id, room?.idChars),
    ...tooLong("description", description, list?.descriptionChars),
  ];
}

function tooLong(what: string, value: string | undefined, max: number | undefined) {
  if (value === undefined) return [];
  return value.length > (max ?? 0) || value.trim() === "" ? [what] : [];
}
