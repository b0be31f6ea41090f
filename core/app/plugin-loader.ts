import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { z } from "zod";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";
import { type LoadedPlugin, pluginApiVersion } from "#core/plugin/define-plugin.ts";

/** What a plugin's `index.ts` has to export as its default. */
const pluginSchema = z.custom<LoadedPlugin>((value) => pluginShape.safeParse(value).success);
const pluginShape = z.object({
  kind: z.enum(["channel", "provider", "action"]),
  name: z.string(),
  apiVersion: z.number(),
  config: z.custom((value) => typeof value === "object" && value !== null && "safeParse" in value),
  create: z.custom((value) => typeof value === "function"),
});

/** Finds plugins by the name that bot.yaml calls them by. */
export interface PluginLoader {
  /**
   * Imports a plugin. Throws `PLUGIN_UNKNOWN`, `PLUGIN_BROKEN` (its code does not load),
   * `PLUGIN_INVALID` (no plugin), `PLUGIN_API` (for another version) or `PLUGIN_NAME` (it calls
   * itself otherwise), each with what to do.
   */
  load(name: string): Promise<LoadedPlugin>;
}

const builtInFolder = fileURLToPath(new URL("../../plugins/", import.meta.url));

/**
 * Looks for `<name>/index.ts` in this order: what `plugins:` of bot.yaml lists (a folder or a
 * package, by the last part of its name), the bot's own `plugins/`, the built-in ones.
 */
export function createPluginLoader(botFolder: string, listed: readonly string[]): PluginLoader {
  const folders = [join(resolve(botFolder), "plugins"), builtInFolder];

  function findEntry(name: string): string | undefined {
    const item = listed.find((path) => basename(path) === name);
    if (item !== undefined) return findListed(item);
    return folders.map((folder) => join(folder, name, "index.ts")).find((file) => existsSync(file));
  }

  function findListed(item: string): string | undefined {
    const path = isAbsolute(item) ? item : resolve(botFolder, item);
    if (existsSync(path)) return statSync(path).isDirectory() ? join(path, "index.ts") : path;
    try {
      return Bun.resolveSync(item, resolve(botFolder));
    } catch {
      return undefined;
    }
  }

  function knownNames(): readonly string[] {
    const found = folders.flatMap((folder) => (existsSync(folder) ? readdirSync(folder) : []));
    return [...new Set([...listed.map((path) => basename(path)), ...found])].toSorted();
  }

  return {
    async load(name) {
      const entry = findEntry(name);
      if (entry === undefined) throw unknownPlugin(name, knownNames());
      const plugin = await importPlugin(name, entry);
      if (plugin.apiVersion !== pluginApiVersion) {
        const message = `plugin ${name} is written for version ${plugin.apiVersion} of the plugin API, this is version ${pluginApiVersion}`;
        throw new BotError("PLUGIN_API", message, { hint: "Install the version that fits." });
      }
      if (plugin.name === name) return plugin;
      throw new BotError("PLUGIN_NAME", `the plugin in ${entry} calls itself ${plugin.name}`, {
        hint: `Write plugin: ${plugin.name}, in a folder of that name.`,
      });
    },
  };
}

async function importPlugin(name: string, entry: string): Promise<LoadedPlugin> {
  let module: unknown;
  try {
    module = await import(pathToFileURL(entry).href);
  } catch (error) {
    throw new BotError("PLUGIN_BROKEN", `plugin ${name} does not load: ${errorText(error)}`, {
      hint: `Look at ${entry}.`,
      cause: error,
    });
  }
  const value =
    typeof module === "object" && module !== null && "default" in module
      ? module.default
      : undefined;
  const { data } = pluginSchema.safeParse(value);
  if (data !== undefined) return data;
  throw new BotError("PLUGIN_INVALID", `${entry} exports no plugin`, {
    hint: "Write: export default definePlugin({ … }), from sapa/plugin.",
  });
}

function unknownPlugin(name: string, known: readonly string[]): BotError {
  const near = nearest(name, known);
  const hint =
    near === undefined ? `installed are: ${known.join(", ")}` : `did you mean "${near}"?`;
  return new BotError("PLUGIN_UNKNOWN", `there is no plugin "${name}"`, { hint });
}
