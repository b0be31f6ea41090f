import type { SimulatedPerson } from "#core/model/ports/simulator.ts";
import type { Phone } from "./phone.ts";

/**
 * Phones that are kept at most; the page tells when there are enough. Of people who write past the page the one
 * that was quiet for longest leaves for another.
 */
const maxPhones = 50;

/** The phones that there are, by id. */
export interface PhoneShelf {
  list(): readonly Phone[];
  find(id: string): Phone | undefined;
  put(phone: Phone): void;
  /** A phone that is made on the page, its `count`-th; undefined if there are enough of these. */
  make(account: string, personOf: (count: number) => SimulatedPerson): Phone | undefined;
  /** The phone of somebody whom the bot writes to, also if they wrote to it past the page; undefined: no room. */
  overhear(account: string, person: SimulatedPerson): Phone | undefined;
}

export function createPhoneShelf(): PhoneShelf {
  const phones = new Map<string, Phone>();
  /** Phones that nobody made on the page, the quietest first. */
  const overheard = new Set<string>();
  let made = 0;

  function add(
    account: string,
    isMade: boolean,
    personOf: (count: number) => SimulatedPerson,
  ): Phone | undefined {
    if (phones.size >= maxPhones) {
      const [quietest] = overheard;
      if (quietest === undefined) return undefined;
      overheard.delete(quietest);
      phones.delete(quietest);
    }
    made += 1;
    const none = { entries: [], version: 0, received: 0 };
    const phone: Phone = { id: `p${made}`, account, person: personOf(made), isMade, ...none };
    phones.set(phone.id, phone);
    return phone;
  }

  return {
    list: () => [...phones.values()],
    find: (id) => phones.get(id),
    put: (phone) => void phones.set(phone.id, phone),
    make: (account, personOf) => add(account, true, personOf),
    overhear(account, person) {
      const owner = [...phones.values()].find(
        (phone) => phone.account === account && isSame(phone.person, person),
      );
      const phone = owner ?? add(account, false, () => person);
      if (phone === undefined || (owner !== undefined && !overheard.has(owner.id))) return phone;
      overheard.delete(phone.id);
      overheard.add(phone.id);
      return phone;
    },
  };
}

function isSame(a: SimulatedPerson, b: SimulatedPerson): boolean {
  return a.userId === undefined || b.userId === undefined
    ? a.phone !== undefined && a.phone === b.phone
    : a.userId === b.userId;
}
