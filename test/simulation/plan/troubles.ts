import { hourMs, type Millis, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { type CrashPoint, crashPoints } from "#test/simulation/world/crash-points.ts";
import { ordinary, type Weather } from "#test/simulation/world/weather.ts";
import type { NastyMoment, Trouble } from "./world-plan.ts";

/** Deaths on an ordinary day; 500 days hold enough for every point. */
const crashesPerDay = 5;

const storms: readonly Partial<Weather>[] = [
  { lostAnswer: 0.3, lostRequest: 0.2 },
  { hang: 0.3, slowAnswer: 0.4 },
  { serverError: 0.5, garbage: 0.2 },
  { rateLimited: 0.5 },
  { unsent: 0.6 },
  { unauthorized: 1 },
  { duplicateWebhook: 0.6, reorderWebhook: 0.6 },
  { lateStatus: 0.8, lostAnswer: 0.15 },
  { lostWebhook: 0.5, lostAck: 0.4 },
  { mergedWebhook: 0.7, storeHiccup: 0.05 },
  { slowStore: 0.5, slowStoreMs: 2_000 },
  { storeHiccup: 0.3 },
];

const nastyMoments: readonly NastyMoment[] = ["send-claimed", "send-decided", "taken"];

/**
 * Everything that goes wrong in a world of `days` days. Crash points and storms are dealt like cards
 * from a deck that begins at `deal`, so that worlds with numbers in a row hit all of them alike.
 */
export function drawTroubles(
  random: SeededRandom,
  startAt: Millis,
  days: number,
  deal: number,
): readonly Trouble[] {
  const endAt = startAt + days * 24 * hourMs;
  // Not at the very end: a rare point needs time until it is passed.
  const moment = () => toMillis(startAt + 0.95 * (endAt - startAt) * random.fraction());
  const times = <T>(count: number, make: (index: number) => T): readonly T[] =>
    Array.from({ length: count }, (_, index) => make(index));
  const dealt = <T>(deck: readonly T[], index: number): T | undefined => deck[index % deck.length];

  const crashes = times(crashesPerDay * days, (index): Trouble => {
    const point: CrashPoint = dealt(crashPoints, deal * crashesPerDay * days + index) ?? "anywhere";
    const fromAt = moment();
    const skip = point === "anywhere" || random.chance(0.5) ? 0 : random.below(4);
    return { kind: "crash", at: fromAt, order: { fromAt, point, skip, downMs: drawDown(random) } };
  });
  const blown = times(2 * days, (index): Trouble => {
    const weather = { ...ordinary, ...dealt(storms, deal * 2 * days + index) };
    return { kind: "storm", at: moment(), forMs: minuteMs * (5 + random.below(60)), weather };
  });
  const full = times(days, (): Trouble => {
    return { kind: "store-down", at: moment(), forMs: secondMs * (1 + random.below(240)) };
  });
  const stops = times(2 * days, (index): Trouble => {
    const nasty = dealt(nastyMoments, deal * 2 * days + index) ?? "taken";
    return { kind: "stop-at", at: moment(), moment: nasty };
  });
  const drains = times(days, (): Trouble => {
    return { kind: "drain", at: moment(), downMs: secondMs * (1 + random.below(60)) };
  });
  const jumps = times(Math.ceil(days / 2), (): readonly Trouble[] => {
    const at = moment();
    const skewMs = random.chance(0.5) ? hourMs : -hourMs;
    const backAt = toMillis(at + minuteMs * (5 + random.below(120)));
    return [
      { kind: "clock", at, skewMs },
      { kind: "clock", at: backAt, skewMs: 0 },
    ];
  }).flat();
  return [...crashes, ...blown, ...full, ...stops, ...drains, ...jumps].toSorted(
    (a, b) => a.at - b.at,
  );
}

/** Mostly a supervisor that restarts at once, sometimes a night without anybody. */
function drawDown(random: SeededRandom): number {
  const draw = random.fraction();
  if (draw < 0.7) return secondMs * (1 + 4 * random.fraction());
  if (draw < 0.95) return minuteMs * (1 + random.below(20));
  return minuteMs * (60 + random.below(120));
}
