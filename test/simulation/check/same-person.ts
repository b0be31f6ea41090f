import type { ContactId } from "#core/lib/ids.ts";
import type { NewEvent, StoredEvent } from "#core/model/event.ts";
import type { Claim } from "#core/model/plan.ts";
import type { Directory } from "#test/simulation/world/directory.ts";
import type { Check, Report } from "./check.ts";

/**
 * I1 for people: two of them are never one contact, and one who gets another number or id stays the
 * same contact, unless something under the new address came in before the network told of it.
 */
export function createSamePersonCheck(report: Report, directory: Directory): Check {
  const people = new Map<ContactId, string>();
  const contacts = new Map<string, Set<ContactId>>();
  const movedOn = new Set<string>();
  const overtaken = new Set<string>();

  function take({ sender, body }: NewEvent): void {
    if (sender === undefined || !directory.isMoved(sender.addresses)) return;
    const who = directory.nameOf(sender.addresses);
    if (movedOn.has(who)) return;
    if (body.kind === "identity") movedOn.add(who);
    else overtaken.add(who);
  }

  /** What comes late from an address that was given up is from somebody unknown. */
  function isOld({ body }: StoredEvent): boolean {
    return "sender" in body && body.sender !== undefined
      ? !directory.isMoved(body.sender.addresses)
      : false;
  }

  function meet({ contact, events }: Claim, who: string): void {
    const other = people.get(contact.id);
    if (other !== undefined && other !== who) report("I1", `${other} and ${who} are one`, who);
    people.set(contact.id, who);
    const known = contacts.get(who) ?? new Set();
    const isLate = movedOn.has(who) && events.some(isOld);
    const isOdd = known.size > 0 && !known.has(contact.id) && !overtaken.has(who) && !isLate;
    if (isOdd) report("I1", `${who} has become another contact`, who);
    contacts.set(who, known.add(contact.id));
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
