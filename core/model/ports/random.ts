/** Chance, handed in: secure in production, seeded in tests and simulation. */
export interface Random {
  bytes(count: number): Uint8Array;
  /** A number in [0, 1). */
  fraction(): number;
}
