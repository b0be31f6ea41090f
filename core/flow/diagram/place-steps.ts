import type { Diagram, DiagramList, DiagramStep } from "./diagram.ts";
import { fallsOut } from "./falls-out.ts";

/** Where a step stands: columns from left to right, rows from top to bottom, both from 0. */
export interface Place {
  readonly step: DiagramStep;
  readonly column: number;
  readonly row: number;
}

export interface Placing {
  readonly places: ReadonlyMap<string, Place>;
  readonly columns: number;
  /** The first row below all steps. */
  readonly rows: number;
}

/**
 * Puts steps into a grid. A list stands in one column; what a step holds stands to its right, or
 * below it where nothing else goes on there. A branch that comes back pushes down what follows; one
 * that leads away stands beside it. What begins elsewhere stands to the right of it all.
 */
export function placeSteps({ list, asides }: Diagram): Placing {
  const places = new Map<string, Place>();
  /** Column → the first row that is free. */
  const free: number[] = [];

  function freeRow(column: number, width: number): number {
    return Math.max(0, ...free.slice(column, column + width));
  }

  /** Places a list from a row on, and gives the row below it. */
  function placeList({ steps }: DiagramList, column: number, fromRow: number): number {
    let row = fromRow;
    for (const step of steps) row = placeStep(step, column, row);
    return row;
  }

  function placeStep(step: DiagramStep, column: number, wantedRow: number): number {
    const row = Math.max(wantedRow, freeRow(column, stepWidth(step)));
    places.set(step.key, { step, column, row });
    free[column] = row + 1;
    let next = row + 1;
    let branchColumn = column + (hasBranchBelow(step) ? 0 : 1);
    for (const { list: inner } of step.branches) {
      // Nothing but a `goto`: an arrow.
      if (inner.steps.length === 0) continue;
      const end = placeList(inner, branchColumn, row + 1);
      if (branchColumn === column || comesBack(inner, step)) next = Math.max(next, end);
      for (let at = branchColumn; at < branchColumn + listWidth(inner); at += 1) {
        free[at] = Math.max(free[at] ?? 0, end);
      }
      branchColumn += listWidth(inner);
    }
    return next;
  }

  placeList(list, 0, 0);
  const beside = Math.max(0, ...[...places.values()].map(({ column }) => column)) + 1;
  let row = 0;
  for (const aside of asides) row = placeList(aside, beside, row);
  const cells = [...places.values()];
  return {
    places,
    columns: Math.max(1, ...cells.map((place) => place.column + 1)),
    rows: Math.max(0, ...cells.map((place) => place.row + 1)),
  };
}

/** Whether the first branch stands right below: nothing else goes on there. */
function hasBranchBelow({ onward }: DiagramStep): boolean {
  return onward.kind === "none";
}

/** Whether the end of a list leads to what follows the step around it; a loop's leads to the loop. */
function comesBack(list: DiagramList, around: DiagramStep): boolean {
  return around.kind !== "loop" && fallsOut(list);
}

function listWidth({ steps }: DiagramList): number {
  return Math.max(1, ...steps.map(stepWidth));
}

/** How many columns a step takes with all that it holds. */
function stepWidth(step: DiagramStep): number {
  const inner = step.branches
    .filter(({ list }) => list.steps.length > 0)
    .reduce((sum, { list }) => sum + listWidth(list), 0);
  return Math.max(1, inner + (hasBranchBelow(step) ? 0 : 1));
}
