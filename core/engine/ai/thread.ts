import type { Clock } from "#core/model/ports/clock.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Activity } from "#core/model/ports/store.ts";
import type { LinkReply } from "./ask-link.ts";
import type { AiAttempt, AskProvider } from "./attempt.ts";
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

/** Remembers it for the next question; an answer without one ends the thread that there was. */
export async function keepThread(
  { records, clock }: ThreadDeps,
  { conversation }: Activity,
  { link, thread }: LinkReply,
): Promise<void> {
  if (link.provider.capabilities.history === "host") return;
  await records.putAiThread(conversation, link.name, thread, clock.now());
}

/**
 * Asks in a new thread where the provider has the old one no longer: what was said in it is lost, and
 * without this every later question would be.
 */
export function renewingThread(ask: AskProvider): AskProvider {
  return async (request, watch) => {
    const attempt = await ask(request, watch);
    const { conversation } = request;
    if (conversation?.id === undefined || !isGone(attempt)) return attempt;
    return await ask({ ...request, conversation: { timeZone: conversation.timeZone } }, watch);
  };
}

function isGone(attempt: AiAttempt): boolean {
  if (attempt.kind !== "failed" || attempt.hasBegun) return false;
  const { status } = attempt.failure;
  return status === 404 || status === 410;
}
