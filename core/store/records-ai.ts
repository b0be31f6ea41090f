import { and, asc, desc, eq, gte, inArray, lt, sql } from "drizzle-orm";
import type { AiSpendBy, AiUsageRecord } from "#core/model/ai-usage.ts";
import type { AiUsageFilter, Records } from "#core/model/ports/records.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { RecordsDeps } from "./records-deps.ts";
import { aiThreadTable, aiUsageTable } from "./schema-ai.ts";
import { conversationTable } from "./schema-people.ts";

type Ai = Pick<
  Records,
  "putAiUsage" | "aiUsage" | "aiSpend" | "expireAi" | "aiThread" | "putAiThread"
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
    aiSpend: ({ by, from, until, limit }) =>
      group.read(() => {
        const key = columns[by];
        const cost = sql<number>`sum(${aiUsageTable.costMicroUsd})`;
        const rows = orm
          .select({
            key: sql<string>`${key}`,
            calls: sql<number>`count(*)`,
            inputTokens: sql<number>`sum(${aiUsageTable.inputTokens})`,
            outputTokens: sql<number>`sum(${aiUsageTable.outputTokens})`,
            costMicroUsd: cost,
          })
          .from(aiUsageTable)
          .innerJoin(conversationTable, eq(conversationTable.id, aiUsageTable.conversation));
        const isWanted = and(gte(aiUsageTable.at, from), lt(aiUsageTable.at, until));
        return rows.where(isWanted).groupBy(key).orderBy(desc(cost), asc(key)).limit(limit).all();
      }),
    expireAi: (before, limit) =>
      group.write(() => {
        const old = orm
          .select({ seq: aiUsageTable.seq })
          .from(aiUsageTable)
          .where(lt(aiUsageTable.at, before))
          .limit(limit);
        const { changes } = orm.delete(aiUsageTable).where(inArray(aiUsageTable.seq, old)).run();
        orm.delete(aiThreadTable).where(lt(aiThreadTable.at, before)).run();
        return changes;
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
