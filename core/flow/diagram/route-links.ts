import { assertNever } from "#core/lib/assert-never.ts";
import { createGrid, stopSizePx } from "./create-grid.ts";
import { type Link, startKey, stopKey } from "./find-links.ts";
import {
  type Lanes,
  type LinkStyle,
  lanePx,
  lowLanePx,
  type Spot,
  styleOf,
  takeLanes,
} from "./link-lanes.ts";
import type { StepSize } from "./measure-step.ts";
import type { Placing } from "./place-steps.ts";
import { type Box, sideInset } from "./shape-path.ts";
import { wrapText } from "./wrap-text.ts";

export type Point = readonly [x: number, y: number];

/** An arrow as it is drawn: corner by corner, the last point is its head. */
export interface Route {
  readonly link: Link;
  readonly points: readonly Point[];
  readonly label: RouteLabel | undefined;
}

export interface RouteLabel {
  readonly text: string;
  readonly at: Point;
  readonly anchor: "start" | "end";
}

export interface Routing {
  /** Step, start or stop → its box. */
  readonly boxes: ReadonlyMap<string, Box>;
  readonly routes: readonly Route[];
  readonly width: number;
  readonly height: number;
}

const labelSizePx = 11.5;
/** Labels right of an arrow have the room of half a step and a gutter, those left of it less. */
const labelRoomPx = { start: 152, end: 112 } as const;
/** From a row's lower edge to the first lane below it, and from the last lane to the row below. */
const belowRowPx = 20;
const aboveRowPx = 15;

/** Finds a way for every arrow that no shape stands in: along gaps between rows and columns. */
export function routeLinks(
  links: readonly Link[],
  placing: Placing,
  sizes: ReadonlyMap<string, StepSize>,
  startHeight: number,
): Routing {
  const spots = new Map<string, Spot>([
    [startKey, { column: 0, row: -1 }],
    ...[...placing.places].map(([key, place]) => [key, place] as const),
    [stopKey, { column: 0, row: placing.rows }],
  ]);
  const spotOf = (key: string): Spot => spots.get(key) ?? { column: 0, row: -1 };
  const taken = new Set([...spots.values()].map(({ column, row }) => `${column} ${row}`));
  const styles = new Map(links.map((link) => [link, styleOf(link, spotOf, taken)]));
  const lanes = takeLanes(links, styles, spotOf);
  const grid = createGrid(placing, sizes, lanes, startHeight);
  const boxes = new Map([...spots].map(([key, spot]) => [key, grid.box(key, spot)]));
  const router: Router = { links, placing, styles, lanes, grid, boxes, spotOf };
  const routes = links.map((link) => routeLink(link, router));
  const last = grid.rowTop(placing.rows);
  const hasStop = links.some(({ to }) => to === stopKey);
  return { boxes, routes, width: grid.width, height: last + (hasStop ? stopSizePx + 6 : 0) };
}

interface Router {
  readonly links: readonly Link[];
  readonly placing: Placing;
  readonly styles: ReadonlyMap<Link, LinkStyle>;
  readonly lanes: Lanes;
  readonly grid: ReturnType<typeof createGrid>;
  readonly boxes: ReadonlyMap<string, Box>;
  readonly spotOf: (key: string) => Spot;
}

function routeLink(link: Link, router: Router): Route {
  const { grid, lanes, boxes, spotOf, styles } = router;
  const [from, to] = [boxes.get(link.from) ?? noBox, boxes.get(link.to) ?? noBox];
  const [fromX, toX] = [middleOf(from), middleOf(to)];
  const bottom = from.y + from.height;
  const style = styles.get(link) ?? "straight";
  switch (style) {
    case "straight":
      return routeOf(
        link,
        [
          [fromX, bottom],
          [toX, to.y],
        ],
        [fromX + 6, bottom + 14],
      );
    case "trunk": {
      const y = from.y + from.height / 2;
      const x = from.x + from.width - insetOf(link.from, router);
      return routeOf(
        link,
        [
          [x, y],
          [toX, y],
          [toX, to.y],
        ],
        [toX + 6, to.y - 10],
      );
    }
    case "merge": {
      const { row } = spotOf(link.to);
      const y = grid.rowTop(row) - aboveRowPx - lanePx * lanes.above(row, link.to);
      return routeOf(
        link,
        [
          [fromX, bottom],
          [fromX, y],
          [toX, y],
          [toX, to.y],
        ],
        [fromX + 6, bottom + 14],
      );
    }
    case "again": {
      const { column } = spotOf(link.from);
      const below = lowLane(link, router);
      const x = grid.gutterX(column, lanes.gutter(column, link.to));
      const side = to.x + to.width - insetOf(link.to, router);
      const y = to.y + to.height / 2 + 12;
      const points: readonly Point[] = [
        [fromX, bottom],
        [fromX, below],
        [x, below],
        [x, y],
        [side, y],
      ];
      return routeOf(link, points, [fromX + 6, bottom + 14]);
    }
    case "jump": {
      const { column } = spotOf(link.to);
      const below = lowLane(link, router);
      const startX = fromX - jumpOffset(link, router);
      const x = grid.gutterX(column, lanes.gutter(column, link.to));
      const [side, y] = [to.x + insetOf(link.to, router), to.y + to.height / 2];
      const points: readonly Point[] = [
        [startX, bottom],
        [startX, below],
        [x, below],
        [x, y],
        [side, y],
      ];
      return routeOf(link, points, [startX - 5, below - 4], "end");
    }
    default:
      return assertNever(style, "routeLink");
  }
}

function routeOf(
  link: Link,
  points: readonly Point[],
  at: Point,
  anchor: RouteLabel["anchor"] = "start",
): Route {
  const [text] = wrapText(link.label, labelSizePx, labelRoomPx[anchor], 1);
  return { link, points, label: text === undefined ? undefined : { text, at, anchor } };
}

function lowLane({ from, to }: Link, { grid, lanes, spotOf }: Router): number {
  const { row } = spotOf(from);
  return grid.rowBottom(row) + belowRowPx + lowLanePx * lanes.below(row, to);
}

/**
 * How far left of the middle a jump begins. The highest lane begins leftmost, so that no arrow runs
 * through the label of another.
 */
function jumpOffset(link: Link, { links, styles, lanes, spotOf }: Router): number {
  const beside = links.filter(({ from }) => from === link.from);
  if (beside.length === 1) return 0;
  const { row } = spotOf(link.from);
  const lane = lanes.below(row, link.to);
  const lower = beside.filter(
    (other) => styles.get(other) === "jump" && lanes.below(row, other.to) > lane,
  );
  return 48 + 22 * lower.length;
}

function insetOf(key: string, { placing }: Router): number {
  return sideInset(placing.places.get(key)?.step.kind ?? "message");
}

function middleOf({ x, width }: Box): number {
  return x + width / 2;
}

const noBox: Box = { x: 0, y: 0, width: 0, height: 0 };
