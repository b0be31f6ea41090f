import type { AccountId } from "#core/lib/ids.ts";
import type { AiUsageRecord } from "#core/model/ai-usage.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Conversation } from "#core/model/conversation.ts";
import type { Address } from "#core/model/identity.ts";
import type { HistoryEntry } from "#core/model/plan.ts";
import type { EventRecord, Records, SendRecord } from "#core/model/ports/records.ts";
import { isForeground, type Run } from "#core/model/run.ts";

/** What the bot knows of one person's conversation, for who looks at it. */
export interface PersonView {
  readonly contact: Contact;
  readonly conversation: Conversation;
  /** Runs that have not ended, the one that takes the next message first. */
  readonly runs: readonly Run[];
  /** Messages that did not go out, or did not arrive, newest first. */
  readonly refusals: readonly SendRecord[];
  readonly trace: Trace | undefined;
}

/** What became of the newest message, in the order of time. */
export interface Trace {
  readonly event: EventRecord;
  readonly history: readonly HistoryEntry[];
  readonly sends: readonly SendRecord[];
  readonly aiUsage: readonly AiUsageRecord[];
}

type Reading = Pick<
  Records,
  "findContact" | "conversationsOf" | "runs" | "sends" | "events" | "history" | "aiUsage"
>;

/** How far back it is looked in each list. */
const maxRows = 100;
const maxRefusals = 20;

/** Reads a person by an address of theirs; undefined before they have written to the account. */
export async function readPerson(
  records: Reading,
  account: AccountId,
  scope: string,
  addresses: readonly Address[],
): Promise<PersonView | undefined> {
  const contact = await findContact(records, scope, addresses);
  if (contact === undefined) return undefined;
  const its = await records.conversationsOf(contact.id);
  const conversation = its.find((one) => one.account === account);
  if (conversation === undefined) return undefined;
  const filter = { conversation: conversation.id, limit: maxRows };
  const runs = (await records.runs(conversation.id)).filter(isLive);
  const sends = await records.sends(filter);
  return {
    contact,
    conversation,
    runs: runs.toSorted((a, b) => Number(isForeground(b)) - Number(isForeground(a))),
    refusals: sends.filter(isRefused).slice(0, maxRefusals),
    trace: await readTrace(records, sends, filter),
  };
}

async function findContact(
  records: Reading,
  scope: string,
  addresses: readonly Address[],
): Promise<Contact | undefined> {
  for (const address of addresses) {
    const contact = await records.findContact(scope, address);
    if (contact !== undefined) return contact;
  }
  return undefined;
}

async function readTrace(
  records: Reading,
  sends: readonly SendRecord[],
  filter: Parameters<Reading["events"]>[0] & Parameters<Reading["aiUsage"]>[0],
): Promise<Trace | undefined> {
  const [event] = await records.events({ ...filter, kind: "message", limit: 1 });
  if (event === undefined || filter.conversation === undefined) return undefined;
  const history = await records.history(filter.conversation, filter.limit);
  const aiUsage = await records.aiUsage(filter);
  return {
    event,
    history: history.filter(({ at }) => at >= event.receivedAt).toReversed(),
    sends: sends.filter(({ queuedAt }) => queuedAt >= event.receivedAt).toReversed(),
    aiUsage: aiUsage.filter(({ at }) => at >= event.receivedAt).toReversed(),
  };
}

function isLive({ state }: Run): boolean {
  return state === "resting" || state === "queued";
}

function isRefused({ state, delivery }: SendRecord): boolean {
  return (
    state === "failed" || state === "blocked" || state === "unconfirmed" || delivery === "failed"
  );
}
