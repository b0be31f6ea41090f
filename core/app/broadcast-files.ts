import type { BroadcastReading } from "#core/flow/broadcast/read-broadcast.ts";
import { type Catalog, openCatalog } from "#core/flow/catalog.ts";
import type { FlowSource } from "#core/flow/compile-flows.ts";

/** Reads a broadcast's file against what the bot has; loads the compiler of flows when it is asked. */
export async function readBroadcastFile(
  source: FlowSource,
  catalog: Catalog,
): Promise<BroadcastReading> {
  const { readBroadcast } = await import("#core/flow/broadcast/read-broadcast.ts");
  return readBroadcast(source, catalog);
}

/** The same for one that was started, and so was good then: nothing that is gone since stops it. */
export function readStartedBroadcast(source: FlowSource): Promise<BroadcastReading> {
  return readBroadcastFile(source, openCatalog);
}
