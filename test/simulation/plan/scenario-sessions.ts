import { minuteMs, secondMs } from "#core/lib/millis.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { Deed } from "./world-plan.ts";

/** One deed of a session, so long after the one before. */
export interface SessionStep {
  readonly afterMs: number;
  readonly deed: Deed;
}

/** Makes a word that occurs nowhere else in the world, so that an answer names its question. */
export type NextWord = () => string;

/** One visit of a person, and how often it is drawn among the others. */
export type Session = readonly [
  weight: number,
  draw: (random: SeededRandom, word: NextWord) => readonly SessionStep[],
];

export const say = (text: string): Deed => ({ kind: "say", text });
export const tap = (option: number): Deed => ({ kind: "tap", option });

/** What a person who reads and types needs, in milliseconds. */
function readingMs(random: SeededRandom): number {
  return secondMs * (2 + 60 * random.fraction() ** 2);
}

export function chat(random: SeededRandom, deeds: readonly Deed[]): readonly SessionStep[] {
  return deeds.map((deed) => ({ afterMs: readingMs(random), deed }));
}

function repeat(count: number, make: (index: number) => SessionStep): readonly SessionStep[] {
  return Array.from({ length: count }, (_, index) => make(index));
}

const odd: readonly string[] = [
  "echo 🐙👩‍👩‍👧‍👦 ق",
  "echo \u0000 in the middle",
  `echo ${"long ".repeat(700)}`,
  "echo __proto__ constructor",
  "echo {{ contact.name }} *bold* _x_",
];

/** What people do with the scenario's bot. */
export const scenarioSessions: readonly Session[] = [
  [
    12,
    (random, word) =>
      repeat(1 + random.below(4), () => ({
        afterMs: readingMs(random),
        deed: say(`echo ${word()}`),
      })),
  ],
  // A burst: faster than anybody reads, several within one second's stamp.
  [
    4,
    (random, word) =>
      repeat(4 + random.below(9), () => ({
        afterMs: 700 * random.fraction(),
        deed: say(`echo ${word()}`),
      })),
  ],
  // A flood beyond the contact's limit.
  [
    1,
    (random, word) =>
      repeat(26, () => ({ afterMs: 900 * random.fraction(), deed: say(`echo ${word()}`) })),
  ],
  [
    8,
    (random) =>
      chat(random, [say("order"), tap(random.below(2)), say(String(1 + random.below(9)))]),
  ],
  [3, (random) => chat(random, [say("order"), tap(0), say("lots"), say("help"), say("3")])],
  [
    2,
    (random) => chat(random, [say("order"), say("order"), say("tea"), say("2"), tap(1), say("5")]),
  ],
  // Left unanswered: the timers speak, the last one when the window is closed.
  [3, (random) => chat(random, [say("order")])],
  [3, (random) => chat(random, [say("order"), tap(1)])],
  [5, (random, word) => chat(random, [say(`remind ${word()}`)])],
  [2, (random, word) => chat(random, [say(`remind ${word()}`), say("STOP"), say("start")])],
  [5, (random, word) => chat(random, [say(`many ${word()}`)])],
  // STOP in the middle of a row of messages, and back a while later.
  [
    4,
    (random, word) => [
      { afterMs: 0, deed: say(`many ${word()}`) },
      { afterMs: 3_000 * random.fraction(), deed: say(random.pick(["STOP", "berhenti"])) },
      { afterMs: 5_000 * random.fraction(), deed: say(`echo ${word()}`) },
      { afterMs: minuteMs * (1 + random.below(90)), deed: say("START") },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
    ],
  ],
  [
    2,
    (random, word) => [
      { afterMs: 0, deed: say("order") },
      { afterMs: readingMs(random), deed: say(random.pick(["human", "admin"])) },
      { afterMs: readingMs(random), deed: say(`echo ${word()}`) },
      { afterMs: readingMs(random), deed: { kind: "operator", text: "A person is here." } },
      { afterMs: minuteMs * random.below(120), deed: say("start") },
    ],
  ],
  [
    1,
    (random) => [
      { afterMs: 0, deed: say("STOP") },
      { afterMs: readingMs(random), deed: { kind: "operator", text: "Are you sure?" } },
      { afterMs: minuteMs * random.below(120), deed: say("start") },
    ],
  ],
  [2, (random) => chat(random, [say("order"), say("cancel"), say("menu"), say("help")])],
  [2, (random) => [{ afterMs: 0, deed: say(random.pick(odd)) }]],
  [
    2,
    (_random, word) => [
      { afterMs: 0, deed: say(`poison ${word()}`) },
      { afterMs: 1_500, deed: say(`echo ${word()}`) },
    ],
  ],
  [
    1,
    () => [
      { afterMs: 0, deed: { kind: "vendor", message: { type: "hologram", hologram: { x: 1 } } } },
    ],
  ],
  [
    1,
    (_random, word) => [
      { afterMs: 0, deed: say(`echo ${word()}`) },
      { afterMs: 0, deed: { kind: "redeliver" } },
    ],
  ],
  [
    1,
    (_random, word) => [
      { afterMs: 0, deed: { kind: "reveal" } },
      { afterMs: 0, deed: say(`echo ${word()}`) },
    ],
  ],
];
