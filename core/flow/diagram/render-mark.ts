import type { DiagramKind } from "./diagram.ts";
import { type Box, shapePath } from "./shape-path.ts";

/** What is shown of a step beside the flow itself. */
export interface StepMark {
  /** The run that is looked at rests here. */
  readonly isHere: boolean;
  /** How many runs rest here. */
  readonly count: number;
}

const ringGapPx = 4;
const badgeRadiusPx = 10;

/** The style of marks, for pages that show them. */
export const markStyle = `
.ring { fill: none; stroke: #d6336c; stroke-width: 3; }
.badge { fill: #a61e4d; }
.badge-text { fill: #ffffff; font-size: 12px; font-weight: 600; }
`;

/** A ring around the step at work, and a number at its corner where runs rest. */
export function renderMark(
  mark: StepMark | undefined,
  kind: DiagramKind,
  box: Box | undefined,
): string {
  if (mark === undefined || box === undefined) return "";
  const around = {
    x: box.x - ringGapPx,
    y: box.y - ringGapPx,
    width: box.width + 2 * ringGapPx,
    height: box.height + 2 * ringGapPx,
  };
  const ring = mark.isHere ? `<path class="ring" d="${shapePath(kind, around)}"/>` : "";
  if (mark.count === 0) return ring;
  const [x, y] = [box.x + box.width - 6, box.y];
  return `${ring}<circle class="badge" cx="${x}" cy="${y}" r="${badgeRadiusPx}"/><text class="badge-text" text-anchor="middle" x="${x}" y="${y + 4}">${mark.count}</text>`;
}
