import { and, asc, eq, inArray, lt } from "drizzle-orm";
import type { Records } from "#core/model/ports/records.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { MediaAccount } from "./media-account.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { fileTable, mediaTable } from "./schema-media.ts";

type Media = Pick<
  Records,
  "noteFile" | "putMedia" | "media" | "expireMedia" | "unusedFiles" | "isFileUsed" | "forgetFile"
>;

/** Files that came with messages: noted before they are there, forgotten after they are gone. */
export function createMediaRecords(
  { orm, group }: RecordsDeps,
  account: MediaAccount,
  conversations: ConversationTable,
): Media {
  return {
    noteFile: ({ sha256, mime, bytes }, at) =>
      group.write(() => {
        const row = { sha256, mime, bytes, notedAt: at, isUnused: 1 };
        orm
          .insert(fileTable)
          .values(row)
          .onConflictDoUpdate({ target: fileTable.sha256, set: { mime } })
          .run();
      }),
    putMedia: ({ event, conversation, kind, state, reason, file, at }) =>
      group.write(() => {
        if (conversations.load(conversation) === undefined) return false;
        const [before] = account.find({ event, limit: 1 });
        const change = { state, reason: reason ?? null, file: file?.sha256 ?? null, at };
        orm
          .insert(mediaTable)
          .values({ event, conversation, kind, ...change })
          .onConflictDoUpdate({ target: mediaTable.event, set: change })
          .run();
        const touched = [before?.file, file].filter((it) => it !== undefined);
        account.recount(touched.map(({ sha256 }) => sha256));
        return true;
      }),
    media: (filter) => group.read(() => account.find(filter)),
    expireMedia: (before, limit) =>
      group.write(() => {
        const isOld = and(eq(mediaTable.state, "kept"), lt(mediaTable.at, before));
        const kept = orm.select({ seq: mediaTable.seq, file: mediaTable.file }).from(mediaTable);
        const rows = kept.where(isOld).orderBy(asc(mediaTable.at)).limit(limit).all();
        const seqs = rows.map(({ seq }) => seq);
        orm
          .update(mediaTable)
          .set({ state: "expired", file: null })
          .where(inArray(mediaTable.seq, seqs))
          .run();
        account.recount(rows.map(({ file }) => file).filter((file) => file !== null));
        return rows.length;
      }),
    unusedFiles: (limit) =>
      group.read(() => {
        const rows = orm.select({ sha256: fileTable.sha256 }).from(fileTable);
        const found = rows.where(eq(fileTable.isUnused, 1)).limit(limit).all();
        return found.map(({ sha256 }) => sha256);
      }),
    isFileUsed: (sha256) =>
      group.read(() => {
        const row = orm.select().from(fileTable).where(eq(fileTable.sha256, sha256)).get();
        return row?.isUnused === 0;
      }),
    forgetFile: (sha256) =>
      group.write(() => {
        const isIt = and(eq(fileTable.sha256, sha256), eq(fileTable.isUnused, 1));
        orm.delete(fileTable).where(isIt).run();
      }),
  };
}
