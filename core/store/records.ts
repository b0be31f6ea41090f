import type { Records } from "#core/model/ports/records.ts";
import type { Inbox } from "./inbox.ts";
import { createPeopleRecords, type PeopleDeps } from "./records-people.ts";
import { createShelfRecords } from "./records-shelf.ts";
import { createTrafficReader, createTrafficRecords } from "./records-traffic.ts";

/** The families of records, together. */
export function createRecords(
  deps: Omit<PeopleDeps, "reader"> & { readonly inbox: Inbox },
): Records {
  const reader = createTrafficReader(deps);
  return {
    ...createShelfRecords(deps),
    ...createPeopleRecords({ ...deps, reader }),
    ...createTrafficRecords(deps, reader, deps.conversations),
    revive: (event) => deps.inbox.revive(event),
  };
}
