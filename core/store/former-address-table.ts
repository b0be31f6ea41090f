import type { Database, Statement } from "better-sqlite3";
import { type ContactId, contactId } from "#core/lib/ids.ts";
import { type Millis, toMillis } from "#core/lib/millis.ts";

/** That whoever comes under this key of an address has said STOP. */
export interface KeptStop {
  readonly lookup: string;
  readonly at: Millis;
}

interface ContactRow {
  readonly contact: string;
}

/**
 * Whose addresses were before, and which of erased people stand for a STOP; both by key alone. Every
 * method runs inside the caller's transaction.
 */
export class FormerAddressTable {
  readonly #add: Statement<[string, string, string | null]>;
  readonly #strandedBy: Statement<[string], ContactRow>;
  readonly #strandedBehind: Statement<[string, string], ContactRow>;
  readonly #keepStop: Statement<[string, number]>;
  readonly #stoppedAt: Statement<[string], { readonly stopped_at: number }>;
  readonly #forgetStop: Statement<[string]>;

  constructor(db: Database) {
    this.#add = db.prepare(
      `INSERT INTO former_address (lookup, contact, taken_by) VALUES (?, ?, ?)
       ON CONFLICT (lookup, contact) DO UPDATE SET taken_by = excluded.taken_by`,
    );
    const isStranded = "NOT EXISTS (SELECT 1 FROM address WHERE address.contact = former.contact)";
    this.#strandedBy = db.prepare(
      `SELECT contact FROM former_address AS former WHERE lookup = ? AND ${isStranded}`,
    );
    this.#strandedBehind = db.prepare(
      `SELECT DISTINCT contact FROM former_address AS former
       WHERE taken_by = ? AND contact <> ? AND ${isStranded} ORDER BY contact`,
    );
    this.#keepStop = db.prepare(
      `INSERT INTO stopped_address (lookup, stopped_at) VALUES (?, ?)
       ON CONFLICT (lookup) DO UPDATE SET stopped_at = max(stopped_at, excluded.stopped_at)`,
    );
    this.#stoppedAt = db.prepare("SELECT stopped_at FROM stopped_address WHERE lookup = ?");
    this.#forgetStop = db.prepare(
      "DELETE FROM stopped_address WHERE lookup IN (SELECT lookup FROM address WHERE contact = ?)",
    );
  }

  add(lookup: string, contact: ContactId, takenBy: ContactId | undefined): void {
    this.#add.run(lookup, contact, takenBy ?? null);
  }

  /** Who has no address left and once had one of these. */
  strandedBy(lookups: readonly string[]): ContactId[] {
    const rows = lookups.flatMap((lookup) => this.#strandedBy.all(lookup));
    return rows.map(({ contact }) => contactId(contact));
  }

  /** Who has no address left and lost one to this person. */
  strandedBehind(id: ContactId): ContactId[] {
    return this.#strandedBehind.all(id, id).map(({ contact }) => contactId(contact));
  }

  keepStop(lookup: string, at: Millis): void {
    this.#keepStop.run(lookup, at);
  }

  /** When the last STOP of one of these addresses was said, by somebody who was erased. */
  stoppedAt(lookups: readonly string[]): Millis | undefined {
    const found = lookups.flatMap((lookup) => this.#stoppedAt.all(lookup));
    if (found.length === 0) return undefined;
    return toMillis(Math.max(...found.map(({ stopped_at }) => stopped_at)));
  }

  /** The person is there again and has said START. */
  forgetStop(id: ContactId): void {
    this.#forgetStop.run(id);
  }
}
