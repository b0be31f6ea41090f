import type { Database, Statement } from "better-sqlite3";
import { type ContactId, contactId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";
import { consentsSchema, type NewConsent, withConsent } from "#core/model/consent.ts";
import { type Contact, type ContactChange, contactSchema } from "#core/model/contact.ts";
import { type Address, addressKinds, isAnchor, type KnownContact } from "#core/model/identity.ts";
import type { CachedContact, Caches } from "./caches.ts";
import { type Codec, ownKey } from "./codec.ts";
import { FormerAddressTable, type KeptStop } from "./former-address-table.ts";
import { addressPlaceOf, contactPlaceOf } from "./seal-places.ts";

interface ContactRow {
  readonly body: string;
  readonly stopped_at: number | null;
  readonly facts_version: number;
  readonly consents: string | null;
  readonly created_at: number;
  readonly key: number;
}

interface AddressRow {
  readonly lookup: string;
  readonly kind: Address["kind"];
  readonly value: string;
}

/** The encoded part of a row: everything that is about the person. */
const bodySchema = contactSchema.pick({
  name: true,
  username: true,
  language: true,
  tags: true,
  profile: true,
  startedAt: true,
});

/** People and how they are reached. Every method runs inside the caller's transaction. */
export class ContactTable {
  readonly #codec: Codec;
  readonly #caches: Caches;
  readonly #read: Statement<[string], ContactRow>;
  readonly #insert: Statement<[string, string, number | null, number, number]>;
  readonly #update: Statement<[string, number | null, number, string]>;
  readonly #raise: Statement<[string]>;
  readonly #consents: Statement<[string, number, string]>;
  readonly #addresses: Statement<[string], AddressRow>;
  readonly #owner: Statement<[string], { readonly contact: string }>;
  readonly #give: Statement<[string, string, string, string, string, number]>;
  readonly #take: Statement<[string]>;
  readonly #former: FormerAddressTable;
  readonly #scopes: Statement<[], { readonly scope: string }>;
  readonly #page: Statement<[string, number], { readonly id: string }>;

  constructor(db: Database, codec: Codec, caches: Caches) {
    this.#codec = codec;
    this.#caches = caches;
    this.#read = db.prepare(
      "SELECT body, stopped_at, facts_version, consents, created_at, key FROM contact WHERE id = ?",
    );
    this.#insert = db.prepare(
      `INSERT INTO contact (id, body, stopped_at, facts_version, created_at, key)
       VALUES (?, ?, ?, 1, ?, ?)`,
    );
    this.#update = db.prepare(
      "UPDATE contact SET body = ?, stopped_at = ?, facts_version = ? WHERE id = ?",
    );
    this.#raise = db.prepare("UPDATE contact SET facts_version = facts_version + 1 WHERE id = ?");
    this.#consents = db.prepare("UPDATE contact SET consents = ?, facts_version = ? WHERE id = ?");
    this.#addresses = db.prepare(
      "SELECT lookup, kind, value FROM address WHERE contact = ? ORDER BY kind = 'phone', since_at DESC",
    );
    this.#owner = db.prepare("SELECT contact FROM address WHERE lookup = ?");
    this.#give = db.prepare(
      `INSERT INTO address (lookup, scope, kind, value, contact, since_at) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (lookup) DO UPDATE SET contact = excluded.contact, value = excluded.value,
         since_at = excluded.since_at`,
    );
    this.#take = db.prepare("DELETE FROM address WHERE lookup = ?");
    this.#former = new FormerAddressTable(db);
    this.#scopes = db.prepare("SELECT DISTINCT scope FROM address");
    this.#page = db.prepare("SELECT id FROM contact WHERE id > ? ORDER BY id LIMIT ?");
  }

  load(id: ContactId): CachedContact | undefined {
    const cached = this.#caches.contacts.get(id);
    if (cached !== undefined) return cached;
    const row = this.#read.get(id);
    if (row === undefined) return undefined;
    const body = parseJson(
      bodySchema,
      this.#codec.decode(row.body, contactPlaceOf(id)),
      `contact ${id}`,
    );
    const addresses = this.#addresses.all(id).map(({ lookup, kind, value }) => ({
      kind,
      value: this.#codec.decode(value, addressPlaceOf(lookup)),
    }));
    const createdAt = toMillis(row.created_at);
    const contact: Contact = { ...body, id, addresses, createdAt };
    if (row.stopped_at !== null) contact.stoppedAt = toMillis(row.stopped_at);
    if (row.consents !== null) {
      contact.consents = parseJson(consentsSchema, row.consents, `consents of contact ${id}`);
    }
    const entry = { contact, key: row.key, factsVersion: row.facts_version };
    this.#caches.contacts.set(id, entry);
    return entry;
  }

  /**
   * Writes a contact whom nobody had; `addresses` have to be free. Whoever said STOP and was erased
   * since has still said STOP, under an address of `former` too: one that comes later, or that they had.
   */
  insert(scope: string, made: Contact, former: readonly Address[] = []): void {
    const { id, addresses, createdAt } = made;
    const lookups = addresses.map((address) => this.#lookup(scope, address));
    const known = [...lookups, ...former.map((address) => this.#lookup(scope, address))];
    const stoppedAt = made.stoppedAt ?? this.#former.stoppedAt(known);
    const contact = stoppedAt === undefined ? made : { ...made, stoppedAt };
    const key = this.#codec.newKey();
    this.#insert.run(id, this.#encode(contact, key), stoppedAt ?? null, createdAt, key);
    for (const [index, { kind, value }] of addresses.entries()) {
      const lookup = lookups[index] ?? "";
      const sealed = this.#codec.encode(value, addressPlaceOf(lookup), key);
      this.#give.run(lookup, scope, kind, sealed, id, createdAt);
    }
    this.#caches.contacts.set(id, { contact, key, factsVersion: 1 });
  }

  /** Applies a commit's change; keys of `profile` that the change does not name stay. */
  change(id: ContactId, change: ContactChange): void {
    const current = this.load(id);
    if (current === undefined) return;
    const { stop, profile, tags, ...fields } = change;
    const { stoppedAt, ...rest } = current.contact;
    const next: Contact = { ...rest, ...fields };
    if (tags !== undefined) next.tags = [...tags];
    if (profile !== undefined) next.profile = { ...rest.profile, ...profile };
    const stopAt = stop === undefined ? stoppedAt : stop.kind === "stopped" ? stop.at : undefined;
    if (stopAt !== undefined) next.stoppedAt = stopAt;
    if (stop?.kind === "started") next.startedAt = stop.at;
    const factsVersion = current.factsVersion + (stop === undefined ? 0 : 1);
    const { key } = current;
    this.#update.run(this.#encode(next, key), stopAt ?? null, factsVersion, id);
    this.#caches.contacts.set(id, { contact: next, key, factsVersion });
    if (stop?.kind === "started") this.#former.forgetStop(id);
  }

  /** Keeps what the ledger says after one more line; the contact has to be there. */
  addConsent(id: ContactId, line: NewConsent): void {
    const current = this.load(id);
    if (current === undefined) throw new Error(`consent of nobody: contact ${id}`);
    const consents = withConsent(current.contact.consents, line);
    const factsVersion = current.factsVersion + 1;
    this.#consents.run(JSON.stringify(consents), factsVersion, id);
    const contact = { ...current.contact, consents };
    this.#caches.contacts.set(id, { ...current, contact, factsVersion });
  }

  /** The number of the key that what is theirs is sealed with. */
  keyOf(id: ContactId): number {
    return this.load(id)?.key ?? ownKey;
  }

  /** The same of somebody whose key may be gone. */
  storedKeyOf(id: ContactId): number {
    return this.#read.get(id)?.key ?? ownKey;
  }

  /** Makes every send that was decided on older facts be decided again. */
  raiseFacts(id: ContactId): void {
    this.#raise.run(id);
    this.#caches.contacts.delete(id);
  }

  ownerOf(scope: string, address: Address): ContactId | undefined {
    const row = this.#owner.get(this.#lookup(scope, address));
    return row === undefined ? undefined : contactId(row.contact);
  }

  /** Those of `addresses` that are somebody's, with what `resolveSender` needs to know of them. */
  known(scope: string, addresses: readonly Address[]): KnownContact[] {
    const found: KnownContact[] = [];
    for (const address of addresses) {
      const contact = this.ownerOf(scope, address);
      if (contact === undefined) continue;
      const isAnchored = this.load(contact)?.contact.addresses.some(isAnchor) ?? false;
      found.push({ contact, address, isAnchored });
    }
    return found;
  }

  /** Gives an address to a contact, taking it from whoever had it. */
  giveAddress(id: ContactId, scope: string, address: Address, now: Millis): void {
    const lookup = this.#lookup(scope, address);
    const before = this.#owner.get(lookup);
    const value = this.#codec.encode(address.value, addressPlaceOf(lookup), this.keyOf(id));
    this.#give.run(lookup, scope, address.kind, value, id, now);
    this.#caches.contacts.delete(id);
    if (before === undefined || before.contact === id) return;
    this.#former.add(lookup, contactId(before.contact), id);
    // Spellings of a sender that end in this address may now be somebody else.
    this.#caches.senders.clear();
    this.raiseFacts(contactId(before.contact));
  }

  /** Takes an address from a contact; nothing happens if it is somebody else's by now. */
  takeAddress(id: ContactId, scope: string, address: Address): void {
    if (this.ownerOf(scope, address) !== id) return;
    const lookup = this.#lookup(scope, address);
    this.#take.run(lookup);
    this.#former.add(lookup, id, undefined);
    this.#caches.senders.clear();
    this.#caches.contacts.delete(id);
  }

  /** Every contact that has an address of this value, and those without any that once had it. */
  withAddress(value: string): ContactId[] {
    const lookups = this.#scopes
      .all()
      .flatMap(({ scope }) => addressKinds.map((kind) => this.#lookup(scope, { kind, value })));
    const owners = lookups.flatMap((lookup) => this.#owner.all(lookup));
    const found = owners.map(({ contact }) => contactId(contact));
    return [...new Set([...found, ...this.#former.strandedBy(lookups)])];
  }

  /** A person's other selves: those who lost an address to them and have none left. */
  strandedBehind(id: ContactId): ContactId[] {
    return this.#former.strandedBehind(id);
  }

  /**
   * What of somebody's STOP has to outlive their erasure: nothing if they have not said it. Needs no key of
   * theirs.
   */
  stopsOf(id: ContactId): KeptStop[] {
    const stoppedAt = this.#read.get(id)?.stopped_at ?? undefined;
    if (stoppedAt === undefined) return [];
    const at = toMillis(stoppedAt);
    return this.#addresses.all(id).map(({ lookup }) => ({ lookup, at }));
  }

  /**
   * When the last STOP was said that comes to a person with these addresses and is newer than their own
   * word: by somebody erased, or by somebody whom nothing but such an address tells apart from them.
   */
  stopUnder(id: ContactId, scope: string, addresses: readonly Address[]): Millis | undefined {
    const own = this.load(id)?.contact;
    const said = this.#toldApartBy(id, scope, addresses).map((other) => other.stoppedAt);
    const kept = this.#former.stoppedAt(addresses.map((address) => this.#lookup(scope, address)));
    const last = Math.max(0, ...[...said, kept].filter((at) => at !== undefined));
    const before = Math.max(own?.stoppedAt ?? 0, own?.startedAt ?? 0);
    return last > before ? toMillis(last) : undefined;
  }

  /** What was said no to, or blocked, by purpose, for whom nothing but such an address tells apart from a person. */
  refusedUnder(
    id: ContactId,
    scope: string,
    addresses: readonly Address[],
  ): (readonly [purpose: string, at: Millis])[] {
    return this.#toldApartBy(id, scope, addresses).flatMap(({ consents = {} }) =>
      Object.entries(consents).flatMap(([purpose, { answer, at }]) =>
        answer === "no" ? [[purpose, at] as const] : [],
      ),
    );
  }

  /** Others who have one of these addresses and none that names one person for good. */
  #toldApartBy(id: ContactId, scope: string, addresses: readonly Address[]): Contact[] {
    const owners = addresses.map((address) => this.ownerOf(scope, address));
    return [...new Set(owners)].flatMap((owner) => {
      const other = owner === undefined || owner === id ? undefined : this.load(owner)?.contact;
      return other === undefined || other.addresses.some(isAnchor) ? [] : [other];
    });
  }

  keepStopOf(lookup: string, at: Millis): void {
    this.#former.keepStop(lookup, at);
  }

  /** People in the order of their ids, after `after`. */
  page(after: ContactId | undefined, limit: number): Contact[] {
    return this.#page
      .all(after ?? "", limit)
      .map(({ id }) => this.load(contactId(id))?.contact)
      .filter((contact) => contact !== undefined);
  }

  #lookup(scope: string, address: Address): string {
    return this.#codec.lookup(`address\0${scope}\0${address.kind}\0${address.value}`);
  }

  #encode(contact: Omit<Contact, "addresses">, key: number): string {
    const { id, name, username, language, tags, profile, startedAt } = contact;
    const text = JSON.stringify({ name, username, language, tags, profile, startedAt });
    return this.#codec.encode(text, contactPlaceOf(id), key);
  }
}
