import { assertNever } from "#core/lib/assert-never.ts";
import type { Json } from "#core/lib/json.ts";
import { metaJson } from "#plugins/channel-whatsapp-cloud/fake/sign-webhook.ts";
import { isObject, listOf, objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import { drawWeighted } from "#test/fuzz/draw-weighted.ts";
import { makeCrowd } from "./make-crowd.ts";
import { mutateBytes } from "./mutate-bytes.ts";
import { mutateJson } from "./mutate-json.ts";
import { deepen, mutateText } from "./mutate-text.ts";
import { drawBodyName, personalize } from "./personalize.ts";
import type { Yield } from "./sample.ts";
import type { Tools } from "./tools.ts";

/** What was done to a body, and how often of a hundred times. */
const tricks = [
  ["nothing", 15],
  ["fields", 47],
  ["crowd", 2],
  ["crowd, fields", 2],
  ["fast-check", 10],
  ["text", 8],
  ["depth", 2],
  ["bytes", 14],
] as const;
type Trick = (typeof tricks)[number][0];

/** One in so many bodies is longer than what is taken in at all. */
const hugeOneIn = 20_000;
const hugeBytes = 4 * 1_048_576 + 1;
const maxChanges = 5;

export interface DrawnBody {
  readonly trick: Trick | "huge";
  readonly bytes: Uint8Array;
  /** What it must become; undefined: whatever the reader makes of it. */
  readonly becomes?: Yield;
}

const encoder = new TextEncoder();

/** Draws body `number` of a run; all of it comes out of the tools' chance. */
export function drawBody(number: number, tools: Tools): DrawnBody {
  const { random } = tools;
  const name = drawBodyName(number, random);
  if (random.below(hugeOneIn) === 0) {
    return { trick: "huge", bytes: new Uint8Array(hugeBytes).fill(0x20) };
  }
  const trick = drawWeighted(random, tricks);
  const sample = random.pick(tools.samples);
  const good = personalize(sample.webhook, random, name);
  switch (trick) {
    case "nothing": {
      const { becomes } = sample;
      return { trick, bytes: write(good, tools), ...(becomes === undefined ? {} : { becomes }) };
    }
    case "fields":
      return { trick, bytes: write(mutateOften(good, tools), tools) };
    case "crowd":
      return { trick, bytes: write(makeCrowd(tools, name), tools) };
    case "crowd, fields":
      return { trick, bytes: write(mutateOften(makeCrowd(tools, name), tools), tools) };
    case "fast-check":
      return { trick, bytes: write(placePooled(good, tools), tools) };
    case "text":
      return { trick, bytes: encoder.encode(mutateText(spell(good, tools), random)) };
    case "depth":
      return { trick, bytes: encoder.encode(deepen(spell(good, tools), random)) };
    case "bytes":
      return { trick, bytes: mutateBytes(write(good, tools), random) };
    default:
      return assertNever(trick, "drawBody");
  }
}

function mutateOften(good: Json, tools: Tools): Json {
  let value = good;
  for (let left = 1 + tools.random.below(maxChanges); left > 0; left -= 1) {
    value = mutateJson(value, tools);
  }
  return value;
}

/** A value of fast-check's as the body, an entry, a change, its value, or a list of messages. */
function placePooled(good: Json, { random, pool }: Tools): Json {
  const value = random.pick(pool);
  const webhook = objectOf(good) ?? {};
  const entry = objectOf(listOf(webhook["entry"])[0]) ?? {};
  const change = objectOf(listOf(entry["changes"])[0]) ?? {};
  const content = objectOf(change["value"]) ?? {};
  const withChange = (item: Json) => ({ ...webhook, entry: [{ ...entry, changes: [item] }] });
  const withValue = (item: Json) => withChange({ ...change, value: item });
  switch (random.below(7)) {
    case 0:
      return value;
    case 1:
      return { ...webhook, entry: [value, entry] };
    case 2:
      return withChange(value);
    case 3:
      return withValue(isObject(value) ? { ...content, ...value } : value);
    case 4:
      return withValue({ ...content, contacts: value });
    case 5:
      return withValue({ ...content, statuses: [value], errors: [value] });
    default: {
      const message = objectOf(listOf(content["messages"])[0]) ?? {};
      return withValue({ ...content, messages: [{ ...message, ...objectOf(value) }, value] });
    }
  }
}

/** As JSON is written, as Meta writes it, or as a person would. */
function spell(value: Json, { random }: Tools): string {
  if (random.chance(0.5)) return JSON.stringify(value);
  return random.chance(0.8) ? metaJson(value) : JSON.stringify(value, null, 2);
}

function write(value: Json, tools: Tools): Uint8Array {
  return encoder.encode(spell(value, tools));
}
