import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import { type ContactId, contactId, idSchema } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { type Address, addressSchema } from "#core/model/identity.ts";
import type { OpenErasure } from "#core/model/ports/records.ts";
import type { Codec } from "./codec.ts";
import { isUnreadable } from "./store-error.ts";

const contactsSchema = z.array(idSchema(contactId)).readonly();
const keysSchema = z.array(z.number()).readonly();
const addressesSchema = z.array(addressSchema).readonly();

interface Row {
  readonly id: number;
  readonly contacts: string;
  readonly keys: string;
  readonly addresses: string;
}

/**
 * Erasures of which something is left to do outside of the tables. The addresses lie under a key of their own,
 * which goes with the row: no backup of meanwhile can be read later. Every method runs inside the caller's
 * transaction.
 */
export class OpenErasures {
  readonly #codec: Codec;
  readonly #add: Statement<[string, string, string]>;
  readonly #all: Statement<[], Row>;
  readonly #one: Statement<[number], Row>;
  readonly #remove: Statement<[number]>;

  constructor(db: Database, codec: Codec) {
    this.#codec = codec;
    this.#add = db.prepare("INSERT INTO erasure (contacts, keys, addresses) VALUES (?, ?, ?)");
    this.#all = db.prepare("SELECT id, contacts, keys, addresses FROM erasure ORDER BY id");
    this.#one = db.prepare("SELECT id, contacts, keys, addresses FROM erasure WHERE id = ?");
    this.#remove = db.prepare("DELETE FROM erasure WHERE id = ?");
  }

  add(
    contacts: readonly ContactId[],
    keys: readonly number[],
    addresses: readonly Address[],
  ): void {
    const key = this.#codec.newKey();
    const sealed = this.#codec.encode(JSON.stringify(addresses), placeOf(key), key);
    this.#add.run(JSON.stringify(contacts), JSON.stringify([...keys, key]), sealed);
  }

  all(): OpenErasure[] {
    return this.#all.all().map((row) => ({
      id: row.id,
      contacts: parseJson(contactsSchema, row.contacts, "an erasure's contacts"),
      addresses: this.#addressesOf(row),
    }));
  }

  /** Those that nobody may have any more; none if there is no such erasure. */
  keysOf(id: number): readonly number[] {
    const row = this.#one.get(id);
    return row === undefined ? [] : toKeys(row);
  }

  remove(id: number): void {
    this.#remove.run(id);
  }

  /** None once the key is gone: then nothing is left to be done with them. */
  #addressesOf(row: Row): readonly Address[] {
    const place = placeOf(toKeys(row).at(-1));
    try {
      const text = this.#codec.decode(row.addresses, place);
      return parseJson(addressesSchema, text, "an erasure's addresses");
    } catch (error) {
      if (isUnreadable(error)) return [];
      throw error;
    }
  }
}

function toKeys({ keys }: Row): readonly number[] {
  return parseJson(keysSchema, keys, "an erasure's keys");
}

function placeOf(key: number | undefined): string {
  return `erasure/${key ?? 0}`;
}
