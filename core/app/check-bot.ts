import type { BotConfig } from "#core/config/bot-schema.ts";
import { findReferences } from "#core/config/setting.ts";
import type { Finding } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import type { YamlPath, YamlSource } from "#core/flow/read/yaml-source.ts";
import { nearest } from "#core/lib/nearest.ts";
import { checkAi } from "./check-ai.ts";
import type { PluginsLoading } from "./load-plugins.ts";

/** What bot.yaml says about itself that cannot be seen key by key. */
export function checkBot(
  config: BotConfig,
  source: YamlSource,
  plugins: PluginsLoading,
  /** Undefined while a flow does not compile: then nothing is said about flows. */
  programs: readonly Program[] | undefined,
): readonly Finding[] {
  const findings: Finding[] = [];

  function report(
    code: string,
    path: YamlPath,
    message: string,
    hint: string,
    part: "key" | "value" = "value",
  ): void {
    findings.push({ code, severity: "error", at: source.at(path, part), message, hint });
  }

  function checkKnown(path: YamlPath, name: string, what: string, known: readonly string[]): void {
    if (known.includes(name)) return;
    const near = nearest(name, known);
    const names = known.length === 0 ? "there is none" : `known are: ${known.join(", ")}`;
    report(
      "BOT_NAME_UNKNOWN",
      path,
      `there is no ${what} "${name}"`,
      near === undefined ? names : `did you mean "${near}"?`,
    );
  }

  if (Object.keys(config.channels).length === 0) {
    const hint = "name at least one account, such as whatsapp: { plugin: channel-whatsapp-cloud }";
    report("BOT_CHANNEL_MISSING", ["channels"], "the bot has no channel", hint);
  }
  for (const { account, plugin } of plugins.accounts) {
    if (!plugin.needsHuman || config.human !== undefined) continue;
    report(
      "BOT_HUMAN_MISSING",
      ["channels", account],
      `"human" is missing: ${plugin.name} is for bots that offer a way to a person`,
      "write human: { queue: helpdesk, reply_within: 2h }",
      "key",
    );
  }
  findings.push(...checkAi(config, source, plugins));
  const { networkMarketing } = config.consent;
  if (networkMarketing !== undefined) {
    const path = ["consent", "network_marketing"];
    checkKnown(path, networkMarketing, "purpose", Object.keys(config.purposes));
  }
  const secrets = new Map<string, string>();
  for (const { settings } of [...plugins.accounts, ...plugins.providers, ...plugins.actions]) {
    for (const { path, reference } of findReferences(settings)) {
      if (reference.kind === "env") secrets.set(reference.name, path.join("."));
    }
  }
  for (const [index, name] of config.flows.env.entries()) {
    const use = secrets.get(name);
    if (use === undefined) continue;
    const message = `${name} is the bot's own ${use} and must not be seen by flows`;
    report("BOT_ENV_SECRET", ["flows", "env", index], message, "take it out of flows.env");
  }
  if (programs !== undefined && config.menu !== undefined) {
    checkKnown(
      ["menu"],
      config.menu,
      "flow",
      programs.map((program) => program.flow),
    );
  }
  return findings;
}
