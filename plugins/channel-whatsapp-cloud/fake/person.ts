import { later, type Millis, type SimulatedPerson } from "sapa/plugin";

/** What the fake network knows of one person. Changes as the person writes and is written to. */
export interface Person {
  name: string;
  userId: string | undefined;
  phone: string | undefined;
  username: string | undefined;
  parentUserId: string | undefined;
  /** End of the customer service window; undefined before the first message. */
  windowUntilAt: Millis | undefined;
  /** State of the pair's bucket. */
  pairNextAt: number | undefined;
  /** When an advertisement brought them here, while nobody has answered it. */
  adAt: Millis | undefined;
  /** Until then all messages are free, because an advertisement was answered in time. */
  freeUntilAt: Millis | undefined;
  /** Who answers them: our app, or another one on the same number. */
  owner: "bot" | "other";
  wantsMarketing: boolean;
  /** True while the business has them on its block list. */
  isBlocked: boolean;
  isOnline: boolean;
  /** True once they have left WhatsApp; whoever acts is back. */
  isGone: boolean;
  tellsReads: boolean;
  /** Their last message that can be changed or taken back. */
  lastWamid: string | undefined;
  /** When they were asked for a permission to call, within the last week. */
  callAskedAt: readonly Millis[];
}

/** A person of whom nothing is known but the name. */
export function newPerson(name: string): Person {
  return {
    name,
    userId: undefined,
    phone: undefined,
    username: undefined,
    parentUserId: undefined,
    windowUntilAt: undefined,
    pairNextAt: undefined,
    adAt: undefined,
    freeUntilAt: undefined,
    owner: "bot",
    wantsMarketing: true,
    isBlocked: false,
    isOnline: true,
    isGone: false,
    tellsReads: true,
    lastWamid: undefined,
    callAskedAt: [],
  };
}

/** The BSUID, else the phone number: what the fake keys a person by. */
export function personKey(person: Pick<Person, "userId" | "phone">): string {
  return person.userId ?? person.phone ?? "";
}

/** The person as the simulator's port shows them. */
export function shownPerson(person: Person): SimulatedPerson {
  const { name, userId, phone, username, parentUserId } = person;
  return {
    name,
    ...(userId === undefined ? {} : { userId }),
    ...(phone === undefined ? {} : { phone }),
    ...(username === undefined ? {} : { username }),
    ...(parentUserId === undefined ? {} : { parentUserId }),
  };
}

/** Opens or renews the window. It counts from the message's own time stamp. Source: reference 4.4. */
export function openWindow(person: Person, at: Millis, windowMs: number): void {
  const until = later(at, windowMs);
  if (person.windowUntilAt === undefined || person.windowUntilAt < until) {
    person.windowUntilAt = until;
  }
}

export function isWindowOpen(person: Person, now: Millis): boolean {
  return person.windowUntilAt !== undefined && now < person.windowUntilAt;
}
