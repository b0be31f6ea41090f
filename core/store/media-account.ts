import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { ConversationId } from "#core/lib/ids.ts";
import type { MediaRecord } from "#core/model/media.ts";
import type { MediaFilter } from "#core/model/ports/records.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { fileTable, mediaTable } from "./schema-media.ts";

/** Which files there are and who has them. Every method runs inside the caller's transaction. */
export interface MediaAccount {
  /** Newest first. */
  find(filter: MediaFilter): MediaRecord[];
  /** Hashes of the files that messages of these conversations have. */
  filesOf(conversations: readonly ConversationId[]): string[];
  /** Writes down which of these files nobody has any more. */
  recount(files: readonly string[]): void;
}

export function createMediaAccount({
  orm,
  conversations,
}: Pick<RecordsDeps, "orm"> & { readonly conversations: ConversationTable }): MediaAccount {
  const users = orm.select({ seq: mediaTable.seq }).from(mediaTable);
  const hasNoUser = sql`NOT EXISTS ${users.where(eq(mediaTable.file, fileTable.sha256))}`;
  return {
    find({ event, conversation, contact, limit }) {
      const its = contact === undefined ? undefined : conversations.ofContact(contact);
      const isWanted = and(
        event === undefined ? undefined : eq(mediaTable.event, event),
        conversation === undefined ? undefined : eq(mediaTable.conversation, conversation),
        its === undefined ? undefined : inArray(mediaTable.conversation, its),
      );
      const joined = orm
        .select()
        .from(mediaTable)
        .leftJoin(fileTable, eq(fileTable.sha256, mediaTable.file));
      const rows = joined.where(isWanted).orderBy(desc(mediaTable.seq)).limit(limit).all();
      return rows.map(({ media, file }) => toRecord(media, file));
    },
    filesOf(its) {
      const rows = orm.selectDistinct({ file: mediaTable.file }).from(mediaTable);
      const found = rows.where(inArray(mediaTable.conversation, [...its])).all();
      return found.map(({ file }) => file).filter((file) => file !== null);
    },
    recount(files) {
      orm
        .update(fileTable)
        .set({ isUnused: hasNoUser })
        .where(inArray(fileTable.sha256, [...files]))
        .run();
    },
  };
}

function toRecord(
  { event, conversation, kind, state, reason, at }: typeof mediaTable.$inferSelect,
  file: typeof fileTable.$inferSelect | null,
): MediaRecord {
  const record = { event, conversation, kind, state, at };
  return {
    ...record,
    ...(reason === null ? {} : { reason }),
    ...(file === null ? {} : { file: { sha256: file.sha256, mime: file.mime, bytes: file.bytes } }),
  };
}
