import type { Json } from "#core/lib/json.ts";
import { isObject } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { changeList } from "./change-list.ts";
import { changeObject } from "./change-object.ts";
import { changeScalar } from "./change-scalar.ts";
import { hostileValue } from "./hostile-values.ts";
import { isList } from "./is-list.ts";
import type { Tools } from "./tools.ts";

/** Levels around the content: body, entries, entry, changes, change. */
const shellLevels = 5;
/** The chance that a change hits a level of the shell, and then all that is in it. */
const shellChance = 0.04;
/** The chance that it hits a list or an object of the content, and not something in it. */
const contentChance = 0.08;

/** The chance that what is hit becomes something else altogether. */
const replaceChance = 0.15;

/** The value with one change somewhere in it; what it was is left as it is. */
export function mutateJson(value: Json, tools: Tools, level = 0): Json {
  const { random } = tools;
  const isShell = level < shellLevels;
  if (random.chance(isShell ? shellChance : contentChance)) return changeHere(value, tools);
  if (isList(value) && value.length > 0) {
    const index = random.below(value.length);
    return value.with(index, mutateJson(value[index] ?? null, tools, level + 1));
  }
  if (!isObject(value)) return changeHere(value, tools);
  const keys = Object.keys(value).filter((name) => !isShell || isNested(value[name]));
  const key = keys[random.below(keys.length)];
  if (key === undefined) return changeHere(value, tools);
  // A computed name makes a field of its own even of `__proto__`.
  return { ...value, [key]: mutateJson(value[key] ?? null, tools, level + 1) };
}

function isNested(value: Json | undefined): boolean {
  return typeof value === "object" && value !== null;
}

function changeHere(value: Json, tools: Tools): Json {
  const { random, pool } = tools;
  if (random.chance(replaceChance)) {
    return random.chance(0.5) ? random.pick(pool) : hostileValue(random);
  }
  if (isList(value)) return changeList(value, tools);
  return isObject(value) ? changeObject(value, tools) : changeScalar(value, tools);
}
