import type { Address } from "#core/model/identity.ts";
import type { SimulatedPerson } from "#core/model/ports/simulator.ts";

/** Finds the simulated person behind any address, by the name that traces use. */
export class Directory {
  readonly #names = new Map<string, string>();

  constructor(people: readonly SimulatedPerson[]) {
    for (const { name, phone, userId } of people) {
      if (phone !== undefined) this.#names.set(phone, name);
      if (userId !== undefined) this.#names.set(userId, name);
    }
  }

  /** The name that goes with a phone number or user id, with or without a plus. */
  find(address: string | undefined): string | undefined {
    return address === undefined ? undefined : this.#names.get(address.replace(/^\+/, ""));
  }

  /** The name behind the first address that is known; throws if none is: that is a bug of the bot. */
  nameOf(addresses: readonly Address[]): string {
    for (const { value } of addresses) {
      const name = this.find(value);
      if (name !== undefined) return name;
    }
    throw new Error("nobody in the simulation has this address");
  }
}
