import { rmSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { z } from "zod";
import { sha256Hex } from "#core/lib/digest.ts";
import { parseJson } from "#core/lib/json.ts";
import { foldWords, wordForms } from "#core/lib/word-forms.ts";
import type {
  FoundChunk,
  KnowledgeChunk,
  KnowledgeIndex,
  ReadKnowledgeFile,
  StagedFile,
} from "#core/model/ports/knowledge.ts";
import { knowledgeFileRow, knowledgeVersion } from "./knowledge-file-row.ts";
import { embedText, foundRows, openVectors } from "./knowledge-vectors.ts";
import { toStoreError } from "./store-error.ts";

const tables = `
CREATE TABLE file (
  knowledge TEXT NOT NULL,
  file TEXT NOT NULL,
  mark TEXT NOT NULL,
  stamp TEXT NOT NULL,
  chunks INTEGER NOT NULL,
  problem TEXT,
  PRIMARY KEY (knowledge, file)
) STRICT, WITHOUT ROWID;
CREATE TABLE staged (
  knowledge TEXT NOT NULL,
  file TEXT NOT NULL,
  mark TEXT NOT NULL,
  stamp TEXT NOT NULL,
  chunks TEXT,
  problem TEXT,
  PRIMARY KEY (knowledge, file)
) STRICT;
CREATE TABLE chunk (
  id INTEGER PRIMARY KEY,
  knowledge TEXT NOT NULL,
  file TEXT NOT NULL,
  line INTEGER NOT NULL,
  page INTEGER,
  heading TEXT NOT NULL,
  body TEXT NOT NULL,
  forms TEXT NOT NULL,
  place TEXT NOT NULL,
  hash TEXT NOT NULL
) STRICT;
CREATE INDEX chunk_file ON chunk (knowledge, file);
CREATE INDEX chunk_knowledge ON chunk (knowledge);
CREATE INDEX chunk_hash ON chunk (hash);
CREATE TABLE vector (
  id INTEGER PRIMARY KEY,
  space TEXT NOT NULL,
  hash TEXT NOT NULL,
  value BLOB NOT NULL,
  UNIQUE (space, hash)
) STRICT;
CREATE VIRTUAL TABLE chunk_words USING fts5 (
  heading, body, forms, place, content = 'chunk', content_rowid = 'id',
  tokenize = "unicode61 remove_diacritics 2"
);
CREATE TRIGGER chunk_added AFTER INSERT ON chunk BEGIN
  INSERT INTO chunk_words (rowid, heading, body, forms, place)
    VALUES (new.id, new.heading, new.body, new.forms, new.place);
END;
CREATE TRIGGER chunk_removed AFTER DELETE ON chunk BEGIN
  INSERT INTO chunk_words (chunk_words, rowid, heading, body, forms, place)
    VALUES ('delete', old.id, old.heading, old.body, old.forms, old.place);
END;
PRAGMA user_version = ${knowledgeVersion};
`;

/**
 * What a word says by where it stands: in a heading, in the text, as a form of a word of either. The
 * folder's own word only tells folders apart.
 */
const weights = "4, 1, 0.5, 0";

const markRow = z.object({ file: z.string(), mark: z.string(), chunks: z.int().nullable() });
const stagedRow = z.object({
  file: z.string(),
  mark: z.string(),
  stamp: z.string(),
  chunks: z.string().nullable(),
  problem: z.string().nullable(),
});
const stagedChunks = z.array(
  z.object({
    heading: z.string(),
    line: z.int(),
    page: z.int().optional(),
    text: z.string(),
    forms: z.string(),
  }),
);
/**
 * Opens the index over knowledge folders: a file of its own beside the database, or `:memory:`. Nothing in
 * it is the only copy: one of another version, or one that is broken, is thrown away and begun anew.
 */
export function openKnowledgeIndex(file: string): KnowledgeIndex {
  const db = open(file);
  const selectFiles = db.prepare("SELECT * FROM file WHERE knowledge = ? ORDER BY file");
  // Ranked by the words alone: the chunks themselves are read for the few that are shown.
  const find = db.prepare(`
    WITH best AS (
      SELECT rowid AS id, bm25(chunk_words, ${weights}) AS score FROM chunk_words
      WHERE chunk_words MATCH ? ORDER BY score, id LIMIT ?
    )
    SELECT id, knowledge, file, line, page, heading, body AS text
    FROM best JOIN chunk USING (id) ORDER BY score, id
  `);
  const stages = prepareStage(db);
  return {
    files: (knowledge) => guard(() => z.array(knowledgeFileRow).parse(selectFiles.all(knowledge))),
    staged: (knowledge) => guard(() => stages.staged(knowledge)),
    stage: (knowledge, read) => guard(() => stages.stage(knowledge, read)),
    publish: (knowledge, files) => guard(() => stages.publish.immediate(knowledge, files)),
    search(knowledge, words, limit): readonly FoundChunk[] {
      const match = toMatch(words);
      if (match === "") return [];
      const here = `place : "${placeWord(knowledge)}" AND (${match})`;
      return guard(() => foundRows.parse(find.all(here, limit)));
    },
    vectors: openVectors(db, guard),
    close: () => void db.close(),
  };
}

/** What was read waits in a table of its own, so that a folder changes as a whole, and a crash costs no reading. */
function prepareStage(db: Sqlite.Database) {
  const selectMarks = db.prepare(
    "SELECT file, mark, json_array_length(chunks) AS chunks FROM staged WHERE knowledge = ?",
  );
  const selectStaged = db.prepare("SELECT * FROM staged WHERE knowledge = ? LIMIT 1");
  const addStaged = db.prepare("INSERT OR REPLACE INTO staged VALUES (?, ?, ?, ?, ?, ?)");
  const dropStaged = db.prepare("DELETE FROM staged WHERE knowledge = ? AND file = ?");
  const selectNames = db.prepare("SELECT file FROM file WHERE knowledge = ?").pluck();
  const dropChunks = db.prepare("DELETE FROM chunk WHERE knowledge = ? AND file = ?");
  const dropFile = db.prepare("DELETE FROM file WHERE knowledge = ? AND file = ?");
  const addFile = db.prepare("INSERT OR REPLACE INTO file VALUES (?, ?, ?, ?, ?, ?)");
  const dropVectors = db.prepare("DELETE FROM vector WHERE hash NOT IN (SELECT hash FROM chunk)");
  const touchFile = db.prepare("UPDATE file SET mark = ? WHERE knowledge = ? AND file = ?");
  const addChunk = db.prepare(
    "INSERT INTO chunk (knowledge, file, line, page, heading, body, forms, place, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
  );

  function put(knowledge: string, row: z.infer<typeof stagedRow>): void {
    const { file, mark, stamp, problem } = row;
    if (row.chunks === null) {
      touchFile.run(mark, knowledge, file);
      return;
    }
    const chunks = parseJson(stagedChunks, row.chunks, "a staged file");
    dropChunks.run(knowledge, file);
    addFile.run(knowledge, file, mark, stamp, chunks.length, problem);
    const place = placeWord(knowledge);
    for (const { line, page, heading, text, forms } of chunks) {
      const hash = sha256Hex(embedText(heading, text)).slice(0, 32);
      addChunk.run(knowledge, file, line, page ?? null, heading, text, forms, place, hash);
    }
  }

  return {
    staged(knowledge: string): ReadonlyMap<string, StagedFile> {
      const rows = z.array(markRow).parse(selectMarks.all(knowledge));
      return new Map(
        rows.map(({ file, mark, chunks }) => [file, chunks === null ? { mark } : { mark, chunks }]),
      );
    },
    stage(knowledge: string, { file, mark, stamp, chunks, problem }: ReadKnowledgeFile): void {
      const formed = chunks?.map((chunk) => ({ ...chunk, forms: formsIn(chunk) }));
      const text = formed === undefined ? null : JSON.stringify(formed);
      addStaged.run(knowledge, file, mark, stamp, text, problem ?? null);
    },
    publish: db.transaction((knowledge: string, files: readonly string[]) => {
      for (;;) {
        const row = stagedRow.optional().parse(selectStaged.get(knowledge));
        if (row === undefined) break;
        put(knowledge, row);
        dropStaged.run(knowledge, row.file);
      }
      const kept = new Set(files);
      for (const file of z.array(z.string()).parse(selectNames.all(knowledge))) {
        if (kept.has(file)) continue;
        dropChunks.run(knowledge, file);
        dropFile.run(knowledge, file);
      }
      dropVectors.run();
    }),
  };
}

/** A word of its own for a folder, which no tokenizer takes apart. */
function placeWord(knowledge: string): string {
  return `k${Buffer.from(knowledge).toString("hex")}`;
}

/** What the words of a chunk may be forms of, beside themselves. */
function formsIn({ heading, text }: KnowledgeChunk): string {
  const words = new Set(foldWords(`${heading} ${text}`));
  const forms = new Set([...words].flatMap(wordForms));
  return [...forms].filter((form) => !words.has(form)).join(" ");
}

/**
 * Any of the words, each as it begins or in any of its forms: nothing of them is read as the query
 * language.
 */
function toMatch(words: readonly string[]): string {
  const found = words
    .map((word) => word.replaceAll(/["\p{Cc}]/gu, ""))
    .filter((word) => word.trim() !== "");
  const begun = found.map((word) => `"${word}"${word.length > 3 ? "*" : ""}`);
  const forms = new Set(found.flatMap((word) => foldWords(word).flatMap(wordForms)));
  return [...begun, ...[...forms].map((form) => `"${form}"`)].join(" OR ");
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
  return versionOf() === knowledgeVersion;
}

function guard<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}
