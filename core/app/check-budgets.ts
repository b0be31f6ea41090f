import type { BotConfig } from "#core/config/bot-schema.ts";
import type { MoneyRate } from "#core/config/parse-money.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { keptForLastWords } from "#core/model/budget.ts";
import type { Channel } from "#core/model/ports/channel.ts";
import { toMicroUsd } from "./to-budget.ts";

const fewest = 2;
const somebody = { to: [], message: { kind: "text", text: "" } } as const;

/**
 * Budgets that hold not even a few messages, and so no answer of an AI either: everything that goes out is
 * counted at the most that it can cost. Where people live is not known; the dearest country counts.
 */
export function checkBudgets(
  { limits: { budget } }: BotConfig,
  source: YamlSource,
  channels: readonly Pick<Channel, "account" | "prices">[],
): readonly Finding[] {
  const flows = Object.entries(budget?.flows ?? {});
  const places: readonly (readonly [YamlPath, readonly MoneyRate[] | undefined])[] = [
    [["contact"], budget?.contact],
    [["account"], budget?.account],
    ...flows.map(([flow, rates]) => [["flows", flow], rates] as const),
  ];
  return channels.flatMap(({ account, prices }) => {
    const most = prices?.most(somebody) ?? 0;
    if (most <= 0) return [];
    return places.flatMap(([place, rates = []]): readonly Finding[] => {
      const isSmall = rates.some((rate) => {
        const microUsd = toMicroUsd(rate);
        return microUsd - keptForLastWords(microUsd, most) < fewest * most;
      });
      if (!isSmall) return [];
      const usd = String(most / 1_000_000);
      return [
        {
          code: "BOT_BUDGET_SMALL",
          severity: "warning",
          at: source.at(["limits", "budget", ...place], "value"),
          message: `a message of ${account} may cost ${usd} USD where it is dearest, and what is kept for last words as much: people may get no answer`,
          hint: `raise it to ${String(((fewest + 1) * most) / 1_000_000)} USD or more, or write what messages cost in your countries: prices under ${account}`,
        },
      ];
    });
  });
}
