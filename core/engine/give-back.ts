import type { ContactId } from "#core/lib/ids.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";

export interface GiveBack {
  readonly contact: ContactId;
  /** Who asked for it, for the audit. */
  readonly by: string;
  /** Under one key it is done once. */
  readonly key: string;
}

/** Has the bot take over again in every conversation of a person. */
export async function giveBack(
  {
    store,
    records,
    clock,
  }: {
    readonly store: Pick<Store, "ingest">;
    readonly records?: Pick<Records, "conversationsOf"> | undefined;
    readonly clock: Clock;
  },
  { contact, by, key }: GiveBack,
): Promise<void> {
  const conversations = await records?.conversationsOf(contact);
  const now = clock.now();
  const events = conversations?.map(
    ({ id, account }): NewEvent => ({
      account,
      conversation: id,
      dedupeKey: `give-back:${id}:${key}`,
      occurredAt: now,
      receivedAt: now,
      body: { kind: "operator", by, act: { kind: "resume" } },
    }),
  );
  if (events !== undefined && events.length > 0) await store.ingest(events);
}
