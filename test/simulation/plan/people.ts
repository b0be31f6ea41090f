import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { PlannedPerson } from "./world-plan.ts";

const names = ["Ani", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gita", "Hadi", "Indah", "Joko"];
const shown = ["both", "both", "phone", "phone", "userId"] as const;

/**
 * People who show their phone number, their user id, or both from the beginning or from some day
 * on, and who may move to another number and id. Each has a name of their own, so that a trace can
 * be followed.
 */
export function drawPeople(random: SeededRandom, count: number): readonly PlannedPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${names[index % names.length]}${Math.floor(index / names.length)}`;
    const addresses = (phone: number, userId: number) => ({
      name,
      phone: `62812${String(phone + index)}`,
      userId: `ID.${String(userId + index)}`,
    });
    return {
      shows: random.pick(shown),
      first: addresses(10_000_000, 5_000_000_000),
      moved: addresses(20_000_000, 6_000_000_000),
    };
  });
}
