import type { EngineSettings } from "#core/engine/settings.ts";
import { sendReservation } from "#core/model/budget.ts";
import type { AppliedStatus, Store } from "#core/model/ports/store.ts";

/**
 * Puts what receipts tell of prices in place of what was reserved; a repeat changes nothing. Undefined:
 * there is no budget.
 */
export function createReceiptPayments(deps: {
  readonly store: Pick<Store, "settle">;
  readonly settings: Pick<EngineSettings, "limits">;
}): ((statuses: readonly AppliedStatus[]) => Promise<void>) | undefined {
  if (deps.settings.limits.budget === undefined) return undefined;
  return async (statuses) => {
    const settling: Promise<void>[] = [];
    for (const status of statuses) {
      const { send, costMicroUsd: amount } = status;
      if (send === undefined || amount === undefined) continue;
      settling.push(deps.store.settle(sendReservation(send.outbox, send.attempt), amount));
    }
    await Promise.all(settling);
  };
}
