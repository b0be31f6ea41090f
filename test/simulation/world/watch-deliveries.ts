import type { Attempt } from "./read-callback.ts";
import type { WebhookContent, WebhookItem } from "./read-webhook.ts";
import type { Scene } from "./scene.ts";

/** A receipt that comes this long after the message was taken counts as late, in milliseconds. */
const lateReceiptMs = 15_000;

/** Tells what was delivered how, and counts copies, overtaking and odd receipts. */
export function createDeliveryWatcher(
  scene: Scene,
  takenAtOf: (attempt: Attempt) => number | undefined,
): { delivered(content: WebhookContent, status: number | undefined): void } {
  const acknowledged = new Set<string>();
  const refused = new Set<string>();
  const newestStamps = new Map<string, number>();
  const arrived = new Set<string>();

  function countItem(who: string | undefined, item: WebhookItem, status: number | undefined): void {
    const key = `${item.id} ${item.text}`;
    if (acknowledged.has(key)) scene.count("webhook delivered again");
    else if (refused.has(key)) scene.count("webhook tried again");
    if (status !== 200) {
      refused.add(key);
      return;
    }
    if (who !== undefined) {
      const newest = newestStamps.get(who) ?? 0;
      if (!acknowledged.has(key) && item.stampAt < newest) scene.count("webhook overtaken");
      newestStamps.set(who, Math.max(newest, item.stampAt));
    }
    acknowledged.add(key);
  }

  function countReceipt(send: Attempt, receipt: string): void {
    const key = `${send.outbox}:${send.attempt}`;
    if (receipt === "failed") scene.count("receipt of a failure");
    if (receipt === "delivered") arrived.add(key);
    if (receipt === "read" && !arrived.has(key)) scene.count("read without having been delivered");
    const takenAt = takenAtOf(send);
    if (receipt !== "sent" || takenAt === undefined) return;
    if (scene.clock.now() - takenAt > lateReceiptMs) scene.count("receipt late");
  }

  return {
    delivered({ items, receipts }, status) {
      if (status === 503) scene.count("webhook answered 503");
      if (items.length + receipts.length > 1) scene.count("webhooks merged");
      for (const item of items) {
        const who = scene.directory.find(item.from);
        scene.emit({ kind: "told", who, item, status });
        countItem(who, item, status);
      }
      for (const { send, receipt } of receipts) {
        scene.emit({ kind: "receipt-delivered", send, receipt, status });
        if (send !== undefined) countReceipt(send, receipt);
      }
    },
  };
}
