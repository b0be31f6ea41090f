/**
 * A whole number in [0, count) from a seed and a salt: even, and always the same for the same two.
 * The mixing is the finaliser of MurmurHash3.
 */
export function chanceIndex(seed: number, salt: number, count: number): number {
  let mixed = (seed ^ Math.imul(salt + 1, 0x9e3779b1)) >>> 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  mixed = (mixed ^ (mixed >>> 16)) >>> 0;
  return Math.floor((mixed / 4_294_967_296) * count);
}
