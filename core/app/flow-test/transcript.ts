import { assertNever } from "#core/lib/assert-never.ts";
import { formatDuration } from "#core/lib/duration.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { PersonAct, ShownMessage } from "#core/model/ports/simulator.ts";
import { describeMessage } from "./describe-message.ts";

/** One thing that happened in a test, in the order in which a person would have seen it. */
export type TranscriptLine =
  | { readonly kind: "person"; readonly name: string; readonly act: PersonAct }
  | { readonly kind: "bot"; readonly message: ShownMessage }
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
      return renderSpeech(line.name, width, describeAct(line.act));
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

function describeAct(act: PersonAct): readonly string[] {
  switch (act.kind) {
    case "text":
      return act.text.split("\n");
    case "choice":
      return [`taps [${act.choice}]`];
    case "reaction":
      return [`reacts ${act.emoji}`];
    case "media":
      return [`sends ${act.filename ?? `a ${act.media}`}`, ...(act.caption?.split("\n") ?? [])];
    case "location":
      return [`sends the place ${act.latitude}, ${act.longitude}`];
    case "form":
      return [`fills in ${JSON.stringify(act.answer)}`];
    case "order":
      return act.items.map(({ sku, quantity }) => `orders ${quantity} x ${sku}`);
    case "vendor":
      return [`sends ${JSON.stringify(act.message)}`];
    default:
      return assertNever(act, "describeAct");
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
