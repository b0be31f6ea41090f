/** A line of the output; `tone` is its colour where there are colours. */
export interface Line {
  readonly text: string;
  readonly tone?: Tone | undefined;
}

export type Tone = "good" | "bad" | "dim" | "person";

/** Escape sequences of a terminal. Source: ECMA-48, select graphic rendition. */
const codes: Readonly<Record<Tone, string>> = { good: "32", bad: "31", dim: "2", person: "36" };

/** Lines as text; coloured only where a terminal shows it. */
export function renderLines(lines: readonly Line[], hasColours: boolean): string {
  return lines
    .map(({ text, tone }) =>
      tone === undefined || !hasColours || text === ""
        ? text
        : `\u001b[${codes[tone]}m${text}\u001b[0m`,
    )
    .join("\n");
}
