interface Entry<Item> {
  readonly key: number;
  readonly tie: number;
  readonly item: Item;
}

/** A binary heap: gives the item with the smallest key first, equal keys by the smaller tie. */
export class Heap<Item> {
  readonly #entries: Entry<Item>[] = [];

  get size(): number {
    return this.#entries.length;
  }

  /** The smallest key; infinity when empty. */
  get nextKey(): number {
    return this.#entries[0]?.key ?? Number.POSITIVE_INFINITY;
  }

  get nextTie(): number {
    return this.#entries[0]?.tie ?? Number.POSITIVE_INFINITY;
  }

  peek(): Item | undefined {
    return this.#entries[0]?.item;
  }

  push(key: number, tie: number, item: Item): void {
    const entry = { key, tie, item };
    const entries = this.#entries;
    let index = entries.length;
    entries.push(entry);
    while (index > 0) {
      const parentIndex = (index - 1) >> 1;
      const parent = entries[parentIndex];
      if (parent === undefined || isBefore(parent, entry)) break;
      entries[index] = parent;
      index = parentIndex;
    }
    entries[index] = entry;
  }

  pop(): Item | undefined {
    const entries = this.#entries;
    const first = entries[0];
    const last = entries.pop();
    if (first === undefined || last === undefined || entries.length === 0) return first?.item;
    let index = 0;
    for (;;) {
      const left = entries[index * 2 + 1];
      const right = entries[index * 2 + 2];
      if (left === undefined) break;
      const isRight = right !== undefined && isBefore(right, left);
      const child = isRight ? right : left;
      if (isBefore(last, child)) break;
      entries[index] = child;
      index = index * 2 + (isRight ? 2 : 1);
    }
    entries[index] = last;
    return first.item;
  }
}

function isBefore<Item>(a: Entry<Item>, b: Entry<Item>): boolean {
  return a.key < b.key || (a.key === b.key && a.tie < b.tie);
}
