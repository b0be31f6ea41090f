import { hourMs, type Millis, minuteMs, secondMs, toMillis } from "#core/lib/millis.ts";
import type { AccountAct } from "#core/model/ports/simulator.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { type CrashPoint, crashPoints } from "#test/simulation/world/crash-points.ts";
import { ordinary, type Weather } from "#test/simulation/world/weather.ts";
import type { NastyMoment, Trouble } from "./world-plan.ts";

/** The template that the scenario sends when its window is closed. */
const stillThere = { name: "still_there", language: "en" } as const;

/** Deaths on an ordinary day; 500 days hold enough for every point. */
const crashesPerDay = 5;

const storms: readonly Partial<Weather>[] = [
  { lostAnswer: 0.3, lostRequest: 0.2 },
  { hang: 0.3, slowAnswer: 0.4 },
  { serverError: 0.5, garbage: 0.2, failingShop: 0.5 },
  { rateLimited: 0.5 },
  { unsent: 0.6 },
  { unauthorized: 1 },
  { duplicateWebhook: 0.6, reorderWebhook: 0.6 },
  { lateStatus: 0.8, lostAnswer: 0.15 },
  { lostWebhook: 0.5, lostAck: 0.4 },
  { batchWebhook: 0.7, storeHiccup: 0.05 },
  { fileOver: 0.6, fileCut: 0.4 },
  { fileOther: 0.5, fileGone: 0.5 },
  { lostAnswer: 0.4, lostRequest: 0.4, serverError: 0.4, failingShop: 0.4 },
  { refuse: { code: 131_026, count: 3 }, skippedDelivered: 0.8 },
  { fail: { code: 131_026, count: 3 } },
  { fail: { code: 131_047, count: 3 }, batchWebhook: 0.3 },
  { slowStore: 0.5, slowStoreMs: 2_000 },
  { storeHiccup: 0.3 },
];

/** What the network decides about the account, and how it ends; `forMs` later at most. */
const decisions: readonly {
  readonly act: AccountAct;
  readonly end?: AccountAct;
  readonly forMs: number;
}[] = [
  ...(["rejected", "paused", "disabled"] as const).map((decision) => ({
    act: { kind: "template", ...stillThere, decision } as const,
    end: { kind: "template", ...stillThere, decision: "approved" } as const,
    forMs: 3 * hourMs,
  })),
  { act: { kind: "template_quality", ...stillThere, quality: "red" }, forMs: 0 },
  {
    act: { kind: "restriction", untilAt: toMillis(Date.UTC(2099, 0, 1)) },
    end: { kind: "restriction" },
    forMs: 10 * minuteMs,
  },
  { act: { kind: "number_limit", limit: "TIER_10K" }, forMs: 0 },
  { act: { kind: "error", code: 130_429 }, forMs: 0 },
  { act: { kind: "vendor", field: "security", value: { event: "PIN_CHANGED" } }, forMs: 0 },
];

const noDecision = { act: { kind: "error", code: 130_429 }, end: undefined, forMs: 0 } as const;

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
  const stops = times(6 * days, (index): Trouble => {
    const nasty = dealt(nastyMoments, index) ?? "taken";
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
  const told = times(2 * days, (index): readonly Trouble[] => {
    const at = moment();
    const { act, end, forMs } = dealt(decisions, deal * 2 * days + index) ?? noDecision;
    const endAt = toMillis(at + minuteMs + forMs * random.fraction());
    const begin: Trouble = { kind: "announce", at, act };
    return end === undefined ? [begin] : [begin, { kind: "announce", at: endAt, act: end }];
  }).flat();
  return [...crashes, ...blown, ...full, ...stops, ...drains, ...jumps, ...told].toSorted(
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
