import type { DiagramList } from "./diagram.ts";

/** Whether a run can come to the end of a list and go on behind it. */
export function fallsOut({ steps }: DiagramList): boolean {
  const last = steps.at(-1);
  if (last === undefined) return false;
  if (last.onward.kind !== "none") return last.onward.kind === "below";
  return last.branches.some(({ list }) => fallsOut(list));
}
