import type { BetterSQLite3Database } from "drizzle-orm/better-sqlite3";
import type { Codec } from "./codec.ts";
import type { GroupCommit } from "./group-commit.ts";

/** What every family of records works with. */
export interface RecordsDeps {
  readonly orm: BetterSQLite3Database;
  readonly group: GroupCommit;
  readonly codec: Codec;
}
