import type { Json, JsonObject } from "#core/lib/json.ts";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { hostileKey, hostileValue } from "./hostile-values.ts";
import type { Tools } from "./tools.ts";

/** An object that lost, gained, renamed or swapped fields, or is no object any more. */
export function changeObject(object: JsonObject, tools: Tools): Json {
  const { random, vocabulary, pool } = tools;
  const entries = Object.entries(object);
  const at = random.below(Math.max(1, entries.length));
  const [key = "", value = null] = entries[at] ?? [];
  switch (random.below(10)) {
    case 0:
    case 1:
      return Object.fromEntries(entries.toSpliced(at, 1));
    case 2:
      return rename(entries, at, random.pick(vocabulary.keys));
    case 3:
      return rename(entries, at, hostileKey(random));
    case 4:
      return Object.fromEntries([...entries, [random.pick(vocabulary.keys), value]]);
    case 5:
      return Object.fromEntries([...entries, [hostileKey(random), random.pick(pool)]]);
    case 6:
      return Object.fromEntries([...entries, [random.pick(vocabulary.keys), hostileValue(random)]]);
    case 7:
      return { ...object, ...objectOf(random.pick(pool)) };
    case 8:
      return [object];
    default:
      return Object.fromEntries([...entries, [key, hostileValue(random)]]);
  }
}

/** The field `at` under another name, in its place; `fromEntries` makes `__proto__` a mere field. */
function rename(
  entries: readonly (readonly [string, Json])[],
  at: number,
  name: string,
): JsonObject {
  return Object.fromEntries(
    entries.map(([key, value], index) => [index === at ? name : key, value]),
  );
}
