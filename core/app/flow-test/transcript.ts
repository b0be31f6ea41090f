import type { UserAct } from "#core/flow/read-test/flow-test.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import { formatDuration } from "#core/lib/duration.ts";
import type { Millis } from "#core/lib/millis.ts";
import { describeAct } from "./describe-act.ts";
import { describeMessage } from "./describe-message.ts";
import type { Line } from "./line.ts";
import { renderAside, renderSpeech, signed } from "./render-chat.ts";
import type { Said } from "./said.ts";

/** One thing that happened in a test, in the order in which a person would have seen it. */
export type TranscriptLine =
  | { readonly kind: "person"; readonly name: string; readonly acts: readonly UserAct[] }
  | { readonly kind: "bot"; readonly message: Said }
  | { readonly kind: "time"; readonly fromAt: Millis; readonly durationMs: number }
  | { readonly kind: "note"; readonly text: string };

/** How wide the names of a conversation are, in columns of a terminal. */
export function nameWidth(lines: readonly TranscriptLine[]): number {
  const names = lines.map((line) => (line.kind === "person" ? Bun.stringWidth(line.name) : 0));
  return Math.max("bot".length, ...names);
}

/**
 * The conversation as lines, who speaks on the left:
 *
 *       Sari │ kopi
 *        bot │ Which one?
 *            │ [Espresso] [Caffè latte]
 *            · 26h later: Tue 6 Jan 2026, 12:00
 */
export function renderTranscript(
  lines: readonly TranscriptLine[],
  timeZone: string,
  width: number = nameWidth(lines),
): readonly Line[] {
  return lines.flatMap((line) => renderLine(line, width, timeZone));
}

function renderLine(line: TranscriptLine, width: number, timeZone: string): readonly Line[] {
  switch (line.kind) {
    case "person":
      return line.acts
        .flatMap((act) => renderSpeech(line.name, width, describeAct(act)))
        .map((text) => ({ text: `  ${text}`, tone: "person" }) as const);
    case "bot":
      return renderSpeech("bot", width, describeMessage(line.message)).map((text) =>
        signed(" ", text),
      );
    case "time":
      return [aside(width, describePassing(line.fromAt, line.durationMs, timeZone))];
    case "note":
      return [aside(width, line.text)];
    default:
      return assertNever(line, "renderLine");
  }
}

function aside(width: number, text: string): Line {
  return { text: `  ${renderAside(width, text)}`, tone: "dim" };
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
