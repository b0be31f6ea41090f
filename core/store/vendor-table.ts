import type { Database, Statement } from "better-sqlite3";
import { z } from "zod";
import type { AccountId, ConversationId } from "#core/lib/ids.ts";
import { parseJson } from "#core/lib/json.ts";
import { dayMs, type Millis, toMillis } from "#core/lib/millis.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import { statusUpdateSchema } from "#core/model/status.ts";
import { type Codec, type KeyOf, ownKey } from "./codec.ts";

/** Which send a vendor's message id belongs to. `is_confirmed`: the vendor took the message. */
export interface VendorRow {
  readonly outbox: number;
  readonly attempt: number;
  readonly is_confirmed: number;
}

/** What a receipt says, apart from whose it is. */
export type Receipt = Pick<
  AppliedStatus,
  "status" | "at" | "error" | "effect" | "price" | "costMicroUsd"
>;

const receiptSchema = statusUpdateSchema
  .pick({
    status: true,
    at: true,
    error: true,
    effect: true,
    price: true,
  })
  .extend({ costMicroUsd: z.number().optional() });

/** A vendor sends a receipt again for a week; one that nobody claimed by then is another sender's. */
const earlyKeptMs = 8 * dayMs;

const duplicates = "duplicate_sends";

/**
 * Vendor message ids and the receipts that came before their id was known. A wamid holds the phone
 * number, so that it is looked up by a key and written through the codec.
 */
export class VendorTable {
  readonly #codec: Codec;
  readonly #keyOf: KeyOf;
  readonly #find: Statement<[string], VendorRow>;
  readonly #bind: Statement<[string, number, number, number, string]>;
  readonly #bindNew: Statement<[string, number, number, string]>;
  readonly #keep: Statement<[string, string, string, number]>;
  readonly #takeEarly: Statement<[string], { readonly body: string }>;
  readonly #prune: Statement<[number]>;
  readonly #count: Statement<[string]>;
  readonly #counted: Statement<[string], { readonly value: number }>;
  /** False while no receipt waits for its id: sends with callback data never make one wait. */
  #mayHaveEarly: boolean;

  constructor(db: Database, codec: Codec, keyOf: KeyOf) {
    this.#codec = codec;
    this.#keyOf = keyOf;
    this.#find = db.prepare(
      "SELECT outbox, attempt, is_confirmed FROM vendor_message WHERE lookup = ?",
    );
    this.#bind = db.prepare(
      `INSERT INTO vendor_message (lookup, outbox, attempt, is_confirmed, vendor)
       VALUES (?, ?, ?, ?, ?)
       ON CONFLICT (lookup) DO UPDATE SET is_confirmed = excluded.is_confirmed`,
    );
    this.#bindNew = db.prepare(
      `INSERT INTO vendor_message (lookup, outbox, attempt, is_confirmed, vendor)
       VALUES (?, ?, ?, 1, ?) ON CONFLICT DO NOTHING`,
    );
    this.#keep = db.prepare(
      `INSERT INTO early_status (lookup, status, body, kept_at) VALUES (?, ?, ?, ?)
       ON CONFLICT DO NOTHING`,
    );
    this.#takeEarly = db.prepare("DELETE FROM early_status WHERE lookup = ? RETURNING body");
    this.#prune = db.prepare("DELETE FROM early_status WHERE kept_at < ?");
    this.#count = db.prepare(
      `INSERT INTO counter (name, value) VALUES (?, 1)
       ON CONFLICT (name) DO UPDATE SET value = value + 1`,
    );
    this.#counted = db.prepare("SELECT value FROM counter WHERE name = ?");
    this.#mayHaveEarly = db.prepare("SELECT 1 FROM early_status LIMIT 1").get() !== undefined;
  }

  lookup(account: AccountId, vendorId: string): string {
    return this.#codec.lookup(`vendor\0${account}\0${vendorId}`);
  }

  find(lookup: string): VendorRow | undefined {
    return this.#find.get(lookup);
  }

  bind(conversation: ConversationId, lookup: string, vendorId: string, row: VendorRow): void {
    const vendor = this.#encode(conversation, lookup, vendorId);
    this.#bind.run(lookup, row.outbox, row.attempt, row.is_confirmed, vendor);
  }

  /** Keeps a receipt of an id that nobody has named yet. */
  keepEarly(lookup: string, receipt: Receipt, now: Millis): void {
    const { status, at, error, effect, price, costMicroUsd } = receipt;
    const text = JSON.stringify({ status, at, error, effect, price, costMicroUsd });
    const body = this.#codec.encode(text, `early/${lookup}`, ownKey);
    this.#keep.run(lookup, status, body, now);
    this.#mayHaveEarly = true;
  }

  /** Binds an id that is new; an id that is known stays whose it is. */
  bindNew(
    { conversation, ...row }: { readonly conversation: ConversationId; readonly outbox: number },
    lookup: string,
    vendorId: string,
    attempt: number,
  ): void {
    const vendor = this.#encode(conversation, lookup, vendorId);
    this.#bindNew.run(lookup, row.outbox, attempt, vendor);
  }

  #encode(conversation: ConversationId, lookup: string, vendorId: string): string {
    return this.#codec.encode(vendorId, `vendor/${lookup}`, this.#keyOf(conversation));
  }

  get mayHaveEarly(): boolean {
    return this.#mayHaveEarly;
  }

  /** Hands over the receipts that were kept for an id, and forgets them. */
  takeEarly(lookup: string): Receipt[] {
    if (!this.#mayHaveEarly) return [];
    return this.#takeEarly
      .all(lookup)
      .map(({ body }) =>
        parseJson(receiptSchema, this.#codec.decode(body, `early/${lookup}`), "receipt"),
      )
      .toSorted((a, b) => a.at - b.at);
  }

  prune(now: Millis): void {
    this.#prune.run(toMillis(now - earlyKeptMs));
  }

  countDuplicate(): void {
    this.#count.run(duplicates);
  }

  duplicates(): number {
    return this.#counted.get(duplicates)?.value ?? 0;
  }
}
