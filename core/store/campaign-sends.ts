import type { IdSource } from "#core/lib/id-source.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { Conversation } from "#core/model/conversation.ts";
import type { NewSend } from "#core/model/send.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { OutboxTable } from "./outbox-table.ts";
import type { OpenSend, SendLanes } from "./send-lanes.ts";

/** A message that was put into the line, for memory. */
export interface QueuedCampaign {
  readonly conversation: Conversation;
  readonly send: OpenSend;
}

/** Messages that no turn of their conversation says: they join the end of its line. */
export class CampaignSends {
  readonly #outbox: OutboxTable;
  readonly #conversations: ConversationTable;
  readonly #lanes: SendLanes;
  readonly #newId: IdSource;

  constructor(
    outbox: OutboxTable,
    conversations: ConversationTable,
    lanes: SendLanes,
    newId: IdSource,
  ) {
    this.#outbox = outbox;
    this.#conversations = conversations;
    this.#lanes = lanes;
    this.#newId = newId;
  }

  /**
   * Writes the row, inside the caller's transaction; undefined if its effect has one. The lane in
   * memory follows after the commit: until then the raised version keeps a turn of the same
   * transaction from beginning a send as if the line were empty.
   */
  insert(conversation: Conversation, send: NewSend, now: Millis): QueuedCampaign | undefined {
    const open = this.#outbox.insert(this.#newId(), conversation, send, "queued", now);
    if (open === undefined) return undefined;
    this.#conversations.raiseFacts(conversation.id);
    return { conversation, send: open };
  }

  /** After the commit. */
  settle(queued: readonly QueuedCampaign[]): void {
    for (const { conversation, send } of queued) {
      this.#lanes.add(conversation.id, conversation.account, send);
    }
  }

  /** Blocks a row that waits for an attempt; false if it does not. */
  block(seq: number, reason: string): boolean {
    const row = this.#outbox.bySeq(seq);
    if (row?.state !== "queued") return false;
    this.#outbox.write({ ...row, state: "blocked", reason });
    return true;
  }

  /** After the commit. */
  end(
    blocked: readonly { readonly conversation: Conversation["id"]; readonly seq: number }[],
  ): void {
    for (const { conversation, seq } of blocked) this.#lanes.end(conversation, seq);
  }
}
