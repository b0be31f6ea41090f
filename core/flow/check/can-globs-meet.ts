/**
 * True if some text fits both globs, each given as the pieces between its stars. Works through both
 * as through two patterns with `*`: a table over the positions in each, filled once.
 */
export function canGlobsMeet(a: readonly string[], b: readonly string[]): boolean {
  const [left, right] = [a.join(star).split(""), b.join(star).split("")];
  // meets[i][j]: what is left of `left` from i on and of `right` from j on have a text in common.
  const meets: boolean[][] = left.map(() => []);
  meets.push([]);
  for (let i = left.length; i >= 0; i -= 1) {
    for (let j = right.length; j >= 0; j -= 1) {
      const row = meets[i] ?? [];
      row[j] = meet(left, i, right, j, meets);
      meets[i] = row;
    }
  }
  return meets[0]?.[0] ?? false;
}

const star = "\u0000";

function meet(
  left: readonly string[],
  i: number,
  right: readonly string[],
  j: number,
  meets: readonly (readonly boolean[])[],
): boolean {
  const [x, y] = [left[i], right[j]];
  if (x === undefined && y === undefined) return true;
  const without = (down: number, across: number) => meets[i + down]?.[j + across] ?? false;
  if (x === star) return without(1, 0) || (y !== undefined && without(0, 1));
  if (y === star) return without(0, 1) || (x !== undefined && without(1, 0));
  return x !== undefined && x === y && without(1, 1);
}
