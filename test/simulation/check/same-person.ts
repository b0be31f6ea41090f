import type { ContactId } from "#core/lib/ids.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Claim } from "#core/model/plan.ts";
import type { Directory } from "#test/simulation/world/directory.ts";
import { type Acquaintance, Acquaintances } from "./acquaintances.ts";
import type { Check, Report } from "./check.ts";
import { nameOfEvent } from "./name-of-event.ts";

/**
 * I1 for people: two of them are never one contact, and nobody becomes another contact of whom the
 * bot could know by what it was told that it is the same person.
 */
export function createSamePersonCheck(report: Report, directory: Directory): Check {
  const acquaintances = new Acquaintances();
  /** Event → whom it is from. */
  const senders = new Map<string, Acquaintance>();
  const contacts = new Map<Acquaintance, ContactId>();
  const people = new Map<ContactId, string>();

  function take(event: NewEvent): void {
    const { sender, body } = event;
    if (sender === undefined) return;
    senders.set(nameOfEvent(event), acquaintances.meet(sender));
    if (body.kind === "identity" && (sender.previous ?? []).length === 0) {
      const who = directory.nameOf(sender.addresses);
      report("I1", `${who} has moved, and the bot is not told where from`, who);
    }
  }

  function meet({ contact, events }: Claim, who: string): void {
    const other = people.get(contact.id);
    if (other !== undefined && other !== who) report("I1", `${other} and ${who} are one`, who);
    people.set(contact.id, who);
    for (const event of events) {
      const acquaintance = senders.get(nameOfEvent(event));
      if (acquaintance !== undefined) recognise(acquaintance, contact.id, who);
    }
  }

  function recognise(acquaintance: Acquaintance, contact: ContactId, who: string): void {
    const known = contacts.get(acquaintance);
    const possible = known === undefined ? contactsOf(acquaintance.from) : [known];
    if (possible.length > 0 && !possible.includes(contact)) {
      report("I1", `${who} has become another contact`, who);
    }
    contacts.set(acquaintance, contact);
  }

  /** The contacts that somebody may be; none if one of them has not been seen yet. */
  function contactsOf(from: readonly Acquaintance[]): readonly ContactId[] {
    const found = from.map((item) => contacts.get(item));
    return found.includes(undefined) ? [] : found.filter((item) => item !== undefined);
  }

  return {
    on: {
      ingested: ({ events, answers }) => {
        for (const [index, event] of events.entries()) if (answers[index] === "new") take(event);
      },
      claimed: ({ claim, who }) => meet(claim, who),
    },
  };
}
