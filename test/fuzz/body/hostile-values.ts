import type { Json } from "#core/lib/json.ts";
import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";

const numbers: readonly number[] = [
  0,
  -1,
  1,
  0.1,
  -0.5,
  1e21,
  -1e21,
  1e308,
  5e-324,
  2 ** 31,
  -(2 ** 31),
  2 ** 53,
  2 ** 63,
  1_795_305_600_000,
  8_640_000_000_001,
];

const stamps: readonly string[] = [
  "0",
  "-1",
  "1",
  "1e10",
  "0x10",
  " 12 ",
  "soon",
  "NaN",
  "Infinity",
  "1795305600.5",
  "1795305600000",
  "99999999999999999999",
  "2026-11-22T00:00:00Z",
];

const ids: readonly string[] = [
  "wamid.",
  "wamid.\u0000",
  "wamid.OUT1",
  `wamid.${"A".repeat(1_018)}`,
  `wamid.${"A".repeat(1_019)}`,
  "ID.",
  ".123",
  "id.123",
  "ID.ENT.",
  `ID.${"9".repeat(253)}`,
  `ID.${"9".repeat(254)}`,
  "0812",
  "+62 812-1000-0001",
  "62812a",
  "６２８１２",
  "9".repeat(32),
  "9".repeat(33),
];

const words: readonly string[] = [
  "",
  " ",
  "\n",
  "stop",
  "STOP ALL",
  "berhenti",
  "start",
  "menu",
  "help",
  "human",
  "cancel",
  "order",
  "survey",
  "tea",
  "2",
  "yes",
  "{{ message.text }}",
  "*bold* _x_ ~y~ ```z```",
  "'; DROP TABLE event; --",
  "%00%s%n",
  "../../../etc/passwd",
  "<script>alert(1)</script>",
];

const signs: readonly string[] = [
  "\u0000",
  "a\u0000b",
  "\ud800",
  "\udfff\ud800",
  "x\udc00y",
  "👩‍👩‍👧‍👦🐙",
  "🇮🇩",
  "‮gnol‬",
  "\u200b\u2060\ufeff",
  "\u0085\u2028\u2029",
  "مرحبا",
  "e\u0301".repeat(50),
  "\u0301".repeat(300),
];

const keys: readonly string[] = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "toJSON",
  "then",
  "length",
  "0",
  "",
  "\u0000",
];

/** Lengths around the limits that readers have. */
const lengths: readonly number[] = [64, 65, 256, 512, 1_024, 1_025, 4_096, 4_097, 9_999];
const longLengths: readonly number[] = [65_536, 65_537, 120_000];

/** A field name that objects of JavaScript may trip over. */
export function hostileKey(random: SeededRandom): string {
  return random.pick(keys);
}

/** A text that no reader hopes for. */
export function hostileText(random: SeededRandom): string {
  const kind = random.below(20);
  if (kind < 6) return random.pick(words);
  if (kind < 10) return random.pick(signs);
  if (kind < 13) return random.pick(ids);
  if (kind < 16) return random.pick(stamps);
  if (kind < 17) return random.pick(keys);
  const fill = random.chance(0.7) ? "x" : random.pick(signs);
  const length = random.chance(0.05) ? random.pick(longLengths) : random.pick(lengths);
  return fill.repeat(Math.ceil(length / fill.length)).slice(0, length);
}

export function hostileNumber(random: SeededRandom): number {
  return random.pick(numbers);
}

/** A value of any kind that fits nowhere in particular. */
export function hostileValue(random: SeededRandom): Json {
  const kind = random.below(10);
  if (kind < 4) return hostileText(random);
  if (kind < 6) return hostileNumber(random);
  return random.pick<Json>([null, true, false, [], {}, [[]], [null], { "": null }]);
}
