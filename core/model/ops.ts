import { z } from "zod";
import type { ConversationId } from "#core/lib/ids.ts";
import { type Json, jsonSchema } from "#core/lib/json.ts";
import { type Millis, millisSchema } from "#core/lib/millis.ts";

/** One line of who did what; append-only. `what` is `area.past-verb`. */
export interface AuditEntry {
  readonly at: Millis;
  readonly who: string;
  readonly what: string;
  readonly data?: Json;
}

/** A setting that a command put over bot.yaml; it lasts until a command takes it away. */
export interface SettingOverride {
  /** As in bot.yaml, with dots: `limits.contact`. */
  readonly key: string;
  /** As it would stand in bot.yaml: `30/min`. */
  readonly value: string;
  readonly by: string;
  readonly at: Millis;
}

/** `value` undefined: what bot.yaml says counts again. */
export const settingWriteSchema = z.object({ key: z.string(), value: z.string().optional() });
export type SettingWrite = z.infer<typeof settingWriteSchema>;

/** A command that waits for its code. `owner` is who asked, and where: each has one at most. */
export const pendingCommandSchema = z.object({
  owner: z.string(),
  code: z.string(),
  command: z.string(),
  input: jsonSchema,
  askedAt: millisSchema,
  expiresAt: millisSchema,
  /** How often another code came for it. */
  misses: z.int().default(0),
});
export type PendingCommand = z.infer<typeof pendingCommandSchema>;

/** Whose the command is that waits in a chat. */
export function conversationOwner(id: ConversationId): string {
  return `conversation:${id}`;
}

/**
 * What one command changes of the operators' own tables, written whole or not at all. `settle`: the
 * pending command that is over by this; if it is not there any more, nothing is written.
 */
export interface OpsChange {
  readonly audit: readonly AuditEntry[];
  readonly settings?: readonly SettingOverrideWrite[];
  readonly ask?: PendingCommand;
  readonly settle?: Pick<PendingCommand, "owner" | "code">;
}

export interface SettingOverrideWrite extends Omit<SettingOverride, "value"> {
  readonly value: string | undefined;
}
