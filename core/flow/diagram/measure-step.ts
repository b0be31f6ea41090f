import { assertNever } from "#core/lib/assert-never.ts";
import type { DiagramKind, DiagramStep } from "./diagram.ts";
import { wrapText } from "./wrap-text.ts";

export const stepWidthPx = 240;
export const captionSizePx = 11;
export const textSizePx = 13;
const noteSizePx = 11.5;
export const lineHeightPx = 17;
const paddingPx = 10;
const endWidthPx = 84;

/** A step's lines as they fit into its shape, and how large that is. */
export interface StepSize {
  readonly width: number;
  readonly height: number;
  readonly caption: string;
  readonly text: readonly string[];
  readonly notes: readonly string[];
}

export function measureStep({ kind, caption, text, notes }: DiagramStep): StepSize {
  const room = stepWidthPx - 2 * sideRoom(kind);
  const [captionLine = ""] = wrapText(caption, captionSizePx, room, 1);
  const textLines = wrapText(text, textSizePx, room, 3);
  const noteLines = notes.flatMap((note) => wrapText(note, noteSizePx, room, 2));
  const lines = 1 + textLines.length + noteLines.length;
  const isMark = kind === "end" && lines === 1;
  return {
    width: isMark ? endWidthPx : stepWidthPx,
    height: lines * lineHeightPx + (isMark ? 1 : 1.6) * paddingPx,
    caption: captionLine,
    text: textLines,
    notes: noteLines,
  };
}

/** How much of each side a shape leaves no room for words. */
function sideRoom(kind: DiagramKind): number {
  switch (kind) {
    case "message":
    case "value":
    case "end":
    case "entry":
      return 12;
    case "template":
    case "question":
    case "action":
    case "ai":
    case "call":
      return 18;
    case "branch":
    case "loop":
    case "wait":
    case "handoff":
      return 24;
    default:
      return assertNever(kind, "sideRoom");
  }
}
