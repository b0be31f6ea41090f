import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import type { Contact } from "#core/model/contact.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Caches } from "./caches.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import { erasePerson } from "./erase-person.ts";
import { erasedMark } from "./erased-mark.ts";
import type { ErasureList } from "./erasure-list.ts";
import type { MediaAccount } from "./media-account.ts";
import type { OpenErasures } from "./open-erasures.ts";
import type { OpsTable } from "./ops-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { unavailable } from "./store-error.ts";

export interface ErasureDeps extends RecordsDeps {
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly openErasures: OpenErasures;
  readonly ops: Pick<OpsTable, "appendAudit" | "dropPending">;
  readonly caches: Caches;
  readonly media: MediaAccount;
  readonly clock: Clock;
  readonly erasures: ErasureList;
  /** Writes down how many erasures of the list this database has seen, inside the transaction. */
  readonly onListed: (count: number) => void;
  /** Clears memory of what is gone, after the commit. */
  readonly onErased: (conversations: readonly ConversationId[]) => void;
  /** What was erased is in the journal until it is emptied; false if somebody reads in it. */
  readonly clearJournal: () => boolean;
}

type Erasures = Pick<Records, "eraseContact" | "openErasures" | "closeErasure">;

/** The end of a person's rows, of their key, and of what copies of both could still tell. */
export function createErasures(deps: ErasureDeps): Erasures {
  const { group, codec, contacts, conversations, caches, openErasures } = deps;

  /** Every row of somebody who is there; gives their conversations and keys. */
  function erase(id: ContactId, who: string | undefined) {
    const selves = [id, ...contacts.strandedBehind(id)];
    const its = selves.flatMap((self) => conversations.ofContact(self));
    const keys = selves.map((self) => contacts.keyOf(self));
    const found = selves.map((self) => contacts.load(self)?.contact);
    const addresses = found.flatMap((self) => self?.addresses ?? []);
    const stops = selves.flatMap((self) => contacts.stopsOf(self));
    const at = deps.clock.now();
    // Before the rows are gone: an erasure that was begun is done, if need be at the next start.
    const marks = addresses.map(({ value }) => codec.lookup(erasedMark(value)));
    deps.erasures.append({ at, contacts: selves, keys, marks, stops });
    deps.onListed(deps.erasures.entries().length);
    openErasures.add(selves, keys, addresses);
    if (who !== undefined) {
      deps.ops.appendAudit({ at, who, what: "contact.erased", data: { contacts: selves } });
    }
    deps.ops.dropPending(at, its);
    for (const { lookup, at: stoppedAt } of stops) contacts.keepStopOf(lookup, stoppedAt);
    caches.clear();
    const files = deps.media.filesOf(its);
    erasePerson(deps.orm, selves, its);
    deps.media.recount(files);
    return { its, keys };
  }

  return {
    async eraseContact(id, who) {
      let erased: ReturnType<typeof erase> | undefined;
      await group.write(
        () => {
          const contact: Contact | undefined = contacts.load(id)?.contact;
          erased = contact === undefined ? undefined : erase(id, who);
        },
        () => deps.onErased(erased?.its ?? []),
      );
      if (erased === undefined) return false;
      // Not with the commit, which others share. If it fails, the erasure is open, and closing it does it.
      codec.dropKeys(erased.keys);
      deps.clearJournal();
      return true;
    },
    openErasures: () => group.read(() => openErasures.all()),
    async closeErasure(id) {
      codec.dropKeys(await group.read(() => openErasures.keysOf(id)));
      if (!deps.clearJournal()) throw unavailable("somebody reads what was erased");
      await group.write(() => openErasures.remove(id));
      deps.clearJournal();
    },
  };
}
