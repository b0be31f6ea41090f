import { integer, sqliteTable, text } from "drizzle-orm/sqlite-core";
import type { AccountId, ConversationId, EffectId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { AiUsageRecord } from "#core/model/ai-usage.ts";

/** When an attempt was, and whose account. */
const occasion = () => ({
  seq: integer("seq").primaryKey(),
  at: integer("at").$type<Millis>().notNull(),
  day: text("day").notNull(),
  account: text("account").$type<AccountId>().notNull(),
});

/** Who was asked, what came of it and what it cost, in micro-USD. */
const outcome = () => ({
  provider: text("provider").notNull(),
  model: text("model").notNull(),
  outcome: text("outcome").$type<AiUsageRecord["outcome"]>().notNull(),
  inputTokens: integer("input_tokens").notNull(),
  cachedTokens: integer("cached_tokens").notNull(),
  outputTokens: integer("output_tokens").notNull(),
  costMicroUsd: integer("cost_micro_usd").notNull(),
  isTold: integer("is_told").notNull(),
  ms: integer("ms").notNull(),
});

export const aiUsageTable = sqliteTable("ai_usage", {
  ...occasion(),
  conversation: text("conversation").$type<ConversationId>().notNull(),
  flow: text("flow").notNull(),
  effect: text("effect").$type<EffectId>().notNull(),
  ...outcome(),
});

export const botAiUsageTable = sqliteTable("bot_ai_usage", { ...occasion(), ...outcome() });

export const aiThreadTable = sqliteTable("ai_thread", {
  conversation: text("conversation").$type<ConversationId>().notNull(),
  provider: text("provider").notNull(),
  thread: text("thread").notNull(),
  at: integer("at").$type<Millis>().notNull(),
});
