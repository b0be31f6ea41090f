import type { Media } from "#core/engine/media/create-media.ts";
import type { AccountId, ContactId } from "#core/lib/ids.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { SendError } from "#core/model/status.ts";

export interface EraserDeps {
  readonly records: Records;
  readonly media: Pick<Media, "erase">;
  readonly channels: ReadonlyMap<AccountId, Channel>;
  readonly clock: Clock;
  readonly log: Log;
}

/** What an erasure did. */
export interface Erasure {
  /** Every contact that the person was. */
  readonly contacts: readonly ContactId[];
  /** Accounts whose network was asked to forget the person; `problem`: it could not be asked, or refused. */
  readonly networks: readonly { readonly account: AccountId; readonly problem?: SendError }[];
}

/** Erases a person; undefined if there was nobody. `who` asked for it, for the audit. */
export type ErasePerson = (contact: ContactId, who: string) => Promise<Erasure | undefined>;

/**
 * First everything here, then what the networks keep: nobody is left half erased because a network is
 * down. By then nobody here knows the addresses any more, so what a network refuses has to be told.
 */
export function createEraser({ records, media, channels, clock, log }: EraserDeps): ErasePerson {
  return async (id, who) => {
    const contact = await records.contact(id);
    if (contact === undefined) return undefined;
    const contacts = [id, ...(await records.strandedBehind(id)).map((self) => self.id)];
    if (!(await media.erase(id))) return undefined;
    await records.appendAudit({ at: clock.now(), who, what: "contact.erased", data: { contacts } });
    log.info("contact.erased", { contact: id, count: contacts.length });
    const networks: { account: AccountId; problem?: SendError }[] = [];
    for (const [account, channel] of channels) {
      if (channel.forget === undefined) continue;
      const problem = await channel.forget(contact.addresses);
      networks.push(problem === undefined ? { account } : { account, problem });
      if (problem !== undefined) {
        log.warn("contact.network-kept", { account, contact: id, code: problem.code });
      }
    }
    return { contacts, networks };
  };
}
