import { dayMs, hourMs, type Millis, toMillis } from "#core/lib/millis.ts";
import { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { exampleSessions } from "./example-sessions.ts";
import { networkSessions } from "./network-sessions.ts";
import { drawPeople } from "./people.ts";
import { richSessions } from "./rich-sessions.ts";
import { drawSession } from "./session.ts";
import { drawTroubles } from "./troubles.ts";
import { wordSessions } from "./word-sessions.ts";
import { workSessions } from "./work-sessions.ts";
import type { Deed, PlannedAct, WorldPlan } from "./world-plan.ts";

/** A Monday; which one a world gets depends on its seed. */
const firstMonday = Date.UTC(2026, 0, 5);
const peopleCount = 24;

const sessionsOf = {
  scenario: [...wordSessions, ...richSessions, ...networkSessions, ...workSessions],
  example: [...exampleSessions, ...networkSessions],
} as const;

/**
 * Plans a world: who lives there, at least `perDay` messages on each of its days, and what goes
 * wrong. `deal` is the world's number in its row, see `drawTroubles`.
 */
export function drawPlan(options: {
  readonly seed: number;
  readonly days: number;
  readonly perDay: number;
  readonly deal: number;
}): WorldPlan {
  const { seed, days, perDay } = options;
  const random = new SeededRandom(seed);
  const startAt = toMillis(firstMonday + random.below(300) * dayMs);
  const people = drawPeople(random, peopleCount);
  const bot = options.deal % 4 === 3 ? "example" : "scenario";
  let words = 0;
  const word = () => {
    words += 1;
    return `w${words}w`;
  };
  const acts: PlannedAct[] = [];
  const endAt = startAt + days * dayMs;
  for (let day = 0; day < days; day += 1) {
    for (let messages = 0; messages < perDay; ) {
      const person = random.below(peopleCount);
      let at: Millis = toMillis(startAt + day * dayMs + drawHour(random) * hourMs);
      for (const { afterMs, deed } of drawSession(sessionsOf[bot], { random, word })) {
        at = toMillis(at + afterMs);
        acts.push({ at, person, deed });
        if (at < endAt) messages += messagesOf(deed);
      }
    }
  }
  const troubles = drawTroubles(random, startAt, days, options.deal);
  return {
    bot,
    seed,
    startAt,
    durationMs: days * dayMs,
    comesToRest: true,
    people,
    // Whatever a visit would do after the last day is left undone.
    acts: acts.filter(({ at }) => at < endAt).toSorted((a, b) => a.at - b.at),
    troubles,
  };
}

/** How many messages of a person a deed is. */
function messagesOf(deed: Deed): number {
  if (deed.kind === "together") return deed.deeds.length;
  return deed.kind === "act" || deed.kind === "file" || deed.kind === "tap" ? 1 : 0;
}

/** Most of a day's traffic falls between 8 and 20 o'clock, some of it at night. */
function drawHour(random: SeededRandom): number {
  return random.chance(0.8) ? 8 + 12 * random.fraction() : 23.5 * random.fraction();
}
