import type { SeededRandom } from "#core/plugin/testing/seeded-random.ts";

/** A field with its value, where that is neither a list nor an object. */
const fieldShape = /"(\w+)"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d[\d.]*|true|false|null)/g;

/** What stands for a value in JSON, nearly does, or does in other languages. */
const tokens: readonly string[] = [
  "1e400",
  "-1e400",
  "1e-400",
  "-0",
  "00",
  "0x10",
  "NaN",
  "undefined",
  "'x'",
  '"\\ud800"',
  '"\\u0000"',
  '"\\x41"',
  '"\n"',
  '"',
  "",
  "{}",
  "[",
  "/* */ 1",
  "12345678901234567890123456789",
];
const digits = 40_000;

/** Around the depths that readers bear. */
const depths: readonly number[] = [40, 63, 64, 65, 200, 1_000, 5_000, 60_000];

/** JSON text with one change that only text can have; some of it is no JSON any more. */
export function mutateText(text: string, random: SeededRandom): string {
  switch (random.below(7)) {
    case 0:
      return atField(text, random, (field, name) => `"${name}":${random.pick(tokens)},${field}`);
    case 1:
      return atField(text, random, (field, name) => `${field},"${name}":${random.pick(tokens)}`);
    case 2:
      return atField(text, random, (_field, name) => `"${name}":${random.pick(tokens)}`);
    case 3:
      return atField(text, random, (_field, name) => `"${name}":${"9".repeat(digits)}`);
    case 4:
      return `${text}${random.pick([",", "}", "]", "\u0000", "\n\n", text])}`;
    case 5:
      return `${random.pick(["\ufeff", " \t\r\n", ")]}',\n", "/**/"])}${text}`;
    default:
      return text.replaceAll(",", random.pick([" ,\n", ",,", ";", ","]));
  }
}

/** JSON text with a tower in place of one of its values. */
export function deepen(text: string, random: SeededRandom): string {
  const depth = random.pick(depths);
  const isOpen = random.chance(0.1);
  const tower = random.chance(0.5)
    ? `${"[".repeat(depth)}${isOpen ? "" : "]".repeat(depth)}`
    : `${'{"a":'.repeat(depth)}1${isOpen ? "" : "}".repeat(depth)}`;
  if (random.chance(0.1)) return tower;
  return atField(text, random, (_field, name) => `"${name}":${tower}`);
}

/** Changes the first field from a random place on; a text without one stays as it is. */
function atField(
  text: string,
  random: SeededRandom,
  change: (field: string, name: string) => string,
): string {
  fieldShape.lastIndex = random.below(text.length + 1);
  const match = fieldShape.exec(text);
  if (match === null) return text;
  const [field, name = ""] = match;
  const end = match.index + field.length;
  return `${text.slice(0, match.index)}${change(field, name)}${text.slice(end)}`;
}
