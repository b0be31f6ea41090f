import type { TemplateStates } from "#core/engine/settings.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { type Millis, secondMs } from "#core/lib/millis.ts";
import {
  type TemplateNews,
  type TemplateRecord,
  templateLanguage,
  templateRefusal,
} from "#core/model/template.ts";

/** A template of an account, by the name that people and flows use. */
export interface TemplateName {
  readonly name: string;
  readonly language: string;
}

/**
 * What is known of templates, in memory as it is in the records: the gate asks it at every send of one.
 * Whoever changes it writes the row that it gives back.
 */
export interface TemplateBook extends TemplateStates {
  /** Those of an account, by name and language. */
  all(account: AccountId): readonly TemplateRecord[];
  find(account: AccountId, template: TemplateName): TemplateRecord | undefined;
  /**
   * Takes in what a network told at a moment; undefined if nobody knows which template it is of, or
   * something newer was told before.
   */
  hear(account: AccountId, news: TemplateNews, at: Millis): TemplateRecord | undefined;
  put(record: TemplateRecord): TemplateRecord;
}

export function createTemplateBook(rows: readonly TemplateRecord[]): TemplateBook {
  const byKey = new Map(rows.map((row) => [keyOf(row.account, row), row]));
  const all = (account: AccountId) =>
    [...byKey.values()]
      .filter((row) => row.account === account)
      .toSorted((a, b) => (keyOf(account, a) < keyOf(account, b) ? -1 : 1));
  const find = (account: AccountId, template: TemplateName) => byKey.get(keyOf(account, template));
  const put = (record: TemplateRecord) => {
    byKey.set(keyOf(record.account, record), record);
    return record;
  };

  return {
    all,
    find,
    put,
    refusal(account, template, now) {
      const record = find(account, template);
      return record === undefined ? undefined : templateRefusal(record, now);
    },
    hear(account, news, at) {
      const { name, language, vendorId } = news;
      const known =
        name !== undefined && language !== undefined
          ? (find(account, { name, language }) ?? blank(account, { name, language }, at))
          : all(account).find((row) => vendorId !== undefined && row.vendorId === vendorId);
      if (known === undefined || (news.status !== undefined && isBefore(at, known.statusAt))) {
        return undefined;
      }
      return put(withNews(known, news, at));
    },
  };
}

/** Networks tell time in seconds, rounded down: within one nobody knows what came first. */
function isBefore(at: Millis, statusAt: Millis): boolean {
  return at <= statusAt - secondMs;
}

function keyOf(account: AccountId, { name, language }: TemplateName): string {
  return `${account} ${name} ${templateLanguage(language)}`;
}

function blank(account: AccountId, { name, language }: TemplateName, at: Millis): TemplateRecord {
  const tag = templateLanguage(language);
  return { account, name, language: tag, status: "other", statusAt: at, editedAt: [] };
}

function withNews(record: TemplateRecord, news: TemplateNews, at: Millis): TemplateRecord {
  const { vendorId, quality, category, nextCategory, status, reason, untilAt } = news;
  const { reason: _reason, untilAt: _untilAt, ...rest } = record;
  // A new status takes the old one's reason and end away.
  const base = status === undefined ? record : { ...rest, status, statusAt: at };
  const { nextCategory: _next, ...settled } = base;
  return {
    ...(category === undefined ? base : settled),
    ...(status !== undefined && reason !== undefined ? { reason } : {}),
    ...(status !== undefined && untilAt !== undefined ? { untilAt } : {}),
    ...(vendorId === undefined ? {} : { vendorId }),
    ...(quality === undefined ? {} : { quality }),
    ...(category === undefined ? {} : { category }),
    ...(nextCategory === undefined ? {} : { nextCategory }),
  };
}
