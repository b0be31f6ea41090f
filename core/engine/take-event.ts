import type { AccountId, ContactId } from "#core/lib/ids.ts";
import type { JsonObject } from "#core/lib/json.ts";
import type { Address, Sender } from "#core/model/identity.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";

/** An event that one of the owner's own systems tells of a person. */
export interface OutsideEvent {
  readonly account: AccountId;
  /** A person that is known by our id, or anybody that the network knows by theirs. */
  readonly to:
    | { readonly kind: "contact"; readonly contact: ContactId }
    | { readonly kind: "address"; readonly address: Address };
  /** As triggers and waits name it. */
  readonly name: string;
  readonly data: JsonObject;
  /** Unique per account for ever: a repeat changes nothing. */
  readonly key: string;
}

export type EventAnswer = "new" | "duplicate" | "no-account" | "no-contact";

/** Takes it in like a webhook: durable when it resolves to `new`, and handled in its person's line. */
export async function takeEvent(
  deps: {
    readonly store: Store;
    readonly channels: ReadonlyMap<AccountId, Channel>;
    readonly contact: Records["contact"];
    readonly clock: Clock;
  },
  { account, to, name, data, key }: OutsideEvent,
): Promise<EventAnswer> {
  const channel = deps.channels.get(account);
  if (channel === undefined) return "no-account";
  const sender = await findSender(channel.kind, to, deps.contact);
  if (sender === undefined) return "no-contact";
  const now = deps.clock.now();
  const [answer] = await deps.store.ingest([
    {
      account,
      sender,
      dedupeKey: `api:${key}`,
      occurredAt: now,
      receivedAt: now,
      body: { kind: "signal", name, data },
    },
  ]);
  return answer ?? "duplicate";
}

async function findSender(
  scope: string,
  to: OutsideEvent["to"],
  find: Records["contact"],
): Promise<Sender | undefined> {
  if (to.kind === "address") return { scope, addresses: [to.address] };
  const contact = await find(to.contact);
  const addresses = contact?.addresses.slice(0, maxAddresses) ?? [];
  return addresses.length === 0 ? undefined : { scope, addresses };
}

/** As many as name one sender; anchors stand first. */
const maxAddresses = 4;
