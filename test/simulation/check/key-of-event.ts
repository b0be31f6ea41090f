import type { EventBody } from "#core/model/event.ts";

/**
 * What a kept event says in the vendor's own JSON, as it was told; undefined for what the runtime
 * made itself. `raw` is what is kept beside the event.
 */
export function keyOfEvent(body: EventBody, raw: string | undefined): string | undefined {
  if (raw !== undefined) return raw;
  return body.kind === "account" ? JSON.stringify(body.value) : undefined;
}
