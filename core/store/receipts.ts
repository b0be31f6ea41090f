import { accountId, conversationId } from "#core/lib/ids.ts";
import type { Millis } from "#core/lib/millis.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Send } from "#core/model/send.ts";
import { nextDelivery } from "#core/model/status.ts";
import type { ConversationTable } from "./conversation-table.ts";
import type { OutboxRow, OutboxTable } from "./outbox-table.ts";
import { rowNumber } from "./row-number.ts";
import type { Receipt, VendorRow, VendorTable } from "./vendor-table.ts";

/** States that a receipt of failure ends: nobody knew better until then. */
const undecided: readonly string[] = ["sending", "unknown", "unconfirmed"];

/**
 * What receipts do to sends. Runs inside the caller's transaction; the caller brings memory into
 * step with the rows that come back.
 */
export class Receipts {
  readonly #outbox: OutboxTable;
  readonly #vendors: VendorTable;
  readonly #conversations: ConversationTable;

  constructor(outbox: OutboxTable, vendors: VendorTable, conversations: ConversationTable) {
    this.#outbox = outbox;
    this.#vendors = vendors;
    this.#conversations = conversations;
  }

  /** Applies receipts in order; returns the rows that they changed. */
  applyAll(updates: readonly AppliedStatus[], now: Millis): OutboxRow[] {
    const changed: OutboxRow[] = [];
    for (const update of updates) {
      const row = this.#applyOne(update, now);
      if (row !== undefined) changed.push(row);
    }
    return changed;
  }

  /**
   * Records that the vendor took attempt `attempt` of `row` as `vendorId`, and what receipts said of
   * that id before. Counts a duplicate if another attempt or id of the row was taken too. The caller
   * writes the row.
   */
  confirm(row: OutboxRow, attempt: number, vendorId: string, now: Millis): void {
    const lookup = this.#vendors.lookup(accountId(row.account), vendorId);
    this.#prove(row, attempt, lookup, vendorId, this.#vendors.find(lookup));
    for (const receipt of this.#vendors.takeEarly(lookup)) {
      this.#move(row, attempt, receipt, now);
    }
  }

  /** The usual case of `confirm`, without reading a row; false if it is not the usual one. */
  confirmFirst(send: Send, vendorId: string): boolean {
    if (this.#vendors.mayHaveEarly) return false;
    const attempt = send.attempt + 1;
    if (!this.#outbox.accept(send.id, attempt)) return false;
    const lookup = this.#vendors.lookup(send.account, vendorId);
    const { conversation } = send;
    this.#vendors.bindNew({ conversation, outbox: rowNumber(send.id) }, lookup, vendorId, attempt);
    return true;
  }

  /** The row if it changed; undefined for a repeat, and for a receipt that is kept for later. */
  #applyOne(update: AppliedStatus, now: Millis): OutboxRow | undefined {
    const lookup = this.#vendors.lookup(update.account, update.vendorId);
    const bound = this.#vendors.find(lookup);
    const row = bound === undefined ? this.#byCallback(update) : this.#outbox.bySeq(bound.outbox);
    const attempt = bound?.attempt ?? update.send?.attempt;
    if (row === undefined || attempt === undefined) {
      this.#vendors.keepEarly(lookup, update, now);
      return undefined;
    }
    let isChanged = false;
    if (update.status !== "failed") {
      isChanged = this.#prove(row, attempt, lookup, update.vendorId, bound);
    } else if (bound === undefined) {
      const unproven = { outbox: row.seq, attempt, is_confirmed: 0 };
      this.#vendors.bind(conversationId(row.conversation), lookup, update.vendorId, unproven);
    }
    if (this.#move(row, attempt, update, now)) isChanged = true;
    if (!isChanged) return undefined;
    this.#outbox.write(row);
    return row;
  }

  #byCallback({ account, send }: AppliedStatus): OutboxRow | undefined {
    const row = send === undefined ? undefined : this.#outbox.byId(send.outbox);
    const isOurs = row?.account === account && (send?.attempt ?? 0) <= row.attempt;
    return isOurs ? row : undefined;
  }

  /** Whatever state it was in, the vendor has the message: it must not be sent again. */
  #prove(
    row: OutboxRow,
    attempt: number,
    lookup: string,
    vendorId: string,
    bound: VendorRow | undefined,
  ): boolean {
    const isKnown = bound !== undefined && (bound.is_confirmed === 1 || bound.outbox !== row.seq);
    if (!isKnown) {
      const proven = { outbox: row.seq, attempt, is_confirmed: 1 };
      this.#vendors.bind(conversationId(row.conversation), lookup, vendorId, proven);
      row.copies += 1;
      if (row.copies > 1) this.#vendors.countDuplicate();
    }
    if (row.state === "accepted") return !isKnown;
    row.state = "accepted";
    row.reason = null;
    if (row.delivery !== "failed") row.error = null;
    return true;
  }

  /** Moves the delivery forward; false if the receipt says nothing that is not known. */
  #move(row: OutboxRow, attempt: number, receipt: Receipt, now: Millis): boolean {
    let isChanged = false;
    const price = receipt.price === undefined ? row.price : JSON.stringify(receipt.price);
    if (price !== row.price) {
      row.price = price;
      isChanged = true;
    }
    if (isNewCost(row, attempt, receipt)) {
      row.cost_micro_usd = receipt.costMicroUsd ?? null;
      isChanged = true;
    }
    const isFailure = receipt.status === "failed";
    // An earlier attempt that failed says nothing of the one that counts, nor of one to come.
    if (isFailure && (attempt !== row.attempt || row.state === "queued")) return isChanged;
    const delivery = nextDelivery(row.delivery ?? undefined, receipt.status);
    if (delivery === row.delivery) return isChanged;
    row.delivery = delivery;
    if (isFailure) this.#fail(row, receipt, now);
    else row.error = null;
    return true;
  }

  #fail(row: OutboxRow, receipt: Receipt, now: Millis): void {
    const { error, effect } = receipt;
    if (error !== undefined) row.error = this.#outbox.sealError(row, error);
    if (effect !== undefined && effect !== "none") row.reason = effect;
    if (undecided.includes(row.state)) row.state = "failed";
    if (effect === "window-closed") {
      this.#conversations.closeWindow(conversationId(row.conversation), now, receipt.at);
    }
  }
}

/** Of the attempt that counts; what an earlier one came to is not what the message did. */
function isNewCost(row: OutboxRow, attempt: number, { costMicroUsd }: Receipt): boolean {
  if (costMicroUsd === undefined || attempt !== row.attempt) return false;
  return costMicroUsd !== row.cost_micro_usd;
}
