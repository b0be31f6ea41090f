import { z } from "zod";
import { jsonSchema } from "#core/lib/json.ts";
import { settingWriteSchema } from "#core/model/ops.ts";
import { roles } from "./role.ts";

/** What an audit line says of a command that was confirmed; what the command adds stands beside it. */
export const confirmedSchema = z.object({
  command: z.string(),
  via: z.enum(["chat", "shell"]),
  /** The role that it needs. */
  role: z.enum(roles),
  /** Names this one for an undo. */
  ref: z.string(),
  settings: z.array(settingWriteSchema).optional(),
  undo: z.array(settingWriteSchema).optional(),
  undoBy: z.object({ command: z.string(), input: jsonSchema }).optional(),
  /** The one that this took back. */
  undoes: z.string().optional(),
});
export type Confirmed = z.infer<typeof confirmedSchema>;
