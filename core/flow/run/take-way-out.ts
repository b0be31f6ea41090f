import type { WayOut } from "#core/flow/compile/way-out.ts";
import type { Next } from "#core/flow/define-step.ts";

/** Leaves a rest by one of its ways out. */
export function takeWayOut(way: WayOut): Next {
  return way.kind === "goto"
    ? { kind: "goto", target: way.target }
    : { kind: "enter", list: way.list };
}
