import type { Millis } from "#core/lib/millis.ts";
import {
  accountBudgetKey,
  type Budget,
  budgetPeriodAt,
  contactBudgetKey,
} from "#core/model/budget.ts";
import type { Contact } from "#core/model/contact.ts";
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

/** Reads the facts of a conversation's person; undefined if they are gone. */
export async function readAiFacts(
  deps: {
    readonly records: Pick<Records, "conversation" | "contact">;
    readonly settings: AiSettings;
    readonly permit: (contact: Contact) => Promise<AiPermit>;
  },
  { account, conversation: id }: Activity,
  now: Millis,
): Promise<AiFacts | undefined> {
  const { records, settings } = deps;
  const conversation = await records.conversation(id);
  const contact = conversation && (await records.contact(conversation.contact));
  if (contact === undefined) return undefined;
  const permit = await deps.permit(contact);
  const { budget, timeZone } = settings;
  return {
    ...permit,
    mayLeaveHost: permit.mayLeaveHost && !settings.isLocalOnly,
    contact,
    role: roleOf(contact, settings.operators),
    caps: [
      ...cap(budget.contact, contactBudgetKey(contact.id), "this person", now, timeZone),
      ...cap(budget.account, accountBudgetKey(account), `account ${account}`, now, timeZone),
    ],
  };
}

function cap(
  budget: Budget | undefined,
  key: string,
  whose: string,
  now: Millis,
  timeZone: string,
): readonly PurseCap[] {
  if (budget === undefined) return [];
  const periodAt = budgetPeriodAt(now, budget.period, timeZone);
  return [{ key, cap: budget.microUsd, periodAt, whose: `${whose} for this ${budget.period}` }];
}

function roleOf(contact: Contact, operators: AiSettings["operators"]): string | undefined {
  const values = new Set(contact.addresses.map(({ value }) => value));
  return operators.find((operator) => values.has(operator.contact))?.role;
}
