import { failWith } from "./to-value.ts";
import type { Reader } from "./value.ts";

/**
 * Work that one evaluation may do: about an entry of a loop, a call, or sixty signs of text read
 * each. Keeps the worst expression that the limits on its form allow below a quarter of a second.
 */
const maxWork = 20_000;

/** What functions are told beside their values: who reads the text, and how much work is left. */
export class CallContext {
  readonly reader: Reader;
  #left = maxWork;

  constructor(reader: Reader) {
    this.reader = reader;
  }

  /** Begins another evaluation. */
  begin(): void {
    this.#left = maxWork;
  }

  spend(work: number): void {
    this.#left -= work;
    if (this.#left < 0) failWith("the expression takes too long to work out");
  }
}
