import { existsSync } from "node:fs";
import { z } from "zod";
import type { KnowledgeFile } from "#core/model/ports/knowledge.ts";
import { knowledgeFileRow, knowledgeVersion } from "./knowledge-file-row.ts";
import { openLooking } from "./open-looking.ts";
import { toStoreError } from "./store-error.ts";

/**
 * What an index over knowledge folders holds of each folder, without making or changing one. Nothing of one that
 * is not there or of another version, which the next search makes anew.
 */
export function readIndexedFiles(
  indexFile: string,
  names: readonly string[],
): ReadonlyMap<string, readonly KnowledgeFile[]> {
  if (!existsSync(indexFile)) return new Map();
  try {
    const db = openLooking(indexFile);
    try {
      if (Number(db.pragma("user_version", { simple: true })) !== knowledgeVersion)
        return new Map();
      const select = db.prepare("SELECT * FROM file WHERE knowledge = ? ORDER BY file");
      return new Map(
        names.map((name) => [name, z.array(knowledgeFileRow).parse(select.all(name))] as const),
      );
    } finally {
      db.close();
    }
  } catch (error) {
    throw toStoreError(error);
  }
}
