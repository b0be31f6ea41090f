import type { Records } from "#core/model/ports/records.ts";
import type { Inbox } from "./inbox.ts";
import { createMediaAccount } from "./media-account.ts";
import type { OpsTable } from "./ops-table.ts";
import { createAiRecords } from "./records-ai.ts";
import { createAudienceRecords } from "./records-audience.ts";
import { type BroadcastDeps, createBroadcastRecords } from "./records-broadcasts.ts";
import { createTrafficExpiry } from "./records-expiry.ts";
import { createFlowRecords } from "./records-flows.ts";
import { createMediaRecords } from "./records-media.ts";
import { createPeopleRecords, type PeopleDeps } from "./records-people.ts";
import { createShelfRecords } from "./records-shelf.ts";
import { createSpendRecords } from "./records-spend.ts";
import { createTemplateRecords } from "./records-templates.ts";
import { createTrafficReader, createTrafficRecords } from "./records-traffic.ts";
import { createSendOrigins } from "./send-origin.ts";

/** The families of records, together. */
export function createRecords(
  deps: Omit<PeopleDeps, "reader" | "media"> &
    Pick<BroadcastDeps, "campaigns"> & {
      readonly inbox: Pick<Inbox, "revive">;
      readonly ops: OpsTable;
    },
): Records {
  const reader = createTrafficReader(deps);
  const media = createMediaAccount(deps);
  return {
    ...createShelfRecords(deps, deps.ops),
    ...createTemplateRecords(deps),
    ...createFlowRecords(deps),
    ...createPeopleRecords({ ...deps, reader, media }),
    ...createMediaRecords(deps, media, deps.conversations),
    ...createAiRecords(deps, deps.conversations),
    ...createSpendRecords(deps),
    ...createTrafficRecords(deps, reader, deps.conversations),
    ...createSendOrigins(deps),
    ...createTrafficExpiry(deps),
    ...createAudienceRecords(deps),
    ...createBroadcastRecords(deps),
    revive: (event) => deps.inbox.revive(event),
  };
}
