import type { ShownMessage } from "sapa/plugin";

/** The last messages that were taken, oldest first, within a bound. */
export class MessageLog {
  #messages: ShownMessage[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  add(message: ShownMessage): void {
    this.#messages.push(message);
    // Cut only now and then: dropping one at a time would move the whole list each time.
    if (this.#messages.length >= this.#limit * 2) this.#messages = this.all();
  }

  all(): ShownMessage[] {
    return this.#messages.slice(-this.#limit);
  }

  /** The newest message that fits, or undefined. */
  last(fits: (message: ShownMessage) => boolean): ShownMessage | undefined {
    return this.#messages.findLast(fits);
  }
}
