import type { Database } from "better-sqlite3";
import { contactId } from "#core/lib/ids.ts";
import { type Codec, ownKey } from "./codec.ts";
import { addressPlaceOf, contactPlaceOf } from "./seal-places.ts";

interface Row {
  readonly id: string;
  readonly body: string;
}

/** Whoever is made from then on has a key: nobody is looked for at every start. */
const done = "keys-assigned";

/**
 * Gives a key to everybody who was there before there were keys, once, and seals who they are; what was said
 * before stays as it was written until its time is over.
 */
export function assignKeys(db: Database, codec: Codec): void {
  if (codec.keysAt === undefined) return;
  const isDone = db.prepare<[string]>("SELECT 1 FROM meta WHERE name = ?").get(done) !== undefined;
  if (isDone) return;
  const rows = db.prepare<[number], Row>("SELECT id, body FROM contact WHERE key = ?").all(ownKey);
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
  const setDone = db.prepare<[string]>("INSERT INTO meta (name, value) VALUES (?, '1')");
  db.transaction(() => {
    setDone.run(done);
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
