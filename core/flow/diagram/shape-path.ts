import { assertNever } from "#core/lib/assert-never.ts";
import type { DiagramKind } from "./diagram.ts";

/** A rectangle in pixels, from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The outline of a kind of step in a box, as the `d` of a path; lines inside it come after it. */
export function shapePath(kind: DiagramKind, { x, y, width, height }: Box): string {
  const right = x + width;
  const bottom = y + height;
  const middle = y + height / 2;
  switch (kind) {
    case "message":
      return roundedPath({ x, y, width, height }, 6);
    case "value":
      return roundedPath({ x, y, width, height }, 2);
    case "question":
    case "end":
    case "entry":
      return roundedPath({ x, y, width, height }, Math.min(height / 2, 22));
    case "template": {
      const fold = Math.min(14, height / 2);
      const corner = `${right - fold} ${y}`;
      return `M${x} ${y} L${corner} L${right} ${y + fold} L${right} ${bottom} L${x} ${bottom} Z M${corner} L${right - fold} ${y + fold} L${right} ${y + fold}`;
    }
    case "action": {
      const bar = Math.min(7, height / 4);
      return `M${x} ${y} H${right} V${bottom} H${x} Z M${x + bar} ${y} V${bottom} M${right - bar} ${y} V${bottom}`;
    }
    case "ai": {
      const cut = Math.min(14, height / 2);
      return `M${x + cut} ${y} H${right} V${bottom - cut} L${right - cut} ${bottom} H${x} V${y + cut} Z`;
    }
    case "call": {
      const frame = Math.min(4, height / 4);
      return `M${x} ${y} H${right} V${bottom} H${x} Z M${x + frame} ${y + frame} H${right - frame} V${bottom - frame} H${x + frame} Z`;
    }
    case "branch": {
      const tip = Math.min(16, height / 2);
      return `M${x + tip} ${y} H${right - tip} L${right} ${middle} L${right - tip} ${bottom} H${x + tip} L${x} ${middle} Z`;
    }
    case "loop": {
      const cut = Math.min(12, height / 3);
      return `M${x + cut} ${y} H${right - cut} L${right} ${y + cut} V${bottom - cut} L${right - cut} ${bottom} H${x + cut} L${x} ${bottom - cut} V${y + cut} Z`;
    }
    case "wait": {
      const notch = Math.min(sideInset("wait"), height / 2);
      return `M${x} ${y} H${right} L${right - notch} ${middle} L${right} ${bottom} H${x} L${x + notch} ${middle} Z`;
    }
    case "handoff": {
      const slant = Math.min(2 * sideInset("handoff"), height / 2);
      return `M${x + slant} ${y} H${right} L${right - slant} ${bottom} H${x} Z`;
    }
    default:
      return assertNever(kind, "shapePath");
  }
}

/** How far inside its box a shape's side stands at half its height: there arrows come and go. */
export function sideInset(kind: DiagramKind): number {
  if (kind === "wait") return 12;
  return kind === "handoff" ? 8 : 0;
}

export function roundedPath({ x, y, width, height }: Box, radius: number): string {
  const [h, v] = [width - 2 * radius, height - 2 * radius];
  const arc = (dx: number, dy: number) => `a${radius} ${radius} 0 0 1 ${dx} ${dy}`;
  return `M${x + radius} ${y} h${h} ${arc(radius, radius)} v${v} ${arc(-radius, radius)} h${-h} ${arc(-radius, -radius)} v${-v} ${arc(radius, -radius)} Z`;
}
