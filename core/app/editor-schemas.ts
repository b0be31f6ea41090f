import { z } from "zod";
import { botJsonSchema, type PluginSettingsSchema } from "#core/config/bot-json-schema.ts";
import type { CatalogAction } from "#core/flow/catalog.ts";
import { flowJsonSchema } from "#core/flow/flow-json-schema.ts";
import { flowTestJsonSchema } from "#core/flow/read-test/flow-test-json-schema.ts";
import { templateJsonSchema } from "#core/flow/templates/template-json-schema.ts";
import { BotError } from "#core/lib/bot-error.ts";
import { type Json, jsonSchema } from "#core/lib/json.ts";
import type { LoadedPlugin } from "#core/plugin/define-plugin.ts";
import { type BotFolder, readBotFolder } from "./bot-folder.ts";
import { describeActions } from "./describe-actions.ts";
import { builtInActions, loadPlugins } from "./load-plugins.ts";
import { createPluginLoader, type PluginLoader } from "./plugin-loader.ts";
import { readBot } from "./read-bot.ts";

export interface EditorSchemas {
  readonly flow: Json;
  readonly test: Json;
  readonly template: Json;
  readonly bot: Json;
}

/**
 * The schemas of a bot's files, with the keys of its plugins: the actions that bot.yaml names, and the
 * settings of every plugin that is installed. Without a bot there, those of the built-in ones. What
 * does not load is left out; `sapa check` tells it.
 */
export async function collectEditorSchemas(botFolder: string | undefined): Promise<EditorSchemas> {
  const folder = findBot(botFolder);
  const { source, config } =
    folder === undefined ? noBot : readBot(folder.bot.file, folder.bot.text);
  const loader = createPluginLoader(folder?.folder ?? ".", config?.plugins ?? []);
  const installed = await loadInstalled(loader);
  const actions =
    config === undefined || source === undefined
      ? installed.flatMap(describeBuiltIn)
      : (await loadPlugins(config, source, loader)).actions.flatMap(describeActions);
  return {
    flow: flowJsonSchema(actions),
    test: jsonSchema.parse(flowTestJsonSchema()),
    template: jsonSchema.parse(templateJsonSchema()),
    bot: botJsonSchema(installed.map(describeSettings)),
  };
}

const noBot = { source: undefined, config: undefined } as const;

/** A folder that was named has to be one; the one that is looked for by itself may be missing. */
function findBot(botFolder: string | undefined): BotFolder | undefined {
  try {
    return readBotFolder(botFolder);
  } catch (error) {
    if (botFolder === undefined && error instanceof BotError) return undefined;
    throw error;
  }
}

async function loadInstalled(loader: PluginLoader): Promise<readonly LoadedPlugin[]> {
  const loaded = await Promise.allSettled(loader.names().map((name) => loader.load(name)));
  return loaded.flatMap((each) => (each.status === "fulfilled" ? [each.value] : []));
}

function describeBuiltIn(plugin: LoadedPlugin): readonly CatalogAction[] {
  const found = Object.entries(builtInActions).find(([, set]) => set.plugin === plugin.name);
  if (plugin.kind !== "action" || found === undefined) return [];
  return describeActions({ name: found[0], plugin, settings: {} });
}

function describeSettings({ name, kind, config }: LoadedPlugin): PluginSettingsSchema {
  const made = z.toJSONSchema(config, { io: "input", target: "draft-7", unrepresentable: "any" });
  return { name, kind, settings: z.record(z.string(), jsonSchema).parse(made) };
}
