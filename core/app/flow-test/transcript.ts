import type { UserAct } from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatDuration } from "#core/lib/duration.ts";
import type { Millis } from "#core/lib/millis.ts";
import { describeAct } from "./describe-act.ts";
import { describeMessage } from "./describe-message.ts";
import type { Said } from "./said.ts";

/** One thing that happened in a test, in the order in which a person would have seen it. */
export type TranscriptLine =
  | { readonly kind: "person"; readonly name: string; readonly acts: readonly UserAct[] }
  | { readonly kind: "bot"; readonly message: Said }
  | { readonly kind: "time"; readonly fromAt: Millis; readonly durationMs: number }
  | { readonly kind: "note"; readonly text: string };

/**
 * The conversation as lines, who speaks on the left:
 *
 *     Sari │ kopi
 *      bot │ Which one?
 *          │ [Espresso] [Caffè latte]
 *          · 26h later: Tue 6 Jan 2026, 12:00
 */
export function renderTranscript(
  lines: readonly TranscriptLine[],
  timeZone: string,
): readonly string[] {
  const width = Math.max(
    3,
    ...lines.map((line) => (line.kind === "person" ? line.name.length : 0)),
  );
  return lines.flatMap((line) => renderLine(line, width, timeZone));
}

/** Lines of one speaker; the name stands before the first. */
function renderSpeech(name: string, width: number, lines: readonly string[]): readonly string[] {
  const said = lines.length === 0 ? [""] : lines;
  return said.map((line, index) =>
    `${(index === 0 ? name : "").padStart(width)} │ ${line}`.trimEnd(),
  );
}

function renderLine(line: TranscriptLine, width: number, timeZone: string): readonly string[] {
  switch (line.kind) {
    case "person":
      return line.acts.flatMap((act) => renderSpeech(line.name, width, describeAct(act)));
    case "bot":
      return renderSpeech("bot", width, describeMessage(line.message));
    case "time":
      return [aside(width, describePassing(line.fromAt, line.durationMs, timeZone))];
    case "note":
      return [aside(width, line.text)];
    default:
      return assertNever(line, "renderLine");
  }
}

function aside(width: number, text: string): string {
  return `${" ".repeat(width)} · ${text}`;
}

function describePassing(fromAt: Millis, durationMs: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    weekday: "short",
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  return `${formatDuration(durationMs)} later: ${format.format(fromAt + durationMs)}`;
}
