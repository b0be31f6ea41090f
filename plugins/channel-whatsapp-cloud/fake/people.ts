import { BotError, type SimulatedPerson } from "sapa/plugin";
import { newPerson, type Person, personKey } from "./person.ts";

/** Ids of a person, any of which may be missing. */
export interface PersonIds {
  readonly userId?: string | undefined;
  readonly phone?: string | undefined;
}

/** Everybody that the fake network has met, found by BSUID, parent BSUID or phone number (digits). */
export class People {
  readonly #byUserId = new Map<string, Person>();
  readonly #byPhone = new Map<string, Person>();

  find({ userId, phone }: PersonIds): Person | undefined {
    const byUserId = userId === undefined ? undefined : this.#byUserId.get(userId);
    return byUserId ?? (phone === undefined ? undefined : this.#byPhone.get(phone));
  }

  /** The person who acts, made or brought up to date. */
  meet(acting: SimulatedPerson): Person {
    const known = this.find(
      acting.userId === undefined ? { phone: acting.phone } : { userId: acting.userId },
    );
    const person = known ?? this.#withoutUserId(acting) ?? newPerson(acting.name);
    person.name = acting.name;
    person.userId = acting.userId ?? person.userId;
    person.phone = acting.phone ?? person.phone;
    person.username = acting.username ?? person.username;
    person.parentUserId = acting.parentUserId ?? person.parentUserId;
    if (personKey(person) === "") {
      throw new BotError("SIMULATOR_PERSON_NAMELESS", `${acting.name} has no userId and no phone`, {
        hint: "Give the person a userId, a phone, or both.",
      });
    }
    this.#index(person);
    return person;
  }

  /** The person gets other ids; a new BSUID without a phone hides the number. */
  move(person: Person, { userId, phone }: PersonIds): void {
    if (userId === undefined && phone === undefined) return;
    this.#forget(person);
    person.userId = userId ?? person.userId;
    person.phone = phone;
    this.#index(person);
  }

  /** The person's number is no longer hidden. */
  reveal(person: Person, phone: string): void {
    person.phone = phone;
    this.#index(person);
  }

  #forget(person: Person): void {
    const { userId, phone } = person;
    if (userId !== undefined) this.#byUserId.delete(userId);
    if (phone !== undefined && this.#byPhone.get(phone) === person) this.#byPhone.delete(phone);
  }

  #index(person: Person): void {
    const { userId, phone, parentUserId } = person;
    if (userId !== undefined) this.#byUserId.set(userId, person);
    if (parentUserId !== undefined) this.#byUserId.set(parentUserId, person);
    if (phone === undefined) return;
    const owner = this.#byPhone.get(phone);
    // A number that somebody else writes from was given up and handed on.
    if (owner !== undefined && owner !== person && owner.userId !== undefined) {
      owner.phone = undefined;
    }
    this.#byPhone.set(phone, person);
  }

  /** A person that was known by phone alone gets their BSUID; one with another BSUID is a stranger. */
  #withoutUserId(acting: SimulatedPerson): Person | undefined {
    const byPhone = acting.phone === undefined ? undefined : this.#byPhone.get(acting.phone);
    return byPhone?.userId === undefined ? byPhone : undefined;
  }
}
