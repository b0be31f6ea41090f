import Sqlite from "better-sqlite3";
import { z } from "zod";
import type { FoundChunk, KnowledgeVectors } from "#core/model/ports/knowledge.ts";

const bareRow = z.object({ hash: z.string(), heading: z.string(), body: z.string() });
const vectorRow = z.object({ id: z.int(), value: z.instanceof(Uint8Array) });
const foundRow = z
  .object({
    id: z.int(),
    knowledge: z.string(),
    file: z.string(),
    line: z.int(),
    page: z.int().nullable(),
    heading: z.string(),
    text: z.string(),
  })
  .transform(({ page, ...hit }) => ({ ...hit, ...(page === null ? {} : { page }) }));

/** A chunk found in its table; its columns, with `body` as `text`. */
export const foundRows = z.array(foundRow);

/** What stands for a chunk: its headings say what a bare table row or a short line is about. */
export function embedText(heading: string, text: string): string {
  return heading === "" ? text : `${heading}\n${text}`;
}

/** The vectors of an index. They are kept by text, so that what was moved or renamed is not made again. */
export function openVectors(db: Sqlite.Database, guard: <T>(work: () => T) => T): KnowledgeVectors {
  const selectBare = db.prepare(`
    SELECT hash, heading, body FROM chunk WHERE knowledge = ?
      AND NOT EXISTS (SELECT 1 FROM vector WHERE space = ? AND vector.hash = chunk.hash)
    GROUP BY hash ORDER BY min(id) LIMIT ?
  `);
  const selectLength = db
    .prepare("SELECT length(value) / 4 FROM vector WHERE space = ? LIMIT 1")
    .pluck();
  const insert = db.prepare("INSERT OR REPLACE INTO vector (space, hash, value) VALUES (?, ?, ?)");
  const selectOthers = db.prepare("SELECT 1 FROM vector WHERE space <> ? LIMIT 1");
  const dropOthers = db.prepare("DELETE FROM vector WHERE space <> ?");
  const selectPage = db.prepare(`
    SELECT chunk.id AS id, value FROM chunk JOIN vector ON space = ? AND vector.hash = chunk.hash
    WHERE knowledge = ? AND chunk.id > ? ORDER BY chunk.id LIMIT ?
  `);
  const selectChunk = db.prepare(`
    SELECT id, knowledge, file, line, page, heading, body AS text FROM chunk WHERE id = ?
  `);
  const putAll = db.transaction((space: string, vectors: ReadonlyMap<string, Float32Array>) => {
    for (const [hash, vector] of vectors) insert.run(space, hash, toBytes(vector));
  });

  return {
    bare: (knowledge, space, limit) =>
      guard(() =>
        z
          .array(bareRow)
          .parse(selectBare.all(knowledge, space, limit))
          .map(({ hash, heading, body }) => ({ hash, text: embedText(heading, body) })),
      ),
    put: (space, vectors) => unlessBusy(db, guard, () => putAll.immediate(space, vectors)),
    lengthOf: (space) => guard(() => z.int().optional().parse(selectLength.get(space))),
    keepOnly(space = "") {
      if (guard(() => selectOthers.get(space)) === undefined) return true;
      return unlessBusy(db, guard, () => dropOthers.run(space));
    },
    page: (knowledge, space, after, limit) =>
      guard(() =>
        z
          .array(vectorRow)
          .parse(selectPage.all(space, knowledge, after, limit))
          .map(({ id, value }) => ({ id, vector: toVector(value) })),
      ),
    chunks: (ids): readonly FoundChunk[] =>
      guard(() => foundRows.parse(ids.flatMap((id) => selectChunk.get(id) ?? []))),
  };
}

/** Writes, or not at all: whoever is asked must not wait for a process that publishes a folder. */
function unlessBusy(
  db: Sqlite.Database,
  guard: <T>(work: () => T) => T,
  write: () => void,
): boolean {
  return guard(() => {
    const before = Number(db.pragma("busy_timeout", { simple: true }));
    db.pragma("busy_timeout = 0");
    try {
      write();
      return true;
    } catch (error) {
      if (error instanceof Sqlite.SqliteError && error.code.startsWith("SQLITE_BUSY")) return false;
      throw error;
    } finally {
      db.pragma(`busy_timeout = ${before}`);
    }
  });
}

/** Of length 1, so that a product of two is the cosine between them. */
function toBytes(vector: Float32Array): Uint8Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  const unit = length > 0 ? vector.map((value) => value / length) : vector;
  return new Uint8Array(unit.buffer, unit.byteOffset, unit.byteLength);
}

/** A copy: numbers have to begin where the processor wants them to. */
function toVector(bytes: Uint8Array): Float32Array {
  return new Float32Array(new Uint8Array(bytes).buffer);
}
