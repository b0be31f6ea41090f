import type { Address, Sender } from "#core/model/identity.ts";

/**
 * Somebody, as far as the bot could know by then. `from`: those who have turned out to be this one;
 * an event of then may belong to any of them.
 */
export interface Acquaintance {
  readonly from: readonly Acquaintance[];
}

/**
 * Who is known as one person by what has come in: addresses that an update told together, and those
 * that one says another took the place of. Whoever never was told together with anybody known is
 * somebody new, whoever it is in truth.
 */
export class Acquaintances {
  readonly #byAddress = new Map<string, Acquaintance>();

  /** Whose an update is, told in the order in which updates became durable. */
  meet({ addresses, previous = [] }: Sender): Acquaintance {
    const known = new Set<Acquaintance>();
    for (const address of [...addresses, ...previous]) {
      const acquaintance = this.#byAddress.get(nameOf(address));
      if (acquaintance !== undefined) known.add(acquaintance);
    }
    const [first] = known;
    const who = known.size === 1 && first !== undefined ? first : { from: [...known] };
    for (const address of previous) this.#byAddress.delete(nameOf(address));
    for (const address of addresses) this.#byAddress.set(nameOf(address), who);
    return who;
  }
}

function nameOf({ kind, value }: Address): string {
  return `${kind} ${value}`;
}
