import type { Millis } from "#core/lib/millis.ts";
import type { NewEvent } from "#core/model/event.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { AppliedStatus } from "#core/model/ports/store.ts";
import type { Delivery } from "#core/model/status.ts";
import { hearOptOuts } from "./hear-opt-outs.ts";
import { hearReceipts } from "./hear-receipts.ts";

/** What receipts mean beside the sends that they are of: events; undefined where nobody listens. */
export function hearStatuses(
  statuses: readonly AppliedStatus[],
  deps: {
    /** States that triggers of active flows name. */
    readonly heard: ReadonlySet<Delivery>;
    readonly records: Pick<Records, "sendOrigin"> | undefined;
    readonly now: Millis;
    readonly log: Log;
  },
): Promise<readonly NewEvent[]> | undefined {
  const { heard, records, now } = deps;
  if (records === undefined) return undefined;
  const optOuts = hearOptOuts(statuses, records, now);
  if (heard.size === 0) return optOuts;
  const receipts = hearReceipts(statuses, { ...deps, records });
  if (optOuts === undefined) return receipts;
  return Promise.all([receipts, optOuts]).then((both) => both.flat());
}
