import type { ShownMessage } from "sapa/plugin";
import type { Person } from "./person.ts";

interface Entry {
  readonly person: Person;
  readonly message: ShownMessage;
}

/** The last messages that were taken, oldest first, within a bound. */
export class MessageLog {
  #entries: Entry[] = [];
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = Math.max(1, limit);
  }

  add(person: Person, message: ShownMessage): void {
    this.#entries.push({ person, message });
    // Cut only now and then: dropping one at a time would move the whole list each time.
    if (this.#entries.length >= this.#limit * 2) this.#entries = this.#entries.slice(-this.#limit);
  }

  all(): readonly ShownMessage[] {
    return this.#entries.slice(-this.#limit).map(({ message }) => message);
  }

  /** The newest message on this person's phone that fits, or undefined. */
  last(person: Person, fits: (message: ShownMessage) => boolean): ShownMessage | undefined {
    return this.#entries.findLast((entry) => entry.person === person && fits(entry.message))
      ?.message;
  }
}
