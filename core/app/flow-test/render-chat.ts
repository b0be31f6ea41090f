import type { Line } from "./line.ts";

/** Name, bar and words of one speaker; the name stands before the first line only. */
export function renderSpeech(
  name: string,
  width: number,
  lines: readonly string[],
): readonly string[] {
  const said = lines.length === 0 ? [""] : lines;
  return said.map((line, index) =>
    `${padName(index === 0 ? name : "", width)} │ ${line}`.trimEnd(),
  );
}

/** What is no speech, such as time that passes. */
export function renderAside(width: number, text: string): string {
  return `${" ".repeat(width)} · ${text}`;
}

/** In front of a line: `-` was expected, `+` came, a blank is beyond dispute. */
export type Sign = "-" | "+" | " ";

export function signed(sign: Sign, text: string): Line {
  if (sign === " ") return { text: `  ${text}` };
  return { text: `${sign} ${text}`, tone: sign === "-" ? "good" : "bad" };
}

/** By what a terminal shows: a name may be of wide characters. */
function padName(name: string, width: number): string {
  return `${" ".repeat(Math.max(0, width - Bun.stringWidth(name)))}${name}`;
}
