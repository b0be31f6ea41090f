import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { LinkReply } from "./ask-link.ts";
import type { ChainLink } from "./chain.ts";

interface ThreadDeps {
  readonly records: Pick<Records, "aiThread" | "putAiThread">;
  readonly clock: Clock;
}

/** Where a provider that keeps the history itself keeps this conversation's; undefined: it begins. */
export async function readThread(
  { records }: ThreadDeps,
  { conversation }: Activity,
  { name, provider }: ChainLink,
): Promise<string | undefined> {
  if (provider.capabilities.history === "host") return undefined;
  return await records.aiThread(conversation, name);
}

/** Remembers it for the next question. */
export async function keepThread(
  { records, clock }: ThreadDeps,
  { conversation }: Activity,
  { link, thread }: LinkReply,
): Promise<void> {
  if (thread === undefined || link.provider.capabilities.history === "host") return;
  await records.putAiThread(conversation, link.name, thread, clock.now());
}
