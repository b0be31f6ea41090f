import type { EngineSettings } from "#core/engine/settings.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Address } from "#core/model/identity.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import { operatorPurpose } from "#core/model/send.ts";
import { templateRefusal } from "#core/model/template.ts";
import type { TemplateBook } from "./template-book.ts";
import { templateNotice } from "./template-notice.ts";

export interface HearTemplatesDeps {
  readonly book: TemplateBook;
  readonly records: Pick<Records, "putTemplate">;
  /** Who is told that a template can no longer be sent. */
  readonly owners: readonly Address[];
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly settings: Pick<EngineSettings, "bot">;
  readonly log: Log;
}

/** What news of templates come to: what is to be taken in with them, and the rows that are written. */
export interface TemplateHearing {
  /** Words to the owners, durable with the news themselves. */
  readonly notices: readonly NewEvent[];
  save(): Promise<unknown>;
}

/** Takes in what a webhook tells of templates; undefined if that is nothing. */
export function hearTemplates(
  { book, records, owners, channels, settings, log }: HearTemplatesDeps,
  events: readonly NewEvent[],
): TemplateHearing | undefined {
  const heard = events.flatMap((event) => {
    const { account, body, occurredAt } = event;
    const news = body.kind === "account" ? body.template : undefined;
    if (news === undefined) return [];
    const record = book.hear(account, news, occurredAt);
    return record === undefined ? [] : [{ event, record, isStatus: news.status !== undefined }];
  });
  if (heard.length === 0) return undefined;
  const notices = heard.flatMap(({ event, record, isStatus }) => {
    const refusal = isStatus ? templateRefusal(record, event.receivedAt) : undefined;
    if (refusal === undefined) return [];
    const { account, name, language, reason } = record;
    log.warn("template.refused", { account, template: name, language, refusal, reason });
    const scope = channels.get(account)?.kind;
    if (scope === undefined) return [];
    const text = templateNotice(record, refusal, settings.bot.locales[0]);
    return owners.map((address): NewEvent => noticeEvent(event, { scope, address }, text));
  });
  return {
    notices,
    save: () => Promise.all(heard.map(({ record }) => records.putTemplate(record))),
  };
}

/** Keyed by the news, so that a webhook that comes again tells nobody a second time. */
function noticeEvent(
  { account, dedupeKey, receivedAt }: NewEvent,
  { scope, address }: { readonly scope: string; readonly address: Address },
  text: string,
): NewEvent {
  return {
    account,
    dedupeKey: `template-notice:${dedupeKey}:${address.value}`,
    sender: { scope, addresses: [address] },
    occurredAt: receivedAt,
    receivedAt,
    body: {
      kind: "operator",
      by: "sapa",
      act: { kind: "send", message: { kind: "text", text }, purpose: operatorPurpose },
    },
  };
}
