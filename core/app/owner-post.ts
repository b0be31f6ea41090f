import type { Engine } from "#core/engine/create-engine.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { Address } from "#core/model/identity.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { readAddress } from "#core/model/read-address.ts";

export interface OwnerPostDeps {
  readonly operators: readonly { readonly contact: string; readonly role: string }[];
  readonly channels: ReadonlyMap<AccountId, Pick<Channel, "kind">>;
  readonly queueSend: Engine["queueSend"];
}

/** Tells the owners something on one account; under one key once each, restarts included. */
export type OwnerPost = (account: AccountId, key: string, text: string) => Promise<void>;

/** The owners among a bot's operators, as they can be written to. */
export function ownersOf({ operators }: Pick<OwnerPostDeps, "operators">): readonly Address[] {
  return operators
    .filter(({ role }) => role === "owner")
    .map(({ contact }) => readAddress(contact));
}

/** What goes to owners passes every gate like any message. */
export function createOwnerPost({ operators, channels, queueSend }: OwnerPostDeps): OwnerPost {
  const owners = ownersOf({ operators });
  return async (account, key, text) => {
    const scope = channels.get(account)?.kind;
    if (scope === undefined) return;
    for (const address of owners) {
      await queueSend({
        account,
        to: { scope, addresses: [address] },
        message: { kind: "text", text },
        by: "sapa",
        key: `${key}:${address.value}`,
      });
    }
  };
}
