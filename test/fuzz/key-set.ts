/**
 * A set of texts that takes all of its memory at once, so that a run that looks for growth does not
 * grow by it. Keeps 53 bits of a hash of each: two of a million meet once in ten thousand runs.
 */
export class KeySet {
  readonly #slots: Float64Array;
  #size = 0;

  /** Room for `capacity` texts; more than that throw. */
  constructor(capacity: number) {
    this.#slots = new Float64Array(2 ** Math.ceil(Math.log2(capacity * 1.5))).fill(0);
  }

  get size(): number {
    return this.#size;
  }

  add(text: string): void {
    // Zero is an empty slot.
    const hash = Number(BigInt.asUintN(53, BigInt(Bun.hash(text)))) || 1;
    const { length } = this.#slots;
    let slot = hash % length;
    for (let tries = 0; tries < length; tries += 1) {
      const found = this.#slots[slot];
      if (found === hash) return;
      if (found === 0) {
        this.#slots[slot] = hash;
        this.#size += 1;
        return;
      }
      slot = (slot + 1) % length;
    }
    throw new Error("KeySet: no room left");
  }

  clear(): void {
    this.#slots.fill(0);
    this.#size = 0;
  }
}
