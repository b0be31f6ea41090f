import { and, asc, eq, gt } from "drizzle-orm";
import type { Records } from "#core/model/ports/records.ts";
import type { PeopleDeps } from "./records-people.ts";
import { conversationTable } from "./schema-people.ts";

/** Everybody of an account, a page at a time, in an order that new people only add to. */
export function createAudienceRecords({
  orm,
  group,
  contacts,
  conversations,
}: Pick<PeopleDeps, "orm" | "group" | "contacts" | "conversations">): Pick<Records, "people"> {
  return {
    people: (account, after, limit) =>
      group.read(() => {
        const isWanted = and(
          eq(conversationTable.account, account),
          after === undefined ? undefined : gt(conversationTable.id, after),
        );
        const rows = orm.select({ id: conversationTable.id }).from(conversationTable);
        const page = rows.where(isWanted).orderBy(asc(conversationTable.id)).limit(limit).all();
        return page.flatMap(({ id }) => {
          const conversation = conversations.load(id)?.conversation;
          const contact =
            conversation === undefined ? undefined : contacts.load(conversation.contact)?.contact;
          return conversation === undefined || contact === undefined
            ? []
            : [{ conversation, contact }];
        });
      }),
  };
}
