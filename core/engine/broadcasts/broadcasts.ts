import { findRefusal } from "#core/engine/refusals.ts";
import type { BroadcastPlan } from "#core/flow/broadcast/broadcast-plan.ts";
import type { BroadcastReading } from "#core/flow/broadcast/read-broadcast.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";
import { assertNever } from "#core/lib/assert-never.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { later, type Millis, secondMs, toMillis } from "#core/lib/millis.ts";
import {
  type Broadcast,
  broadcastEffect,
  type NewRecipient,
  type RecipientTurn,
} from "#core/model/broadcast.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Person, Records } from "#core/model/ports/records.ts";
import { judgeTally } from "./judge-tally.ts";
import { type MeetingDeps, meetRecipient } from "./meet-recipient.ts";
import { paceOf } from "./pace.ts";

/** Broadcasts that run side by side, at most; the others wait. */
const maxRunning = 20;
/** People of an audience who are written down in one round. */
const pageSize = 200;
/** The newest outcomes that say whether a broadcast goes on. */
const talliedSends = 1_000;
/** How often a broadcast puts messages into the line, and looks whether they are over. */
const beatMs = secondMs;

export interface BroadcastsDeps extends MeetingDeps {
  readonly records: Records;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  /** Reads a file as it was when it was started; what bot.yaml has lost since does not matter. */
  readonly read: (source: FlowSource) => Promise<BroadcastReading>;
  readonly clock: Clock;
  readonly log: Log;
  /** Called when messages are in the line. */
  readonly onQueued: () => void;
}

/** Carries broadcasts out, however often the process begins again. */
export interface Broadcasts {
  /** Resolves to true when there is more to do at once. */
  round(): Promise<boolean>;
  /** When the next message may go; undefined: nothing runs. */
  nextDueAt(): Millis | undefined;
  /** Somebody began, resumed or ended one. */
  onChange(): void;
}

/** Where there are no records to keep them in. */
export const noBroadcasts: Broadcasts = {
  round: () => Promise.resolve(false),
  nextDueAt: () => undefined,
  onChange: () => undefined,
};

/** One that is under way in this process. */
interface Open {
  readonly broadcast: Broadcast;
  readonly plan: BroadcastPlan;
  readonly channel: Channel;
  nextAt: Millis;
}

/**
 * First the audience is written down, page by page; then its people get their messages at the pace of
 * the file, a second's worth at a time, so that a pause leaves at most two of those in the line. Both
 * are rows before anything else happens: a crash repeats a page, and no message.
 */
export function createBroadcasts(deps: BroadcastsDeps): Broadcasts {
  const { records, clock } = deps;
  const open = new Map<string, Open>();
  let isStale = true;

  /** Takes what runs from the store; what is here goes on at its own time. */
  async function refresh(): Promise<void> {
    const running = await records.broadcasts({ state: "running", limit: maxRunning });
    const names = new Set(running.map(({ name }) => name));
    for (const name of open.keys()) if (!names.has(name)) open.delete(name);
    for (const broadcast of running) {
      const { name } = broadcast;
      const known = open.get(name);
      if (known !== undefined) {
        open.set(name, { ...known, broadcast });
        continue;
      }
      const begun = await begin(deps, broadcast);
      if (begun !== undefined) open.set(name, begun);
    }
  }

  async function step(item: Open): Promise<boolean> {
    const next = item.broadcast.isCollected ? await feed(deps, item) : await collect(deps, item);
    switch (next) {
      case "more":
        return true;
      case "later":
        return false;
      case "changed":
        isStale = true;
        return true;
      default:
        return assertNever(next, "broadcast step");
    }
  }

  return {
    async round() {
      if (isStale) {
        isStale = false;
        try {
          await refresh();
        } catch (error) {
          // What runs is still unknown, and nobody else will say so.
          isStale = true;
          throw error;
        }
      }
      const now = clock.now();
      let hasMore = false;
      for (const item of open.values()) {
        if (item.nextAt <= now && (await step(item))) hasMore = true;
      }
      return hasMore;
    },
    nextDueAt() {
      let next = Number.POSITIVE_INFINITY;
      for (const { nextAt } of open.values()) next = Math.min(next, nextAt);
      return Number.isFinite(next) ? toMillis(next) : undefined;
    },
    onChange() {
      isStale = true;
    },
  };
}

type Next = "more" | "later" | "changed";

