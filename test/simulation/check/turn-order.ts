import { compareEvents, type NewEvent } from "#core/model/event.ts";
import { type Claim, claimEventLimit } from "#core/model/plan.ts";
import type { Directory } from "#test/simulation/world/directory.ts";
import type { Check, Report } from "./check.ts";

/**
 * I2 for what comes in: a turn sees everything that is pending, handles the oldest, and only the
 * newest claim of a conversation commits.
 */
export function createTurnOrderCheck(report: Report, directory: Directory): Check {
  /** Person → vendor ids of messages that are durable and not handled. */
  const pending = new Map<string, Set<string>>();
  /** The newest claim of each conversation, as the store gave it out. */
  const newest = new Map<string, Claim>();

  function take(event: NewEvent): void {
    if (event.body.kind !== "message" || event.sender === undefined) return;
    const who = directory.nameOf(event.sender.addresses);
    const messages = pending.get(who) ?? new Set();
    pending.set(who, messages.add(event.body.message.id));
  }

  function checkWhole(claim: Claim, who: string): void {
    newest.set(claim.conversation.id, claim);
    if (claim.events.length >= claimEventLimit) return;
    const claimed = new Set(
      claim.events.flatMap(({ body }) => (body.kind === "message" ? [body.message.id] : [])),
    );
    for (const wamid of pending.get(who) ?? []) {
      if (!claimed.has(wamid)) report("I2", `a turn does not see the pending ${wamid}`, who);
    }
  }

  function checkOrder(claim: Claim, handledId: string, who: string): void {
    const handled = claim.events.find(({ id }) => id === handledId);
    if (handled === undefined) {
      report("I2", `a turn handled ${handledId}, which it had not claimed`, who);
      return;
    }
    const earlier = claim.events.find((event) => compareEvents(event, handled) < 0);
    if (earlier !== undefined) {
      report("I2", `event ${handled.id} was handled before ${earlier.id}`, who);
    }
    if (handled.body.kind === "message") pending.get(who)?.delete(handled.body.message.id);
  }

  return {
    on: {
      ingested: ({ events, answers }) => {
        for (const [index, event] of events.entries()) {
          if (answers[index] === "new") take(event);
        }
      },
      claimed: ({ claim, who }) => checkWhole(claim, who),
      committed: ({ claim, plan, who }) => {
        const given = newest.get(claim.conversation.id);
        if (given?.token !== claim.token) {
          report("I2", "a turn committed after it had lost its claim", who);
        }
        for (const { event } of plan.marks) checkOrder(given ?? claim, event, who);
      },
    },
  };
}
