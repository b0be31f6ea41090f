import type { BotConfig } from "#core/config/bot-schema.ts";
import type { MoneyRate } from "#core/config/parse-money.ts";
import { embedderOf } from "#core/engine/ai/embed.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { nearest } from "#core/lib/nearest.ts";
import { checkVoice } from "./check-voice.ts";
import { probeProvider } from "./describe-providers.ts";
import type { PluginsLoading } from "./load-plugins.ts";
import { tellActing } from "./tell-acting.ts";
import { hasBudget } from "./to-budget.ts";

type Report = (
  code: string,
  path: YamlPath,
  message: string,
  hint: string,
  severity?: Finding["severity"],
) => void;

/** What bot.yaml says of AI that its providers cannot keep, or must not be used for. */
export function checkAi(
  config: BotConfig,
  source: YamlSource,
  plugins: Pick<PluginsLoading, "providers" | "actions">,
): readonly Finding[] {
  const findings: Finding[] = [];
  const report: Report = (code, path, message, hint, severity = "error") => {
    findings.push({ code, severity, at: source.at(path, "value"), message, hint });
  };
  checkNames(config, plugins, report);
  checkCurrency(config, report);
  for (const loaded of plugins.providers) {
    const { name } = loaded;
    const probes = probeProvider(loaded);
    if (probes.length === 0) continue;
    if (name === config.ai.embedder) checkEmbedder(probes, config, report);
    const place = config.ai.default.indexOf(name);
    if (probes.every(({ capabilities }) => capabilities.actsAsUser)) {
      checkActing(name, place, config, report);
    }
    const leaves = probes.every(({ capabilities }) => capabilities.dataLeavesHost);
    if (leaves && config.ai.localOnly) checkLeaving(name, place, report);
    const stays = probes.every(({ capabilities }) => !capabilities.dataLeavesHost);
    if (stays && !loaded.plugin.isScripted) checkStaying(name, config, report);
    const metered = probes.filter(({ capabilities }) => capabilities.cost === "metered");
    const unknown = metered.find(({ price }) => price === undefined);
    if (metered.length === probes.length) checkBudget(name, unknown?.model, config, report);
    checkRetrieval(name, probes, config, report);
    const isBounded = hasBudget(config.limits.budget);
    for (const { code, message, hint } of checkVoice(name, probes, config, isBounded)) {
      report(code, ["ai", "voice", "provider"], message, hint);
    }
  }
  return findings;
}

function checkNames(
  { ai, providers, retrieval }: BotConfig,
  { actions }: Pick<PluginsLoading, "actions">,
  report: Report,
): void {
  const names = Object.keys(providers);
  const check = (path: YamlPath, name: string, what: string, known: readonly string[]) => {
    if (known.includes(name)) return;
    const near = nearest(name, known);
    const all = known.length === 0 ? "there is none" : `known are: ${known.join(", ")}`;
    const hint = near === undefined ? all : `did you mean "${near}"?`;
    report("BOT_NAME_UNKNOWN", path, `there is no ${what} "${name}"`, hint);
  };
  for (const [index, name] of ai.default.entries()) {
    check(["ai", "default", index], name, "provider", names);
  }
  if (ai.moderation !== undefined) {
    check(["ai", "moderation"], ai.moderation, "provider", names);
  }
  if (ai.voice !== undefined) {
    check(["ai", "voice", "provider"], ai.voice.provider, "provider", names);
  }
  for (const [name, provider] of Object.entries(retrieval)) {
    check(["knowledge", name, "provider"], provider, "provider", names);
  }
  if (ai.embedder !== undefined) {
    check(["ai", "embedder"], ai.embedder, "provider", names);
  }
  const known = actions.flatMap(({ name, plugin }) =>
    plugin.actions.map((action) => `${name}.${action.name}`),
  );
  for (const name of Object.keys(ai.tools)) check(["ai", "tools", name], name, "action", known);
}

