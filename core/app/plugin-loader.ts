import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { z } from "zod";
import { BotError, errorText } from "#core/lib/bot-error.ts";
import { nearest } from "#core/lib/nearest.ts";
import { type LoadedPlugin, pluginApiVersion } from "#core/plugin/define-plugin.ts";
import { builtIn } from "./built-in.ts";
import { offerPluginApi } from "./offer-plugin-api.ts";

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
  /** Every name that there is a plugin for, in the order of the alphabet; one may not load. */
  names(): readonly string[];
  /**
   * Imports a plugin. Throws `PLUGIN_UNKNOWN`, `PLUGIN_BROKEN` (its code does not load),
   * `PLUGIN_INVALID` (no plugin), `PLUGIN_API` (for another version) or `PLUGIN_NAME` (it calls
   * itself otherwise), each with what to do.
   */
  load(name: string): Promise<LoadedPlugin>;
}

/**
 * Looks for `<name>/index.ts` in this order: what `plugins:` of bot.yaml lists (a folder or a
 * package, by the last part of its name), the bot's own `plugins/`, the built-in ones.
 */
export function createPluginLoader(botFolder: string, listed: readonly string[]): PluginLoader {
  const ownFolder = join(resolve(botFolder), "plugins");

  function findEntry(name: string): string | undefined {
    const item = listed.find((path) => basename(path) === name);
    if (item !== undefined) return findListed(item);
    const own = join(ownFolder, name, "index.ts");
    return existsSync(own) ? own : undefined;
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
    const own = existsSync(ownFolder) ? readdirSync(ownFolder) : [];
    const names = [...listed.map((path) => basename(path)), ...own, ...builtIn.plugins];
    return [...new Set(names)].toSorted();
  }

  return {
    names: knownNames,
    async load(name) {
      const entry = findEntry(name);
      const module = entry === undefined ? builtIn.importPlugin(name) : importOwn(entry);
      if (module === undefined) throw unknownPlugin(name, knownNames());
      const place = entry ?? `plugins/${name}`;
      const plugin = await readPlugin(name, place, module);
      if (plugin.apiVersion !== pluginApiVersion) {
        const message = `plugin ${name} is written for version ${plugin.apiVersion} of the plugin API, this is version ${pluginApiVersion}`;
        throw new BotError("PLUGIN_API", message, { hint: "Install the version that fits." });
      }
      if (plugin.name === name) return plugin;
      throw new BotError("PLUGIN_NAME", `the plugin in ${place} calls itself ${plugin.name}`, {
        hint: `Write plugin: ${plugin.name}, in a folder of that name.`,
      });
    },
  };
}

function importOwn(entry: string): Promise<unknown> {
  offerPluginApi();
  return import(pathToFileURL(entry).href);
}

async function readPlugin(
  name: string,
  place: string,
  importing: Promise<unknown>,
): Promise<LoadedPlugin> {
  let module: unknown;
  try {
    module = await importing;
  } catch (error) {
    throw new BotError("PLUGIN_BROKEN", `plugin ${name} does not load: ${errorText(error)}`, {
      hint: `Look at ${place}.`,
      cause: error,
    });
  }
  const value =
    typeof module === "object" && module !== null && "default" in module
      ? module.default
      : undefined;
  const { data } = pluginSchema.safeParse(value);
  if (data !== undefined) return data;
  throw new BotError("PLUGIN_INVALID", `${place} exports no plugin`, {
    hint: "Write: export default definePlugin({ … }), from sapa/plugin.",
  });
}

function unknownPlugin(name: string, known: readonly string[]): BotError {
  const near = nearest(name, known);
  const hint =
    near === undefined ? `installed are: ${known.join(", ")}` : `did you mean "${near}"?`;
  return new BotError("PLUGIN_UNKNOWN", `there is no plugin "${name}"`, { hint });
}
