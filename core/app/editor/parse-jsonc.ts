/** A value of a JSON file with comments, and where it stands: offsets into the text. */
export interface JsoncNode {
  readonly start: number;
  readonly end: number;
  /** Set for objects: their keys in order. */
  readonly entries?: readonly JsoncEntry[];
  /** An object whose last entry is followed by a comma. */
  readonly hasLastComma?: boolean;
}

export interface JsoncEntry {
  readonly key: string;
  readonly start: number;
  readonly value: JsoncNode;
}

/**
 * Reads JSON with comments and trailing commas, as editors keep their settings, for its layout.
 * Undefined if the text is none.
 */
export function parseJsonc(text: string): JsoncNode | undefined {
  const reader = new Reader(text);
  const node = reader.value(0);
  return node !== undefined && reader.isAtEnd() ? node : undefined;
}

const maxDepth = 100;

class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  isAtEnd(): boolean {
    this.#skip();
    return this.#at === this.#text.length;
  }

  value(depth: number): JsoncNode | undefined {
    this.#skip();
    const start = this.#at;
    const sign = this.#text[start];
    if (depth > maxDepth) return undefined;
    if (sign === "{") return this.#object(depth);
    if (sign === "[") return this.#list(depth);
    const scalar = this.#match(/"(?:[^"\\\n]|\\.)*"|-?\d[\d.eE+-]*|true|false|null/y);
    return scalar === undefined ? undefined : { start, end: this.#at };
  }

  #object(depth: number): JsoncNode | undefined {
    const start = this.#at;
    const entries: JsoncEntry[] = [];
    this.#at += 1;
    let hasLastComma = false;
    while (!this.#takes("}")) {
      if (entries.length > 0 && !hasLastComma) return undefined;
      const keyAt = this.#at;
      const key = this.#match(/"(?:[^"\\\n]|\\.)*"/y);
      if (key === undefined || !this.#takes(":")) return undefined;
      const value = this.value(depth + 1);
      if (value === undefined) return undefined;
      entries.push({ key: String(JSON.parse(key)), start: keyAt, value });
      hasLastComma = this.#takes(",");
    }
    return { start, end: this.#at, entries, hasLastComma };
  }

  #list(depth: number): JsoncNode | undefined {
    const start = this.#at;
    this.#at += 1;
    let isFirst = true;
    let hasComma = false;
    while (!this.#takes("]")) {
      if (!isFirst && !hasComma) return undefined;
      if (this.value(depth + 1) === undefined) return undefined;
      hasComma = this.#takes(",");
      isFirst = false;
    }
    return { start, end: this.#at };
  }

  /** Takes a sign if it comes next, after blanks and comments. */
  #takes(sign: string): boolean {
    this.#skip();
    if (this.#text[this.#at] !== sign) return false;
    this.#at += 1;
    return true;
  }

  #skip(): void {
    this.#match(/(?:\s|\/\/[^\n]*|\/\*[^]*?\*\/|\ufeff)*/y);
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found === undefined) return undefined;
    this.#at += found.length;
    return found;
  }
}
