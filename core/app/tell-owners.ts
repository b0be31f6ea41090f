import { errorText } from "#core/lib/bot-error.ts";
import type { AccountId } from "#core/lib/ids.ts";
import { budgetPeriodAt } from "#core/model/budget.ts";
import type { AiProvider } from "#core/model/ports/ai-provider.ts";
import type { Clock } from "#core/model/ports/clock.ts";
import type { Log } from "#core/model/ports/log.ts";
import { createOwnerPost, type OwnerPostDeps, ownersOf } from "./owner-post.ts";

export interface OwnerDeps extends OwnerPostDeps {
  readonly providers: ReadonlyMap<string, Pick<AiProvider, "signIn">>;
  /** The language of the words. */
  readonly locale: string;
  readonly timeZone: string;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * Tells the owners, on the account where it was noticed, that a provider no longer lets the bot in: once
 * a day for each provider, restarts included. It goes through every gate like any message; the log
 * says it in any case.
 */
export function createOwnerNotice(deps: OwnerDeps): (account: AccountId, provider: string) => void {
  const { clock, log, timeZone } = deps;
  const post = createOwnerPost(deps);
  const owners = ownersOf(deps);
  const told = new Map<string, number>();

  async function tell(account: AccountId, provider: string, dayAt: number): Promise<void> {
    const canSignIn = deps.providers.get(provider)?.signIn !== undefined;
    const text = noticeText(provider, canSignIn, deps.locale);
    await post(account, `ai-auth:${provider}:${dayAt}`, text);
  }

  return (account, provider) => {
    const dayAt = budgetPeriodAt(clock.now(), "day", timeZone);
    if (told.get(provider) === dayAt) return;
    told.set(provider, dayAt);
    log.error("ai.auth-lost", { provider, owners: owners.length });
    tell(account, provider, dayAt).catch((error: unknown) => {
      told.delete(provider);
      log.warn("ai.owners-not-told", { provider, error: errorText(error) });
    });
  };
}

function noticeText(provider: string, canSignIn: boolean, locale: string): string {
  const language = locale.toLowerCase().split("-")[0];
  const isIndonesian = language === "id" || language === "ms";
  if (canSignIn) {
    const command = `sapa provider login ${provider}`;
    return isIndonesian
      ? `Penyedia AI "${provider}" tidak bisa menjawab: sesi masuknya sudah berakhir. Masuk lagi di server bot:\n${command}`
      : `The AI provider "${provider}" cannot answer: its sign-in is over. Sign in again on the bot's server:\n${command}`;
  }
  const command = "sapa provider check";
  return isIndonesian
    ? `Penyedia AI "${provider}" menolak kuncinya. Periksa kunci itu di server bot:\n${command}`
    : `The AI provider "${provider}" refuses its key. Check the key on the bot's server:\n${command}`;
}
