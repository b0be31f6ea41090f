import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import type { PlannedPerson } from "./world-plan.ts";

const names = ["Ani", "Budi", "Citra", "Dewi", "Eko", "Fitri", "Gita", "Hadi", "Indah", "Joko"];

/**
 * People who show their phone number, their user id, or both from the beginning or from some day
 * on. Each has a name of their own, so that a trace can be followed.
 */
export function drawPeople(random: SeededRandom, count: number): readonly PlannedPerson[] {
  return Array.from({ length: count }, (_, index) => {
    const name = `${names[index % names.length]}${Math.floor(index / names.length)}`;
    const phone = `62812${String(10_000_000 + index)}`;
    const userId = `ID.${String(5_000_000_000 + index)}`;
    const both = { name, phone, userId };
    const first = random.pick([both, both, { name, phone }, { name, phone }, { name, userId }]);
    return { first, later: both };
  });
}
