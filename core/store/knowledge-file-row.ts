import { z } from "zod";

/** Raised with each change of the index's tables or of how chunks are cut: an older index is made anew. */
export const knowledgeVersion = 4;

/** A row of `file` in the index over knowledge folders. */
export const knowledgeFileRow = z
  .object({
    file: z.string(),
    mark: z.string(),
    stamp: z.string(),
    chunks: z.int(),
    problem: z
      .string()
      .nullable()
      .transform((problem) => (problem === null ? {} : { problem })),
  })
  .transform(({ problem, ...file }) => ({ ...file, ...problem }));
