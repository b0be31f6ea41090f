import { compareEvents, type NewEvent, type StoredEvent } from "#core/model/event.ts";
import { type Claim, claimEventLimit } from "#core/model/plan.ts";
import { isForeground } from "#core/model/run.ts";
import type { Directory } from "#test/simulation/world/directory.ts";
import { type Acquaintance, Acquaintances } from "./acquaintances.ts";
import type { Check, Report } from "./check.ts";
import { nameOfEvent } from "./name-of-event.ts";

/**
 * I2 for what comes in: a turn sees everything that is pending, handles the oldest that may be, and only the
 * newest claim of a conversation commits.
 */
export function createTurnOrderCheck(report: Report, directory: Directory): Check {
  /** Person → what came from them that is durable and not handled. */
  const pending = new Map<string, Set<string>>();
  const acquaintances = new Acquaintances();
  /** Person → as whom they were met first; and those who were met as somebody else since. */
  const first = new Map<string, Acquaintance>();
  const severalTimes = new Set<string>();
  /** The newest claim of each conversation, as the store gave it out. */
  const newest = new Map<string, Claim>();

  function take(event: NewEvent): void {
    const { sender } = event;
    if (sender === undefined) return;
    const who = directory.nameOf(sender.addresses);
    const acquaintance = acquaintances.meet(sender);
    const known = first.get(who) ?? acquaintance;
    first.set(who, known);
    // From here on the person may have two conversations.
    if (known !== acquaintance) severalTimes.add(who);
    const names = pending.get(who) ?? new Set();
    pending.set(who, names.add(nameOfEvent(event)));
  }

  function checkWhole(claim: Claim, who: string): void {
    newest.set(claim.conversation.id, claim);
    if (claim.events.length >= claimEventLimit || severalTimes.has(who)) return;
    const claimed = new Set(claim.events.map(nameOfEvent));
    for (const name of pending.get(who) ?? []) {
      if (!claimed.has(name)) report("I2", `a turn does not see the pending ${name}`, who);
    }
  }

  /** `before`: what the same turn handled ahead of it. */
  function checkOrder(
    claim: Claim,
    handledId: string,
    before: readonly string[],
    who: string,
  ): void {
    const handled = claim.events.find(({ id }) => id === handledId);
    if (handled === undefined) {
      report("I2", `a turn handled ${handledId}, which it had not claimed`, who);
      return;
    }
    const earlier = claim.events.find(
      (event) =>
        compareEvents(event, handled) < 0 && !mayWait(event, claim) && !before.includes(event.id),
    );
    if (earlier !== undefined) {
      report("I2", `event ${handled.id} was handled before ${earlier.id}`, who);
    }
    pending.get(who)?.delete(nameOfEvent(handled));
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
        const handled = plan.marks.map(({ event }) => event);
        for (const [at, event] of handled.entries()) {
          checkOrder(given ?? claim, event, handled.slice(0, at), who);
        }
      },
    },
  };
}

/**
 * What moves a run waits until the bot has the conversation again; messages wait while the run in the
 * foreground has something done.
 */
function mayWait({ body }: StoredEvent, { conversation, runs }: Claim): boolean {
  if (conversation.owner !== "bot" && moving.has(body.kind)) return true;
  const foreground = runs.find(isForeground)?.wait?.kind;
  return body.kind === "message" && (foreground === "activity" || foreground === "pause");
}

const moving: ReadonlySet<string> = new Set(["timer", "result", "signal"]);
