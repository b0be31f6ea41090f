import type { AccountId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import { type BudgetOwner, boundsOf, keptForLastWords } from "#core/model/budget.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { AiSettings } from "./ai-settings.ts";
import type { PurseCap } from "./purse.ts";

/** What a person allows, as whoever keeps consent knows it. */
export interface AiPermit {
  /** False: nothing of theirs is put to any AI. */
  readonly mayAsk: boolean;
  /** False: their words stay on this machine. */
  readonly mayLeaveHost: boolean;
}

/** All that decides who may be asked, beside the providers themselves. */
export interface AiFacts extends AiPermit {
  readonly contact: Contact;
  /** The person's role if they are one of ours. */
  readonly role: string | undefined;
  readonly caps: readonly PurseCap[];
}

export interface AiFactsDeps {
  readonly records: Pick<Records, "conversation" | "contact" | "runs">;
  readonly settings: AiSettings;
  readonly channels: ReadonlyMap<AccountId, Pick<Channel, "prices">>;
  readonly permit: (contact: Contact) => Promise<AiPermit>;
}

/** Reads the facts of a conversation's person; undefined if they are gone. */
export async function readAiFacts(
  deps: AiFactsDeps,
  activity: Activity,
  now: Millis,
): Promise<AiFacts | undefined> {
  const { records, settings } = deps;
  const conversation = await records.conversation(activity.conversation);
  const contact = conversation && (await records.contact(conversation.contact));
  if (contact === undefined) return undefined;
  const permit = await deps.permit(contact);
  return {
    ...permit,
    mayLeaveHost: permit.mayLeaveHost && !settings.isLocalOnly,
    contact,
    role: roleOf(contact, settings.operators),
    caps: await capsOf(deps, activity, contact, now),
  };
}

/**
 * What the question may draw on. An answer is worth nothing without the message that brings it, so each
 * budget has to hold that too: nothing is paid for what nobody would read.
 */
async function capsOf(
  {
    records,
    channels,
    settings: { budget, timeZone },
  }: Pick<AiFactsDeps, "records" | "settings" | "channels">,
  { account, conversation, run }: Activity,
  contact: Contact,
  now: Millis,
): Promise<readonly PurseCap[]> {
  if (budget === undefined) return [];
  // A question costs so much time that looking for its flow does not count.
  const runs = run === undefined ? [] : await records.runs(conversation);
  const flow = runs.find(({ id }) => id === run)?.flow;
  const whoses: Readonly<Record<BudgetOwner, string>> = {
    contact: "this person",
    flow: `flow ${flow}`,
    account: `account ${account}`,
  };
  const bounds = boundsOf(budget, { contact: contact.id, account, flow }, now, timeZone);
  const message = { kind: "text", text: "" } as const;
  const answerMicroUsd =
    channels.get(account)?.prices?.most({ to: contact.addresses, message }) ?? 0;
  const kept = (microUsd: number) =>
    answerMicroUsd <= 0 ? 0 : answerMicroUsd + keptForLastWords(microUsd, answerMicroUsd);
  return bounds.map(({ whose, key, microUsd, period, periodAt }) => ({
    key,
    cap: microUsd - kept(microUsd),
    periodAt,
    whose: `${whoses[whose]} for this ${period}`,
  }));
}

function roleOf(contact: Contact, operators: AiSettings["operators"]): string | undefined {
  const values = new Set(contact.addresses.map(({ value }) => value));
  return operators.find((operator) => values.has(operator.contact))?.role;
}
