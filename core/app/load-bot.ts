import type { BotConfig } from "#core/config/bot-schema.ts";
import { type Catalog, openCatalog } from "#core/flow/catalog.ts";
import { type Finding, sortFindings } from "#core/flow/finding.ts";
import type { Program } from "#core/flow/program.ts";
import { interruptWords } from "#core/gate/interrupt-words.ts";
import type { TemplateDefinition } from "#core/model/template.ts";
import type { BotFile, BotFolder } from "./bot-folder.ts";
import { checkBot } from "./check-bot.ts";
import { checkBudgets } from "./check-budgets.ts";
import type { CheckMarks } from "./check-marks.ts";
import { checkWindowTemplate } from "./check-window-template.ts";
import { describeActions } from "./describe-actions.ts";
import { describeAi } from "./describe-providers.ts";
import { findNotUtf8 } from "./find-not-utf8.ts";
import { findTemplates, type NamedTemplate, withDeclared } from "./find-templates.ts";
import { checkKnowledge } from "./knowledge/check-knowledge.ts";
import { loadCompiler } from "./load-compiler.ts";
import {
  type LoadedAccount,
  type LoadedActions,
  type LoadedProvider,
  loadPlugins,
} from "./load-plugins.ts";
import { loadTemplates } from "./load-templates.ts";
import { createPluginLoader } from "./plugin-loader.ts";
import { probeChannel } from "./probe-channel.ts";
import { readBot } from "./read-bot.ts";

/** A bot without an error in it. */
export interface LoadedBot {
  readonly folder: string;
  /** Its bot.yaml. */
  readonly text: string;
  readonly config: BotConfig;
  readonly accounts: readonly LoadedAccount[];
  readonly actions: readonly LoadedActions[];
  readonly providers: readonly LoadedProvider[];
  readonly catalog: Catalog;
  readonly programs: readonly Program[];
  /** What the bot declares as templates, and what its flows send beside them. */
  readonly templates: readonly NamedTemplate[];
  /** What `templates/` declares. */
  readonly declared: readonly TemplateDefinition[];
}

export interface BotLoading {
  /** Absent if there is an error. */
  readonly bot?: LoadedBot;
  /** What flows may name; absent if bot.yaml cannot be read. */
  readonly catalog?: Catalog;
  /** bot.yaml's first, then the flows' in the order of files. */
  readonly findings: readonly Finding[];
  /** The files that were read, for code frames. */
  readonly files: readonly BotFile[];
}

/**
 * Reads and checks a bot's folder as a whole: bot.yaml, its plugins and every flow. With `marks`,
 * flows that were found good before are not looked at again.
 */
export async function loadBot(folder: BotFolder, marks?: CheckMarks): Promise<BotLoading> {
  const files = [folder.bot, ...folder.flows, ...(folder.templates ?? [])];
  const garbled = folder.flows.flatMap(findNotUtf8);
  const flows = folder.flows.filter((file) => file.notUtf8 === undefined);
  const { source, config, findings } = readBot(folder.bot.file, folder.bot.text);
  const garbledBot = findNotUtf8(folder.bot);
  if (config === undefined || garbledBot.length > 0) {
    // Without bot.yaml's word nothing of it is asked of the flows, but their own mistakes are told.
    const { compileFlows } = await loadCompiler();
    const { findings: flowFindings } = compileFlows(flows, openCatalog);
    const botFindings = garbledBot.length > 0 ? garbledBot : findings;
    const others = [...garbled, ...flowFindings, ...loadTemplates(folder.templates, []).findings];
    return { files, findings: [...botFindings, ...sortFindings(others)] };
  }
  const loader = createPluginLoader(folder.folder, config.plugins);
  const plugins = await loadPlugins(config, source, loader);
  const channels = plugins.accounts.flatMap((account) => probeChannel(account) ?? []);
  const { definitions: declared, ...templates } = loadTemplates(folder.templates, channels);
  const catalog: Catalog = {
    locales: config.locales,
    channels: channels.map(({ account, kind, capabilities }) => ({ account, kind, capabilities })),
    purposes: Object.keys(config.purposes),
    askedPurposes: askedPurposes(config),
    templates: templates.catalog,
    actions: plugins.actions.flatMap(describeActions),
    ai: describeAi(config, plugins.providers),
    env: config.flows.env,
    interrupts: interruptWords,
  };
  const checked = await marks?.find(flows, catalog);
  const compiled = checked?.compiled ?? (await loadCompiler()).compileFlows(flows, catalog);
  const flowFindings = sortFindings([...garbled, ...compiled.findings, ...templates.findings]);
  const programs = hasError(flowFindings) ? undefined : compiled.programs;
  const botFindings = [
    ...findings,
    ...plugins.findings,
    ...checkBot(config, source, plugins, programs),
    ...checkBudgets(config, source, channels),
    ...checkKnowledge(folder.folder, config, source),
    ...checkWindowTemplate(config, source, catalog.templates),
  ];
  const all = [...sortFindings(botFindings), ...flowFindings];
  if (programs === undefined || hasError(all)) return { files, findings: all, catalog };
  const named = checked?.templates ?? findTemplates(flows, config.locales);
  if (checked === undefined) marks?.keep(flows, catalog, { compiled, templates: named });
  const { accounts, actions, providers } = plugins;
  const parts = { config, accounts, actions, providers, catalog, programs, declared };
  const { text } = folder.bot;
  const bot = { folder: folder.folder, text, ...parts, templates: withDeclared(named, declared) };
  return { files, findings: all, catalog, bot };
}

/** Purposes that a person has to say yes to. */
function askedPurposes({ purposes }: BotConfig): readonly string[] {
  return Object.keys(purposes).filter((name) => purposes[name]?.basis === "ask");
}

function hasError(findings: readonly Finding[]): boolean {
  return findings.some((finding) => finding.severity === "error");
}
