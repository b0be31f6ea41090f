import type { BotConfig } from "#core/config/bot-schema.ts";
import { expireAiUsage } from "#core/engine/ai/expire-usage.ts";
import { expireTraffic, type TrafficExpiryDeps } from "#core/engine/privacy/expire-traffic.ts";
import { servicePurpose } from "#core/gate/decide-consent.ts";
import type { Records } from "#core/model/ports/records.ts";

/** What removes what was kept as long as bot.yaml says: at the start, then once a day. */
export function createExpiries(
  { retention, purposes }: Pick<BotConfig, "retention" | "purposes">,
  deps: Pick<TrafficExpiryDeps, "clock" | "log"> & { readonly records: Records },
): { start(): void; stop(): void } {
  const expiries = [
    expireAiUsage({ ...deps, keepsMs: retention.aiMs }),
    expireTraffic({
      ...deps,
      messagesMs: purposes[servicePurpose]?.keepsMs ?? retention.messagesMs,
      rawMs: retention.rawMs,
    }),
  ];
  return {
    start: () => expiries.forEach((expiry) => expiry.start()),
    stop: () => expiries.forEach((expiry) => expiry.stop()),
  };
}
