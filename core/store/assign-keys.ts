import type { Database } from "better-sqlite3";
import { contactId } from "#core/lib/ids.ts";
import { type Codec, ownKey } from "./codec.ts";
import { addressPlaceOf, contactPlaceOf } from "./seal-places.ts";

interface Row {
  readonly id: string;
  readonly body: string;
}

/**
 * Gives a key to everybody who was there before there were keys, and seals who they are; what was said
 * before stays as it was written until its time is over.
 */
export function assignKeys(db: Database, codec: Codec): void {
  const rows = db.prepare<[number], Row>("SELECT id, body FROM contact WHERE key = ?").all(ownKey);
  if (rows.length === 0 || codec.newKey() === ownKey) return;
  const setContact = db.prepare<[number, string, string]>(
    "UPDATE contact SET key = ?, body = ? WHERE id = ?",
  );
  const setConversations = db.prepare<[number, string]>(
    "UPDATE conversation SET key = ? WHERE contact = ?",
  );
  const addresses = db.prepare<[string], { readonly lookup: string; readonly value: string }>(
    "SELECT lookup, value FROM address WHERE contact = ?",
  );
  const setAddress = db.prepare<[string, string]>("UPDATE address SET value = ? WHERE lookup = ?");
  db.transaction(() => {
    for (const { id, body } of rows) {
      const key = codec.newKey();
      const place = contactPlaceOf(contactId(id));
      setContact.run(key, codec.encode(codec.decode(body, place), place, key), id);
      setConversations.run(key, id);
      for (const { lookup, value } of addresses.all(id)) {
        const its = addressPlaceOf(lookup);
        setAddress.run(codec.encode(codec.decode(value, its), its, key), lookup);
      }
    }
  }).immediate();
}
