import { z } from "zod";

/** What a process that indexes is told, as one JSON value on its standard input. */
export const indexerJobSchema = z.strictObject({
  indexFile: z.string(),
  knowledge: z.string(),
  folder: z.string(),
  /** Files that are not to be touched, each with why. */
  spared: z.array(z.tuple([z.string(), z.string()])),
});
export type IndexerJob = z.infer<typeof indexerJobSchema>;

/** What it tells, a line each on its standard output. */
export const indexStepSchema = z.strictObject({
  kind: z.enum(["reading", "read", "published"]),
  file: z.string(),
  nth: z.int(),
  of: z.int(),
});
