import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { minuteMs } from "#core/lib/millis.ts";
import { type BudgetBound, boundsOf } from "#core/model/budget.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import type { Records } from "#core/model/ports/records.ts";
import type { Store } from "#core/model/ports/store.ts";
import type { AiSettings } from "./ai-settings.ts";
import { type Embedded, embed, embedderOf } from "./embed.ts";
import { pause } from "./pause.ts";
import { createProviderLimit } from "./provider-limit.ts";
import { type AiSpending, Purse } from "./purse.ts";
import { usageOf } from "./usage-of.ts";

/** How long one batch may take: a small machine loads its model first. */
const limitMs = 2 * minuteMs;

/** The provider whose embedder makes the vectors of a bot's knowledge. */
export interface PassageEmbedderDeps {
  readonly provider: AiProvider;
  readonly settings: Pick<
    AiSettings,
    "budget" | "timeZone" | "isLocalOnly" | "embedder" | "providerPaces"
  >;
  /** Whose budget it is: texts of the bot's own belong to no person. */
  readonly account: AccountId;
  readonly store: Pick<Store, "reserve" | "settle">;
  readonly records: Pick<Records, "putBotAiUsage">;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Makes vectors of the bot's own texts, paid from the account's budget; not where they would leave a bot
 * that is local only. Nobody waits for them: over the provider's limit they are made when it is open again.
 */
export function createPassageEmbedder({
  provider,
  settings,
  account,
  ...ports
}: PassageEmbedderDeps): (texts: readonly string[], signal: AbortSignal) => Promise<Embedded> {
  const { clock } = ports;
  let count = 0;
  return async (texts, signal) => {
    if (settings.isLocalOnly && embedderOf(provider).leavesHost) {
      return { kind: "unmade", message: `${provider.name} is not on this machine`, isFault: false };
    }
    count += 1;
    const { budget, timeZone } = settings;
    const spender = { account, flow: undefined };
    const bounds = budget === undefined ? [] : boundsOf(budget, spender, clock.now(), timeZone);
    const id = `ai:knowledge:${clock.now()}:${count}`;
    const { embedder: name = provider.name } = settings;
    const pace = settings.providerPaces.get(name);
    const takeTurn = createProviderLimit({ ...ports, name, pace, id });
    const purse = new Purse({
      ...ports,
      id,
      caps: bounds.map(toCap),
      budgetMicroUsd: undefined,
      onSpent: (spending) => recordOwn(ports, { account, timeZone }, spending),
    });
    for (;;) {
      const asked = { provider, clock, purse, takeTurn };
      const embedded = await embed(asked, texts, "passage", { signal, limitMs });
      const until = embedded.kind === "unmade" ? embedded.until : undefined;
      if (until === undefined) return embedded;
      if (!(await pause(clock, Math.max(1, until - clock.now()), signal))) return embedded;
    }
  };
}

function toCap({ whose, key, microUsd: cap, period, periodAt }: BudgetBound) {
  return { key, cap, periodAt, whose: `the ${whose} for this ${period}` };
}

/** Nobody waits for it; a lost line costs nothing but itself, as budgets are kept elsewhere. */
function recordOwn(
  { records, clock, log }: Pick<PassageEmbedderDeps, "records" | "clock" | "log">,
  { account, timeZone }: { readonly account: AccountId; readonly timeZone: string },
  spending: AiSpending,
): void {
  const usage = usageOf(spending, clock.now(), timeZone);
  const { provider, model, outcome, inputTokens, costMicroUsd, ms } = usage;
  log.info("ai.embedded", { provider, model, outcome, inputTokens, costMicroUsd, ms });
  records.putBotAiUsage({ ...usage, account }).catch((error: unknown) => {
    log.warn("ai.usage-lost", { provider, error: errorText(error) });
  });
}
