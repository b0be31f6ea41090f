import type { AccountId, ContactId } from "#core/lib/ids.ts";
import { later } from "#core/lib/millis.ts";
import { admittedPurpose, isBlocked } from "#core/model/consent.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { SendError } from "#core/model/status.ts";

/** What blocking, or taking back, did. */
export interface Blocking {
  /** False: it was so already. */
  readonly isChanged: boolean;
  /** Accounts whose network was told; `problem`: it could not be asked, or refused. The bot holds to it anyway. */
  readonly networks: readonly { readonly account: AccountId; readonly problem?: SendError }[];
}

export interface BlockRequest {
  readonly contact: ContactId;
  /** False: the person is taken back. */
  readonly isBlocked: boolean;
  /** Why, for whoever looks at it later; may be empty. */
  readonly reason: string;
  readonly who: string;
}

/** Blocks a person or takes them back; undefined if there is nobody. Doing it again changes nothing. */
export type BlockPerson = (request: BlockRequest) => Promise<Blocking | undefined>;

/**
 * First the ledger, which is what holds, then the networks: they keep a person from writing at all, where
 * they have such a list, and where they let somebody be put on it.
 */
export function createBlocker({
  records,
  channels,
  clock,
  log,
}: {
  readonly records: Pick<Records, "contact" | "appendConsent">;
  readonly channels: ReadonlyMap<AccountId, Pick<Channel, "block">>;
  readonly clock: Clock;
  readonly log: Log;
}): BlockPerson {
  return async ({ contact: id, isBlocked: wanted, reason, who }) => {
    const contact = await records.contact(id);
    if (contact === undefined) return undefined;
    const isChanged = isBlocked(contact.consents) !== wanted;
    if (isChanged) {
      // After the line before it, whatever the clock says: at one moment a no would outweigh a yes.
      const before = contact.consents?.[admittedPurpose]?.at;
      const now = clock.now();
      const at = before === undefined || before < now ? now : later(before, 1);
      const answer = wanted ? "no" : "yes";
      const source = `operator:${who}`;
      const line = { purpose: admittedPurpose, answer, at, wording: reason, source } as const;
      await records.appendConsent({ ...line, contact: id });
      log.info(wanted ? "contact.blocked" : "contact.unblocked", { contact: id });
    }
    const networks: { account: AccountId; problem?: SendError }[] = [];
    for (const [account, channel] of channels) {
      const problem = await channel.block?.(contact.addresses, wanted);
      if (channel.block === undefined) continue;
      networks.push(problem === undefined ? { account } : { account, problem });
      if (problem !== undefined) {
        log.warn("contact.network-not-told", { account, contact: id, code: problem.code });
      }
    }
    return { isChanged, networks };
  };
}