/** A provider that is named as knowledge has to find passages; whose rights it uses is told elsewhere. */
function checkRetrieval(
  name: string,
  probes: ReturnType<typeof probeProvider>,
  { retrieval, ai }: BotConfig,
  report: Report,
): void {
  for (const [knowledge, provider] of Object.entries(retrieval)) {
    if (provider !== name) continue;
    const path = ["knowledge", knowledge, "provider"];
    if (probes.every(({ retriever }) => retriever === undefined)) {
      const message = `${name} finds no passages`;
      report(
        "BOT_KNOWLEDGE_MISSING",
        path,
        message,
        "with ai-copilot: write retrieval: {} under it",
      );
    }
    if (ai.localOnly && probes.every(({ capabilities }) => capabilities.dataLeavesHost)) {
      const message = `${name} is not on this machine, and ai.local_only refuses it: nothing would be found`;
      report(
        "BOT_PROVIDER_LEAVES",
        path,
        message,
        "take it out, or let text leave: local_only: false",
      );
    }
  }
}

/** Knowledge and questions go to the embedder like to any provider. */
function checkEmbedder(
  probes: ReturnType<typeof probeProvider>,
  { ai, limits: { budget } }: BotConfig,
  report: Report,
): void {
  const at = ["ai", "embedder"];
  const name = ai.embedder ?? "";
  if (probes.every(({ embedder }) => embedder === undefined)) {
    const hint = "name its model where it has one (embedding_model), or take another provider";
    return report("BOT_EMBEDDER_MISSING", at, `${name} makes no vectors`, hint);
  }
  const found = probes.map(embedderOf);
  if (ai.localOnly && found.every(({ leavesHost }) => leavesHost)) {
    const message = `the embedder of ${name} is not on this machine, and ai.local_only refuses it`;
    report("BOT_PROVIDER_LEAVES", at, message, "take one that is, or let text leave");
  }
  if (hasBudget(budget) && found.some(({ price }) => price === "unknown")) {
    const message = `there is a budget, and nobody knows what vectors of ${name} cost: none would be made`;
    report("BOT_PRICE_UNKNOWN", at, message, "write embedding_price under the provider");
  }
}

function checkActing(name: string, place: number, { providers }: BotConfig, report: Report): void {
  if (providers[name]?.only_for === undefined) {
    const message = tellActing(name, undefined);
    const hint = "say who may: only_for: [owner]";
    report("BOT_PROVIDER_ACTS", ["providers", name], message, hint);
  }
  if (place <= 0) return;
  const message = `${name} answers as a signed-in person and is never a fallback`;
  const hint = "take it out of ai.default, and name it in the steps that are for it";
  report("BOT_PROVIDER_ACTS", ["ai", "default", place], message, hint);
}

function checkLeaving(name: string, place: number, report: Report): void {
  const message = `${name} is not on this machine, and ai.local_only refuses it`;
  const hint = "take it out, or let text leave: local_only: false";
  if (place >= 0) report("BOT_PROVIDER_LEAVES", ["ai", "default", place], message, hint);
  else report("BOT_PROVIDER_LEAVES", ["providers", name], message, hint, "warning");
}

/** What people are told of who reads along comes from bot.yaml alone. */
function checkStaying(name: string, { ai, providers }: BotConfig, report: Report): void {
  if (ai.localOnly || providers[name]?.country !== undefined) return;
  const message = `${name} is on this machine, and people are told that it is outside of it`;
  report("BOT_PROVIDER_HERE", ["providers", name], message, "write country: here", "warning");
}

/** Providers and channels are priced in dollars alone. */
function checkCurrency({ limits: { budget } }: BotConfig, report: Report): void {
  const flows = Object.entries(budget?.flows ?? {});
  const places: readonly (readonly [YamlPath, readonly MoneyRate[] | undefined])[] = [
    [["contact"], budget?.contact],
    [["account"], budget?.account],
    ...flows.map(([flow, rates]) => [["flows", flow], rates] as const),
  ];
  for (const [place, rates] of places) {
    const rate = rates?.find(({ currency }) => currency !== "USD");
    if (rate === undefined) continue;
    const message = `AI and messages cost US dollars, and this budget is in ${rate.currency}`;
    const hint = `write it in USD, such as ${rate.period === "day" ? "0.50 USD/day" : "20 USD/month"}`;
    report("BOT_BUDGET_CURRENCY", ["limits", "budget", ...place], message, hint);
  }
}

function checkBudget(
  name: string,
  unpricedModel: string | undefined,
  { limits: { budget } }: BotConfig,
  report: Report,
): void {
  if (unpricedModel === undefined || !hasBudget(budget)) return;
  const message = `there is a budget, and nobody knows what ${unpricedModel} costs: ${name} would never be asked`;
  const hint = "write its price under the provider, or take limits.budget away";
  report("BOT_PRICE_UNKNOWN", ["providers", name], message, hint);
}
