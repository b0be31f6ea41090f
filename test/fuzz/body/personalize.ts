import type { Json, JsonObject } from "#core/lib/json.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";
import { isObject } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { account } from "#test/fuzz/account.ts";
import { isList } from "./is-list.ts";

/**
 * People who write at one time, and bodies after which one of them leaves for good and another comes:
 * everybody writes often, and nobody for so long that a person or another app answers them for ever.
 */
const crowdSize = 600;
const stayBodies = 5;
/**
 * Far ahead, so that it counts as just received whenever the run takes place: a body must not depend
 * on the clock. In seconds; the year 2100.
 */
const stampSeconds = 4_102_444_800;
/** A message that came before comes again. */
const repeatChance = 0.03;
const repeatReach = 400;

const phoneShape = /^62\d{8,14}$/;
const userIdShape = /^[A-Z]{2}\.(?:ENT\.)?\w+$/;
const timeKeys: ReadonlySet<string> = new Set(["timestamp", "time"]);

export interface BodyName {
  /** The body's place in the run. */
  readonly number: number;
  /** What its ids begin with. */
  readonly name: string;
}

/**
 * The webhook as if other people had sent it at another time: the same ids stay the same within it,
 * messages get ids that name the body, and receipts are for messages that we may have sent.
 */
export function personalize(webhook: JsonObject, random: SeededRandom, body: BodyName): JsonObject {
  const first = Math.floor(body.number / stayBodies) + random.below(crowdSize);
  const phones = new Map<string, number>();
  const userIds = new Map<string, number>();
  const messages = new Map<string, string>();

  function person(seen: Map<string, number>, original: string): number {
    const known = seen.get(original);
    if (known !== undefined) return known;
    const index = first + seen.size;
    seen.set(original, index);
    return index;
  }

  function message(original: string): string {
    const known = messages.get(original);
    if (known !== undefined) return known;
    const id = original.startsWith("wamid.OUT")
      ? `wamid.OUT${1 + random.below(1_000)}`
      : `wamid.${body.name}n${messages.size}`;
    messages.set(original, id);
    return id;
  }

  function text(value: string): string {
    if (value.startsWith("wamid.")) return message(value);
    if (value !== account.displayPhoneNumber && phoneShape.test(value)) {
      return `62812${String(10_000_000 + person(phones, value))}`;
    }
    if (!userIdShape.test(value)) return value;
    const [country, middle] = value.split(".");
    const index = String(10_000_000 + person(userIds, value));
    return middle === "ENT" ? `${country}.ENT.${index}` : `${country}.${index}`;
  }

  function item(key: string, value: Json): Json {
    if (timeKeys.has(key)) {
      const seconds = stampSeconds + random.below(1_000_000);
      if (typeof value === "number") return seconds;
      if (typeof value === "string") return String(seconds);
    }
    return walk(value);
  }

  function walk(value: Json): Json {
    if (typeof value === "string") return text(value);
    if (isList(value)) return value.map(walk);
    return isObject(value) ? object(value) : value;
  }

  function object(value: JsonObject): JsonObject {
    return Object.fromEntries(Object.entries(value).map(([key, it]) => [key, item(key, it)]));
  }

  return object(webhook);
}

/** How a body calls its messages: by its number, or now and then by that of a body before it. */
export function drawBodyName(number: number, random: SeededRandom): BodyName {
  const back = random.chance(repeatChance) ? random.below(repeatReach) : 0;
  return { number, name: `b${Math.max(0, number - back)}` };
}
