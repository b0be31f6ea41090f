import type { Json } from "sapa/plugin";

/** Greatest nesting of one update; Meta's own stay below fifteen. */
export const maxJsonDepth = 64;

/** True if `{` and `[` nest deeper than `limit`. Walks with a list, so that no depth is too great. */
export function isDeeperThan(value: Json, limit: number): boolean {
  let level: Json[] = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    const next: Json[] = [];
    let isNested = false;
    for (const item of level) {
      if (typeof item !== "object" || item === null) continue;
      isNested = true;
      for (const child of Object.values<Json>(item)) next.push(child);
    }
    if (isNested && depth >= limit) return true;
    level = next;
  }
  return false;
}
