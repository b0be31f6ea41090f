/** The last `limit` entries that were set. */
export class BoundedMap<Key, Value> {
  readonly #items = new Map<Key, Value>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  get(key: Key): Value | undefined {
    return this.#items.get(key);
  }

  delete(key: Key): void {
    this.#items.delete(key);
  }

  set(key: Key, value: Value): void {
    // Set anew, so that it counts as the newest.
    this.#items.delete(key);
    this.#items.set(key, value);
    if (this.#items.size <= this.#limit) return;
    // A map iterates in the order of setting: the first is the oldest.
    for (const oldest of this.#items.keys()) {
      this.#items.delete(oldest);
      return;
    }
  }
}
