import { readBotFolder } from "#core/app/bot-folder.ts";
import { toEngineSettings } from "#core/app/engine-settings.ts";
import { loadBot } from "#core/app/load-bot.ts";
import type { LoadedActions } from "#core/app/load-plugins.ts";
import type { EngineSettings } from "#core/engine/settings.ts";
import { createFlowSet, type FlowSet, type RouteInput } from "#core/flow/flow-set.ts";
import type { AccountId } from "#core/lib/ids.ts";
import type { LoadedChannelPlugin } from "#core/plugin/define-plugin.ts";

/** Messages that begin so make whoever routes them throw. */
const poison = "poison";

/** A bot as production loads it, but for the one word that breaks the router. */
export interface ScenarioBot {
  readonly account: AccountId;
  readonly plugin: LoadedChannelPlugin;
  readonly flows: FlowSet;
  /** What its flows can run. */
  readonly actions: readonly LoadedActions[];
  readonly settings: EngineSettings;
  /** Templates that the flows name. */
  readonly templates: readonly { readonly name: string; readonly language: string }[];
}

export async function openBot(folder: string): Promise<ScenarioBot> {
  const { bot, findings } = await loadBot(readBotFolder(folder));
  const [first] = bot?.accounts ?? [];
  if (bot === undefined || first === undefined) {
    throw new Error(`${folder}: ${findings.map(({ message }) => message).join("; ")}`);
  }
  const { account, plugin } = first;
  const settings = toEngineSettings(bot.config, {});
  const flows = poisonFlows(createFlowSet(bot.programs));
  return { account, plugin, flows, settings, actions: bot.actions, templates: bot.templates };
}

function poisonFlows(flows: FlowSet): FlowSet {
  return {
    get current() {
      return flows.current;
    },
    hearsVoice: flows.hearsVoice,
    get: (revision) => flows.get(revision),
    intents(input) {
      choke(input);
      return flows.intents(input);
    },
    match(input) {
      choke(input);
      return flows.match(input);
    },
  };
}

function choke({ message }: RouteInput): void {
  if (message?.kind === "text" && message.text.startsWith(poison)) {
    throw new Error("the router chokes on this message");
  }
}
