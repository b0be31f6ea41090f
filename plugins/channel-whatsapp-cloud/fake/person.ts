import { BotError, type JsonObject, type Millis, type SimulatedPerson } from "sapa/plugin";
import { textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** What the fake network knows of one person. Changes as the person writes and is written to. */
export interface Person {
  name: string;
  userId: string | undefined;
  phone: string | undefined;
  /** End of the customer service window; undefined before the first message. */
  windowUntilAt: Millis | undefined;
  /** State of the pair's bucket. */
  pairNextAt: number | undefined;
  /** The bytes of the last message's webhook, for `redeliver`. */
  lastWebhook: Uint8Array | undefined;
}

/** The BSUID, else the phone number: what the fake keys a person by. */
export function personKey(person: Pick<Person, "userId" | "phone">): string {
  return person.userId ?? person.phone ?? "";
}

/** The person as the simulator's port shows them. */
export function shownPerson(person: Person): SimulatedPerson {
  return {
    name: person.name,
    ...(person.userId === undefined ? {} : { userId: person.userId }),
    ...(person.phone === undefined ? {} : { phone: person.phone }),
  };
}

/** Everybody that the fake network has met, found by BSUID or by phone number (digits). */
export class People {
  readonly #byUserId = new Map<string, Person>();
  readonly #byPhone = new Map<string, Person>();

  find(address: {
    readonly userId?: string | undefined;
    readonly phone?: string | undefined;
  }): Person | undefined {
    const { userId, phone } = address;
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
    if (personKey(person) === "") {
      throw new BotError("SIMULATOR_PERSON_NAMELESS", `${acting.name} has no userId and no phone`, {
        hint: "Give the person a userId, a phone, or both.",
      });
    }
    this.#index(person);
    return person;
  }

  /** The person gets the ids that a system message tells; a new BSUID without a phone hides it. */
  move(person: Person, system: JsonObject): void {
    const userId = textOf(system["user_id"]);
    const phone = textOf(system["wa_id"]);
    if (userId === undefined && phone === undefined) return;
    if (person.userId !== undefined) this.#byUserId.delete(person.userId);
    if (person.phone !== undefined) this.#byPhone.delete(person.phone);
    person.userId = userId ?? person.userId;
    person.phone = phone;
    this.#index(person);
  }

  #index(person: Person): void {
    if (person.userId !== undefined) this.#byUserId.set(person.userId, person);
    if (person.phone !== undefined) this.#byPhone.set(person.phone, person);
  }

  /** A person that was known by phone alone gets their BSUID; one with another BSUID is a stranger. */
  #withoutUserId(acting: SimulatedPerson): Person | undefined {
    const byPhone = acting.phone === undefined ? undefined : this.#byPhone.get(acting.phone);
    return byPhone?.userId === undefined ? byPhone : undefined;
  }
}

function newPerson(name: string): Person {
  return {
    name,
    userId: undefined,
    phone: undefined,
    windowUntilAt: undefined,
    pairNextAt: undefined,
    lastWebhook: undefined,
  };
}
