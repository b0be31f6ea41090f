import type { ContactId, ConversationId } from "#core/lib/ids.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Caches } from "./caches.ts";
import type { ContactTable } from "./contact-table.ts";
import type { ConversationTable } from "./conversation-table.ts";
import { erasePerson } from "./erase-person.ts";
import { erasedMark } from "./erased-mark.ts";
import type { ErasureList } from "./erasure-list.ts";
import type { KeptStop } from "./former-address-table.ts";
import type { MediaAccount } from "./media-account.ts";
import type { RecordsDeps } from "./records-deps.ts";

export interface ErasureDeps extends RecordsDeps {
  readonly contacts: ContactTable;
  readonly conversations: ConversationTable;
  readonly caches: Caches;
  readonly media: MediaAccount;
  readonly clock: Clock;
  readonly erasures: ErasureList;
  /** Writes down how many erasures of the list this database has seen, inside the transaction. */
  readonly onListed: (count: number) => void;
  /** Clears memory of what is gone, after the commit. */
  readonly onErased: (conversations: readonly ConversationId[]) => void;
  /** What was erased is in the journal until it is emptied. */
  readonly clearJournal: () => void;
}

/** The end of a person's rows, of their key, and of what copies of both could still tell. */
export function createErasures(deps: ErasureDeps): Pick<Records, "eraseContact"> {
  const { orm, group, codec, contacts, conversations, caches, media } = deps;

  /** Before the rows are gone: an erasure that was begun is done, if need be at the next start. */
  function list(
    selves: readonly ContactId[],
    keys: readonly number[],
    stops: readonly KeptStop[],
  ): void {
    const addresses = selves.flatMap((self) => contacts.load(self)?.contact.addresses ?? []);
    const marks = addresses.map(({ value }) => codec.lookup(erasedMark(value)));
    deps.erasures.append({ at: deps.clock.now(), contacts: [...selves], keys, marks, stops });
    deps.onListed(deps.erasures.entries().length);
  }

  return {
    async eraseContact(id) {
      let erased: ConversationId[] = [];
      let keys: number[] = [];
      const isErased = await group.write(
        () => {
          const selves = [id, ...contacts.strandedBehind(id)];
          erased = selves.flatMap((self) => conversations.ofContact(self));
          keys = selves.map((self) => contacts.keyOf(self));
          const stops = selves.flatMap((self) => contacts.stopsOf(self));
          if (contacts.load(id) !== undefined) list(selves, keys, stops);
          for (const { lookup, at } of stops) contacts.keepStopOf(lookup, at);
          caches.clear();
          const files = media.filesOf(erased);
          const isFound = erasePerson(orm, selves, erased);
          media.recount(files);
          return isFound;
        },
        () => {
          deps.onErased(erased);
          codec.dropKeys(keys);
        },
      );
      if (isErased) deps.clearJournal();
      return isErased;
    },
  };
}
