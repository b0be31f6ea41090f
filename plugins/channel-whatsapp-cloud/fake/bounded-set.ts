/** The last `limit` texts that were added. */
export class BoundedSet {
  readonly #items = new Set<string>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  has(item: string): boolean {
    return this.#items.has(item);
  }

  add(item: string): void {
    this.#items.add(item);
    if (this.#items.size <= this.#limit) return;
    // A set iterates in the order of adding: the first is the oldest.
    for (const oldest of this.#items) {
      this.#items.delete(oldest);
      return;
    }
  }
}
