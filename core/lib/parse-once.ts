import type { z } from "zod";

/**
 * `safeParse` for what is read a few times in a process's life, such as its settings or a flow's text.
 * zod writes and compiles code for every object of a schema at its first use, which only pays where
 * many values pass.
 */
export function parseOnce<Schema extends z.ZodType>(
  schema: Schema,
  value: unknown,
): z.ZodSafeParseResult<z.output<Schema>> {
  return schema.safeParse(value, { jitless: true });
}
