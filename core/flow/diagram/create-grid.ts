import { startKey, stopKey } from "./find-links.ts";
import { type Lanes, lanePx, type Spot } from "./link-lanes.ts";
import { type StepSize, stepWidthPx } from "./measure-step.ts";
import type { Placing } from "./place-steps.ts";
import type { Box } from "./shape-path.ts";

const gutterPx = 36;
const gapPx = 44;
export const stopSizePx = 18;

/** Pixels of rows and columns. Row -1 holds the start. */
export function createGrid(
  placing: Placing,
  sizes: ReadonlyMap<string, StepSize>,
  lanes: Lanes,
  startHeight: number,
) {
  const tops: number[] = [];
  const heights: number[] = [];
  const cells = [...placing.places.values()];
  let y = startHeight;
  for (let row = 0; row <= placing.rows; row += 1) {
    y += gapPx + lanes.gapRoom(row);
    const inRow = cells.filter((cell) => cell.row === row);
    const height = Math.max(0, ...inRow.map(({ step }) => sizes.get(step.key)?.height ?? 0));
    tops.push(y);
    heights.push(height);
    y += height;
  }
  const lefts: number[] = [];
  let x = 0;
  for (let column = 0; column < placing.columns; column += 1) {
    x += gutterPx + lanes.gutterRoom(column);
    lefts.push(x);
    x += stepWidthPx;
  }
  const rowTop = (row: number) => tops[row] ?? 0;
  const left = (column: number) => lefts[column] ?? 0;
  return {
    width: x,
    rowTop,
    rowBottom: (row: number) => (row < 0 ? startHeight : rowTop(row) + (heights[row] ?? 0)),
    /** A lane left of a column; the first is next to it. */
    gutterX: (column: number, lane: number) => left(column) - 16 - lanePx * lane,
    box(key: string, { column, row }: Spot): Box {
      if (key === startKey) return { x: left(0), y: 0, width: stepWidthPx, height: startHeight };
      if (key === stopKey) {
        const center = left(0) + (stepWidthPx - stopSizePx) / 2;
        return { x: center, y: rowTop(row), width: stopSizePx, height: stopSizePx };
      }
      const { width, height } = sizes.get(key) ?? { width: stepWidthPx, height: 0 };
      return { x: left(column) + (stepWidthPx - width) / 2, y: rowTop(row), width, height };
    },
  };
}
