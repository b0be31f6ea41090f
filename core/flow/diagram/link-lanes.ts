import type { Link } from "./find-links.ts";

/** A place in the grid. Row -1 holds the start. */
export interface Spot {
  readonly column: number;
  readonly row: number;
}

/**
 * How an arrow runs: straight down; to the right and down into a branch; down and back to the left;
 * through a gutter to a step anywhere; or back to its loop.
 */
export type LinkStyle = "straight" | "trunk" | "merge" | "jump" | "again";

/** Pixels between lanes; those below a row carry labels. */
export const lanePx = 9;
export const lowLanePx = 15;

export function styleOf(
  { from, to, kind }: Link,
  spotOf: (key: string) => Spot,
  taken: ReadonlySet<string>,
): LinkStyle {
  if (kind === "jump" || kind === "again") return kind;
  const [start, end] = [spotOf(from), spotOf(to)];
  if (start.column !== end.column) return kind === "into" ? "trunk" : "merge";
  for (let row = start.row + 1; row < end.row; row += 1) {
    if (taken.has(`${start.column} ${row}`)) return "jump";
  }
  return end.row > start.row ? "straight" : "jump";
}

/** Lanes of gaps and gutters: arrows to one target share theirs. */
export interface Lanes {
  above(row: number, target: string): number;
  below(row: number, target: string): number;
  gutter(column: number, target: string): number;
  /** What the lanes of the gap above a row, or of the gutter left of a column, need. */
  gapRoom(row: number): number;
  gutterRoom(column: number): number;
}

export function takeLanes(
  links: readonly Link[],
  styles: ReadonlyMap<Link, LinkStyle>,
  spotOf: (key: string) => Spot,
): Lanes {
  const targets = new Map<string, string[]>();
  const take = (place: string, target: string): void => {
    const known = targets.get(place) ?? [];
    if (!known.includes(target)) targets.set(place, [...known, target]);
  };
  for (const link of links) {
    const [start, end] = [spotOf(link.from), spotOf(link.to)];
    const style = styles.get(link);
    if (style === "merge") take(`above ${end.row}`, link.to);
    if (style === "jump") {
      take(`below ${start.row}`, link.to);
      take(`gutter ${end.column}`, link.to);
    }
    if (style === "again") {
      take(`below ${start.row}`, link.to);
      take(`gutter ${start.column}`, link.to);
    }
  }
  const lane = (place: string, target: string) => (targets.get(place) ?? []).indexOf(target);
  const count = (place: string) => targets.get(place)?.length ?? 0;
  return {
    above: (row, target) => lane(`above ${row}`, target),
    below: (row, target) => lane(`below ${row}`, target),
    gutter: (column, target) => lane(`gutter ${column}`, target),
    gapRoom: (row) => lanePx * count(`above ${row}`) + lowLanePx * count(`below ${row - 1}`),
    gutterRoom: (column) => lanePx * count(`gutter ${column}`),
  };
}
