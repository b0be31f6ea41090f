import type { Reader } from "./value.ts";

/**
 * Work that one evaluation may do: about an entry of a loop, a call, or sixty signs of text read
 * each. Keeps the worst expression that the limits on its form allow below a quarter of a second.
 */
const maxWork = 20_000;

/** What functions are told beside their values: who reads the text, and how much work is left. */
export class CallContext {
  readonly reader: Reader;
  #left = 0;
  #fail = unbegun;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  /**
   * Begins another evaluation; `fail` ends it. It is the engine's, which a scope can do without: there
   * are scopes before anything is evaluated.
   */
  begin(fail: (message: string) => never): void {
    this.#left = maxWork;
    this.#fail = fail;
  }

  spend(work: number): void {
    this.#left -= work;
    if (this.#left < 0) this.#fail("the expression takes too long to work out");
  }
}

function unbegun(message: string): never {
  throw new Error(`${message}, and it has not begun`);
}
