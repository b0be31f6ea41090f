import type { Database, Statement } from "better-sqlite3";
import { sha256Hex } from "#core/lib/digest.ts";
import type { ContactId } from "#core/lib/ids.ts";
import type { NewConsent } from "#core/model/consent.ts";
import type { Codec } from "./codec.ts";
import type { ContactTable } from "./contact-table.ts";

type Text = string | null;

/** The consent ledger; lines are only added. Every method runs inside the caller's transaction. */
export class ConsentTable {
  readonly #codec: Codec;
  readonly #contacts: ContactTable;
  readonly #insert: Statement<
    [string, string, string, number, number, string, string, string, number | null, Text]
  >;

  constructor(db: Database, codec: Codec, contacts: ContactTable) {
    this.#codec = codec;
    this.#contacts = contacts;
    this.#insert = db.prepare(
      `INSERT INTO consent (contact, purpose, answer, is_told, at, wording, hash, source, expires_at, covers)
       VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    );
  }

  /** Appends a line, and makes every send that was decided without it be decided again. */
  append(contact: ContactId, line: NewConsent): void {
    const { purpose, answer, at, wording, source, expiresAt, covers } = line;
    this.#insert.run(
      contact,
      purpose,
      answer === "no" ? "no" : "yes",
      answer === "told" ? 1 : 0,
      at,
      this.#codec.encode(wording, `consent/${contact}`, this.#contacts.keyOf(contact)),
      sha256Hex(wording),
      source,
      expiresAt ?? null,
      covers === undefined ? null : JSON.stringify(covers),
    );
    this.#contacts.addConsent(contact, line);
  }
}
