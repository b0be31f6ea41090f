import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { NextWord, Session, SessionStep } from "./scenario-sessions.ts";

/** Draws one visit of one person. */
export function drawSession(
  sessions: readonly Session[],
  random: SeededRandom,
  word: NextWord,
): readonly SessionStep[] {
  let left = random.below(sessions.reduce((sum, [weight]) => sum + weight, 0));
  for (const [weight, draw] of sessions) {
    left -= weight;
    if (left < 0) return draw(random, word);
  }
  return [];
}
