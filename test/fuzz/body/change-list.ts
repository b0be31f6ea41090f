import type { Json } from "#core/lib/json.ts";
import { hostileValue } from "./hostile-values.ts";
import type { Tools } from "./tools.ts";

/** Most copies that one change makes of an item. */
const maxCopies = 12;

/** A list that lost, gained, repeated or swapped items, or is no list any more. */
export function changeList(list: readonly Json[], { random, pool }: Tools): Json {
  const at = random.below(list.length + 1);
  const item = list[at] ?? list[0] ?? null;
  switch (random.below(8)) {
    case 0:
      return [];
    case 1:
      return list.toSpliced(at, 1);
    case 2:
      return [...list, ...Array.from({ length: 1 + random.below(maxCopies) }, () => item)];
    case 3:
      return list.toSpliced(at, 0, hostileValue(random));
    case 4:
      return list.toSpliced(at, 0, random.pick(pool));
    case 5:
      return list.toReversed();
    case 6:
      return item;
    default:
      return Object.fromEntries(list.map((it, index) => [String(index), it]));
  }
}
