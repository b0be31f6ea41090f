import type { AccountId } from "#core/lib/ids.ts";
import { later, type Millis } from "#core/lib/millis.ts";
import type { NetworkTemplate, TemplateRules } from "#core/model/ports/channel-templates.ts";
import type { TemplateRecord } from "#core/model/template.ts";
import { keyOf } from "./plan-templates.ts";
import type { TemplateBook } from "./template-book.ts";

/** Brings what is known of an account's templates to what its network has; gives the rows that changed. */
export function syncBook(
  book: TemplateBook,
  account: AccountId,
  there: readonly NetworkTemplate[],
  { pauseMs }: TemplateRules,
  now: Millis,
): readonly TemplateRecord[] {
  const keys = new Set(there.map(keyOf));
  const gone = book
    .all(account)
    .filter((record) => !keys.has(keyOf(record)) && record.status !== "deleted")
    .map((record): TemplateRecord => ({ ...record, status: "deleted", statusAt: now }));
  const fresh = there.map((template) => {
    const before = book.find(account, template);
    return recordOf(template, before, account, later(now, pauseMs), now);
  });
  const changed = [...fresh, ...gone].filter((record) => {
    const before = book.find(account, record);
    return JSON.stringify(before) !== JSON.stringify(record);
  });
  return changed.map((record) => book.put(record));
}

function recordOf(
  template: NetworkTemplate,
  before: TemplateRecord | undefined,
  account: AccountId,
  pausedUntilAt: Millis,
  now: Millis,
): TemplateRecord {
  const { vendorId, name, language, status, category, quality } = template;
  const { nextCategory, ...rest } = before ?? { account, name, language, editedAt: [] };
  const { status: _status, untilAt: _untilAt, reason: _reason, ...kept } = { ...before, ...rest };
  return {
    ...kept,
    vendorId,
    status,
    ...standing(template, before, pausedUntilAt, now),
    ...(quality === undefined ? {} : { quality }),
    ...(category === undefined ? {} : { category }),
    ...(nextCategory === undefined || nextCategory === category ? {} : { nextCategory }),
  };
}

/** Since when and why it stands as it does: as it was told before, if that is still so. */
function standing(
  { status, reason }: NetworkTemplate,
  before: TemplateRecord | undefined,
  pausedUntilAt: Millis,
  now: Millis,
): Pick<TemplateRecord, "statusAt" | "untilAt" | "reason"> {
  if (before?.status === status) {
    const { statusAt, untilAt } = before;
    const why = reason ?? before.reason;
    return {
      statusAt,
      ...(untilAt === undefined ? {} : { untilAt }),
      ...(why === undefined ? {} : { reason: why }),
    };
  }
  return {
    statusAt: now,
    ...(status === "paused" ? { untilAt: pausedUntilAt } : {}),
    ...(reason === undefined ? {} : { reason }),
  };
}
