import type { ContactId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Address } from "#core/model/identity.ts";
import type { PlannedPerson } from "#test/simulation/plan/world-plan.ts";

/** Finds the simulated person behind any address, by the name that traces use. */
export class Directory {
  readonly #names = new Map<string, string>();
  readonly #contacts = new Map<ContactId, string>();

  constructor(people: readonly PlannedPerson[]) {
    for (const { first, moved } of people) {
      for (const { name, phone, userId } of [first, moved]) {
        this.#names.set(phone, name);
        this.#names.set(userId, name);
      }
    }
  }

  /** The name that goes with a phone number or user id, with or without a plus. */
  find(address: string | undefined): string | undefined {
    return address === undefined ? undefined : this.#names.get(address.replace(/^\+/, ""));
  }

  /** The name behind the first address that is known; throws if none is: that is a bug of the bot. */
  nameOf(addresses: readonly Address[]): string {
    const name = this.#findFirst(addresses);
    if (name === undefined) throw new Error("nobody in the simulation has this address");
    return name;
  }

  /** The name of a contact, also of one that has given up every address. */
  nameOfContact({ id, addresses }: Pick<Contact, "id" | "addresses">): string {
    const name = this.#findFirst(addresses) ?? this.#contacts.get(id);
    if (name === undefined) throw new Error("nobody in the simulation is this contact");
    this.#contacts.set(id, name);
    return name;
  }

  #findFirst(addresses: readonly Address[]): string | undefined {
    for (const { value } of addresses) {
      const name = this.find(value);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}
