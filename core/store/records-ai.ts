import { and, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import { unionAll } from "drizzle-orm/sqlite-core";
import type { AiSpend, AiSpendBy, AiUsageRecord } from "#core/model/ai-usage.ts";
import type { AiSpendFilter, AiUsageFilter, Records } from "#core/model/ports/records.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { aiThreadTable, aiUsageTable, botAiUsageTable } from "./schema-ai.ts";
import { conversationTable } from "./schema-people.ts";

type Ai = Pick<
  Records,
  "putAiUsage" | "putBotAiUsage" | "aiUsage" | "aiSpend" | "expireAi" | "aiThread" | "putAiThread"
>;

const columns = {
  day: aiUsageTable.day,
  account: aiUsageTable.account,
  contact: conversationTable.contact,
  conversation: aiUsageTable.conversation,
  flow: aiUsageTable.flow,
  provider: aiUsageTable.provider,
  model: aiUsageTable.model,
} satisfies Record<AiSpendBy, unknown>;

const nobody = sql`''`;
const botColumns = {
  day: botAiUsageTable.day,
  account: botAiUsageTable.account,
  contact: nobody,
  conversation: nobody,
  flow: nobody,
  provider: botAiUsageTable.provider,
  model: botAiUsageTable.model,
} satisfies Record<AiSpendBy, unknown>;

/** What AI cost, and where providers keep conversations. */
export function createAiRecords(
  { orm, group, codec }: RecordsDeps,
  conversations: ConversationTable,
): Ai {
  const isThread = (conversation: AiUsageRecord["conversation"], provider: string) =>
    and(eq(aiThreadTable.conversation, conversation), eq(aiThreadTable.provider, provider));

  return {
    putAiUsage: ({ isTold, ...record }) =>
      group.write(() => {
        if (conversations.load(record.conversation) === undefined) return false;
        orm
          .insert(aiUsageTable)
          .values({ ...record, isTold: isTold ? 1 : 0 })
          .run();
        return true;
      }),
    aiUsage: (filter) => group.read(() => readAiUsage({ orm, conversations }, filter)),
    putBotAiUsage: ({ isTold, ...record }) =>
      group.write(() => {
        orm
          .insert(botAiUsageTable)
          .values({ ...record, isTold: isTold ? 1 : 0 })
          .run();
      }),
    aiSpend: (filter) => group.read(() => sumUsage(orm, filter)),
    expireAi: (before, limit) =>
      group.write(() => {
        const old = orm
          .select({ seq: aiUsageTable.seq })
          .from(aiUsageTable)
          .where(lt(aiUsageTable.at, before))
          .limit(limit);
        const { changes } = orm.delete(aiUsageTable).where(inArray(aiUsageTable.seq, old)).run();
        const bots = orm
          .select({ seq: botAiUsageTable.seq })
          .from(botAiUsageTable)
          .where(lt(botAiUsageTable.at, before))
          .limit(limit - changes);
        const more = orm.delete(botAiUsageTable).where(inArray(botAiUsageTable.seq, bots)).run();
        orm.delete(aiThreadTable).where(lt(aiThreadTable.at, before)).run();
        return changes + more.changes;
      }),
    aiThread: (conversation, provider) =>
      group.read(() => {
        const rows = orm.select().from(aiThreadTable).where(isThread(conversation, provider));
        const row = rows.get();
        return row === undefined
          ? undefined
          : codec.decode(row.thread, `thread/${conversation}/${provider}`);
      }),
    putAiThread: (conversation, provider, thread, at) =>
      group.write(() => {
        if (thread === undefined) {
          orm.delete(aiThreadTable).where(isThread(conversation, provider)).run();
          return;
        }
        if (conversations.load(conversation) === undefined) return;
        const key = conversations.keyOf(conversation);
        const sealed = codec.encode(thread, `thread/${conversation}/${provider}`, key);
        const set = { thread: sealed, at };
        orm
          .insert(aiThreadTable)
          .values({ conversation, provider, ...set })
          .onConflictDoUpdate({ target: [aiThreadTable.conversation, aiThreadTable.provider], set })
          .run();
      }),
  };
}

function sumUsage(orm: RecordsDeps["orm"], { by, limit, ...within }: AiSpendFilter): AiSpend[] {
  const usage = usageWithin(orm, by, within);
  const cost = sql<number>`sum(${usage.costMicroUsd})`;
  const sums = orm
    .select({
      key: usage.key,
      calls: sql<number>`count(*)`,
      inputTokens: sql<number>`sum(${usage.inputTokens})`,
      outputTokens: sql<number>`sum(${usage.outputTokens})`,
      costMicroUsd: cost,
    })
    .from(usage);
  return sums.groupBy(sql`key`).orderBy(desc(cost), sql`key`).limit(limit).all();
}

/** Every attempt of a time, those for people and those for the bot, with what it is added up by. */
function usageWithin(
  orm: RecordsDeps["orm"],
  by: AiSpendBy,
  { from, until }: Pick<AiSpendFilter, "from" | "until">,
) {
  const people = orm
    .select({
      key: sql<string>`${columns[by]}`.as("key"),
      inputTokens: aiUsageTable.inputTokens,
      outputTokens: aiUsageTable.outputTokens,
      costMicroUsd: aiUsageTable.costMicroUsd,
    })
    .from(aiUsageTable)
    .innerJoin(conversationTable, eq(conversationTable.id, aiUsageTable.conversation))
    .where(and(gte(aiUsageTable.at, from), lt(aiUsageTable.at, until)));
  const bots = orm
    .select({
      key: sql<string>`${botColumns[by]}`.as("key"),
      inputTokens: botAiUsageTable.inputTokens,
      outputTokens: botAiUsageTable.outputTokens,
      costMicroUsd: botAiUsageTable.costMicroUsd,
    })
    .from(botAiUsageTable)
    .where(and(gte(botAiUsageTable.at, from), lt(botAiUsageTable.at, until)));
  return unionAll(people, bots).as("usage");
}

/** Newest first; inside the caller's transaction. */
export function readAiUsage(
  { orm, conversations }: Pick<RecordsDeps, "orm"> & { readonly conversations: ConversationTable },
  { conversation, contact, limit }: AiUsageFilter,
): AiUsageRecord[] {
  const its = contact === undefined ? undefined : conversations.ofContact(contact);
  const isWanted = and(
    conversation === undefined ? undefined : eq(aiUsageTable.conversation, conversation),
    its === undefined ? undefined : inArray(aiUsageTable.conversation, its),
  );
  const rows = orm.select().from(aiUsageTable).where(isWanted);
  const found = rows.orderBy(desc(aiUsageTable.seq)).limit(limit).all();
  return found.map(({ seq: _seq, isTold, ...row }) => ({ ...row, isTold: isTold === 1 }));
}
