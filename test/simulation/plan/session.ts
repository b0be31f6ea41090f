import { secondMs } from "#core/lib/millis.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { Deed } from "./world-plan.ts";

/** One deed of a session, so long after the one before. */
export interface SessionStep {
  readonly afterMs: number;
  readonly deed: Deed;
}

/** Makes a word that occurs nowhere else in the world, so that an answer names its question. */
export type NextWord = () => string;

/** What a visit is drawn from. */
interface Draw {
  readonly random: SeededRandom;
  readonly word: NextWord;
}

/** One kind of visit, and how often it is drawn among the others. */
export interface Session {
  readonly name: string;
  readonly weight: number;
  readonly draw: (from: Draw) => readonly SessionStep[];
}

/** What a person who reads and types needs, in milliseconds. */
export function readingMs(random: SeededRandom): number {
  return secondMs * (2 + 60 * random.fraction() ** 2);
}

/** Deeds one after the other, as fast as somebody reads and types. */
export function chat(random: SeededRandom, deeds: readonly Deed[]): readonly SessionStep[] {
  return deeds.map((deed) => ({ afterMs: readingMs(random), deed }));
}

export function repeat(count: number, make: () => SessionStep): readonly SessionStep[] {
  return Array.from({ length: count }, make);
}

/** Draws one visit of one person. */
export function drawSession(sessions: readonly Session[], from: Draw): readonly SessionStep[] {
  let left = from.random.below(sessions.reduce((sum, { weight }) => sum + weight, 0));
  for (const { weight, draw } of sessions) {
    left -= weight;
    if (left < 0) return draw(from);
  }
  return [];
}
