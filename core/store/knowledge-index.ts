import { rmSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { z } from "zod";
import type { KnowledgeHit, KnowledgeIndex } from "#core/model/ports/knowledge.ts";
import { toStoreError } from "./store-error.ts";

/** Raised with each change of the tables below or of how chunks are cut: an older index is made anew. */
const version = 1;

const tables = `
CREATE TABLE file (
  knowledge TEXT NOT NULL,
  file TEXT NOT NULL,
  stamp TEXT NOT NULL,
  chunks INTEGER NOT NULL,
  PRIMARY KEY (knowledge, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY,
  knowledge TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  heading TEXT NOT NULL,
  body TEXT NOT NULL
) STRICT;
CREATE INDEX chunk_file ON chunk (knowledge, file);
CREATE VIRTUAL TABLE chunk_words USING fts5 (
  heading, body, content = 'chunk', content_rowid = 'id',
  tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER chunk_added AFTER INSERT ON chunk BEGIN
  INSERT INTO chunk_words (rowid, heading, body) VALUES (new.id, new.heading, new.body);
END;
CREATE TRIGGER chunk_removed AFTER DELETE ON chunk BEGIN
  INSERT INTO chunk_words (chunk_words, rowid, heading, body)
    VALUES ('delete', old.id, old.heading, old.body);
END;
PRAGMA user_version = ${version};
`;

/** How much more a word in a heading says than one in the text below it. */
const headingWeight = 4;

const fileRow = z.object({ file: z.string(), stamp: z.string(), chunks: z.int() });
const hitRow = z.object({
  knowledge: z.string(),
  file: z.string(),
  line: z.int(),
  heading: z.string(),
  text: z.string(),
});

/**
 * Opens the index over knowledge folders: a file of its own beside the database, or `:memory:`. Nothing in
 * it is the only copy: one of another version, or one that is broken, is thrown away and begun anew.
 */
export function openKnowledgeIndex(file: string): KnowledgeIndex {
  const db = open(file);
  const selectFiles = db.prepare(
    "SELECT file, stamp, chunks FROM file WHERE knowledge = ? ORDER BY file",
  );
  const dropChunks = db.prepare("DELETE FROM chunk WHERE knowledge = ? AND file = ?");
  const dropFile = db.prepare("DELETE FROM file WHERE knowledge = ? AND file = ?");
  const addFile = db.prepare("INSERT INTO file VALUES (?, ?, ?, ?)");
  const addChunk = db.prepare(
    "INSERT INTO chunk (knowledge, file, line, heading, body) VALUES (?, ?, ?, ?, ?)",
  );
  const find = db.prepare(`
    SELECT knowledge, file, line, chunk.heading AS heading, chunk.body AS text
    FROM chunk_words JOIN chunk ON chunk.id = chunk_words.rowid
    WHERE chunk_words MATCH ? AND chunk.knowledge = ?
    ORDER BY bm25(chunk_words, ${headingWeight}, 1), chunk.id LIMIT ?
  `);
  const remove = db.transaction((knowledge: string, path: string) => {
    dropChunks.run(knowledge, path);
    dropFile.run(knowledge, path);
  });
  const put = db.transaction<KnowledgeIndex["put"]>((knowledge, path, stamp, chunks) => {
    remove(knowledge, path);
    addFile.run(knowledge, path, stamp, chunks.length);
    for (const { line, heading, text } of chunks) {
      addChunk.run(knowledge, path, line, heading, text);
    }
  });
  return {
    files: (knowledge) => guard(() => z.array(fileRow).parse(selectFiles.all(knowledge))),
    put: (knowledge, path, stamp, chunks) => guard(() => put(knowledge, path, stamp, chunks)),
    remove: (knowledge, path) => guard(() => remove(knowledge, path)),
    search(knowledge, words, limit): readonly KnowledgeHit[] {
      const match = toMatch(words);
      if (match === "") return [];
      return guard(() => z.array(hitRow).parse(find.all(match, knowledge, limit)));
    },
    close: () => void db.close(),
  };
}

/** Any of the words, each as it begins: nothing of them is read as the query language. */
function toMatch(words: readonly string[]): string {
  return words
    .map((word) => word.replaceAll(/["\p{Cc}]/gu, ""))
    .filter((word) => word !== "")
    .map((word) => `"${word}"${word.length > 3 ? "*" : ""}`)
    .join(" OR ");
}

function open(file: string): Sqlite.Database {
  const found = tryOpen(file);
  if (found !== undefined) return found;
  for (const end of ["", "-wal", "-shm"]) rmSync(`${file}${end}`, { force: true });
  const made = tryOpen(file);
  if (made !== undefined) return made;
  throw new Error(`${file} was made anew and is no index`);
}

/** Undefined: what is there is no index of this version. */
function tryOpen(file: string): Sqlite.Database | undefined {
  let db: Sqlite.Database | undefined;
  try {
    db = new Sqlite(file);
    db.pragma("busy_timeout = 5000");
    db.pragma("journal_mode = WAL");
    if (prepare(db)) return db;
    db.close();
    return undefined;
  } catch (error) {
    db?.close();
    const code = error instanceof Sqlite.SqliteError ? error.code : "";
    if (code === "SQLITE_NOTADB" || code.startsWith("SQLITE_CORRUPT")) return undefined;
    throw toStoreError(error);
  }
}

/** Makes the tables unless somebody has; false: they are of another version. */
function prepare(db: Sqlite.Database): boolean {
  const versionOf = () => db.pragma("user_version", { simple: true });
  if (versionOf() === 0) {
    db.transaction(() => {
      if (versionOf() === 0) db.exec(tables);
    }).immediate();
  }
  return versionOf() === version;
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}
