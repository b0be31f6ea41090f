import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";

/** One of the names, each as often as its share of all says. */
export function drawWeighted<Name>(
  random: SeededRandom,
  shares: readonly (readonly [Name, number])[],
): Name {
  let left = random.below(shares.reduce((sum, [, share]) => sum + share, 0));
  for (const [name, share] of shares) {
    if (left < share) return name;
    left -= share;
  }
  return random.pick(shares)[0];
}
