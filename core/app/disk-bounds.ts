import { statfsSync } from "node:fs";

const mebibyte = 1_048_576;

/**
 * What is kept free on a data disk: a tenth, at most 512 MiB, below which nothing more is taken in,
 * and a file of a twentieth, at most 128 MiB, that is given up when others fill the disk.
 */
export function diskBounds(folder: string): {
  readonly minFreeBytes: number;
  readonly ballastBytes: number;
} {
  const { bsize, blocks } = statfsSync(folder);
  const diskBytes = bsize * blocks;
  return {
    minFreeBytes: Math.floor(Math.min(512 * mebibyte, diskBytes / 10)),
    ballastBytes: Math.floor(Math.min(128 * mebibyte, diskBytes / 20)),
  };
}