async function begin(deps: BroadcastsDeps, broadcast: Broadcast): Promise<Open | undefined> {
  const { file, source: text, account } = broadcast;
  const { plan } = await deps.read({ file, text });
  const channel = deps.channels.get(account);
  if (plan === undefined || channel === undefined) {
    const reason = plan === undefined ? "its file can no longer be read" : "its account is gone";
    await pause(deps, broadcast, reason);
    return undefined;
  }
  return { broadcast, plan, channel, nextAt: deps.clock.now() };
}

/** Writes the next page of the audience down. */
async function collect(deps: BroadcastsDeps, { broadcast, plan, channel }: Open): Promise<Next> {
  const { records, clock } = deps;
  const people = await records.people(channel.account, broadcast.after, pageSize);
  const now = clock.now();
  const recipients = people.flatMap((person): readonly NewRecipient[] => {
    const { id: conversation } = person.conversation;
    const meeting = meetRecipient(deps, plan, channel, person, now);
    if (meeting.kind === "outside") return [];
    if (meeting.kind === "message") return [{ conversation }];
    return [{ conversation, refusal: meeting.reason }];
  });
  const trouble = findTemplateTrouble(recipients);
  if (trouble !== undefined) {
    await pause(deps, broadcast, trouble);
    return "changed";
  }
  const after = people.at(-1)?.conversation.id;
  await records.addRecipients(broadcast.name, { recipients, after });
  return "changed";
}

/** Puts a beat's messages into the line, unless too many failed, or too many wait there already. */
async function feed(deps: BroadcastsDeps, item: Open): Promise<Next> {
  const { records, clock, settings, log } = deps;
  const { plan, broadcast } = item;
  const { name } = broadcast;
  const tally = await records.tallyBroadcast(name, talliedSends);
  const trouble = judgeTally(tally, plan.stopAt);
  if (trouble !== undefined) {
    await pause(deps, broadcast, trouble);
    return "changed";
  }
  const everyMs = paceOf(plan, settings);
  const count = Math.max(1, Math.floor(beatMs / everyMs));
  const now = clock.now();
  item.nextAt = later(now, beatMs);
  if (tally.queued >= 2 * count) return "later";
  const people = await records.waitingRecipients(name, count);
  if (people.length === 0) {
    if (tally.open > 0) return "later";
    const isDone = await records.moveBroadcast(name, { from: ["running"], to: "done", at: now });
    if (isDone) log.info("broadcast.done", { broadcast: name });
    return "changed";
  }
  const turns = people.map((person) => turnOf(deps, item, person, now));
  const held = findTemplateTrouble(turns);
  if (held !== undefined) {
    await pause(deps, broadcast, held);
    return "changed";
  }
  const queued = await records.takeRecipients(name, turns, now);
  item.nextAt = later(now, Math.round(queued * everyMs));
  if (queued > 0) deps.onQueued();
  return queued > 0 ? "later" : "changed";
}

/** A template that the network would not take is no reason to leave its people out: it may come to go. */
function findTemplateTrouble(
  people: readonly (NewRecipient | RecipientTurn)[],
): string | undefined {
  for (const person of people) {
    const reason = "refusal" in person ? person.refusal : undefined;
    if (reason?.startsWith("template-") === true) return findRefusal(reason)?.meaning.en;
  }
  return undefined;
}

function turnOf(
  deps: BroadcastsDeps,
  { plan, channel }: Open,
  person: Person,
  now: Millis,
): RecipientTurn {
  const { id: conversation } = person.conversation;
  const meeting = meetRecipient(deps, plan, channel, person, now);
  if (meeting.kind === "outside") return { conversation, refusal: "no-longer-meant" };
  if (meeting.kind === "refused") return { conversation, refusal: meeting.reason };
  const { name, purpose } = plan;
  const send = { effect: broadcastEffect(name), message: meeting.message, purpose } as const;
  return { conversation, send: { ...send, class: "campaign" } };
}

async function pause(
  { records, clock, log }: BroadcastsDeps,
  { name }: Broadcast,
  reason: string,
): Promise<void> {
  const at = clock.now();
  const isPaused = await records.moveBroadcast(name, {
    from: ["running"],
    to: "paused",
    reason,
    at,
  });
  if (!isPaused) return;
  await records.appendAudit({ at, who: "sapa", what: "broadcast.paused", data: { name, reason } });
  log.warn("broadcast.paused", {
    broadcast: name,
    reason,
    action: "Look at sapa broadcast status; resume it, or stop it.",
  });
}
