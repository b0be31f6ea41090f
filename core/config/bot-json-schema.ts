import { z } from "zod";
import { type Json, type JsonObject, jsonSchema } from "#core/lib/json.ts";
import { whereThen, widenSchema } from "#core/lib/widen-schema.ts";
import { botSchema } from "./bot-schema.ts";
import { hostKeys } from "./host-keys.ts";

/** Where plugins stand in bot.yaml. */
const places = { channel: "channels", provider: "providers", action: "actions" } as const;

/** The settings of an installed plugin, as JSON Schema of draft 7. */
export interface PluginSettingsSchema {
  readonly name: string;
  readonly kind: keyof typeof places;
  readonly settings: JsonObject;
}

/**
 * The schema of bot.yaml for editors, as kept in `bot.schema.json` (`sapa schema bot` prints it),
 * with the settings of the plugins given. Draft 7, because that is what YAML language servers read.
 */
export function botJsonSchema(plugins: readonly PluginSettingsSchema[] = []): JsonObject {
  const made = z.toJSONSchema(botSchema, { io: "input", target: "draft-7" });
  const schema = asMap(jsonSchema.parse(made));
  const properties = Object.entries(asMap(schema["properties"])).map(([key, value]) => {
    const kind = kinds.find((each) => places[each] === key);
    return [key, kind === undefined ? value : withSettings(asMap(value), kind)] as const;
  });
  const settings = plugins.flatMap(({ name, settings: own }) =>
    Object.entries(
      widenSchema(own, { name: `settings_${name}`, also: reference, isWideEnough: () => false }),
    ),
  );
  const definitions = {
    ...asMap(schema["definitions"]),
    ...Object.fromEntries(kinds.map((kind) => [`${kind}_plugin`, chosen(kind, plugins)])),
    ...Object.fromEntries(
      settings.map(([name, value]) => [name, openToHost(name, value, plugins)]),
    ),
  };
  return { ...schema, properties: Object.fromEntries(properties), definitions };
}

const kinds = ["channel", "provider", "action"] as const;

/** A value that stands in the environment, or in a file of its own. */
const reference = {
  anyOf: [
    {
      type: "object",
      properties: { env: { type: "string", description: "The variable's name." } },
      required: ["env"],
      additionalProperties: false,
    },
    {
      type: "object",
      properties: { file: { type: "string", description: "The file's path." } },
      required: ["file"],
      additionalProperties: false,
    },
  ],
} as const;

function withSettings(accounts: JsonObject, kind: keyof typeof places): JsonObject {
  const one = asMap(accounts["additionalProperties"]);
  const both = [{ $ref: `#/definitions/${kind}_plugin` }];
  return { ...accounts, additionalProperties: { ...one, allOf: both } };
}

/** What a plugin's name leads to; anything, while none is known. */
function chosen(kind: keyof typeof places, plugins: readonly PluginSettingsSchema[]): Json {
  const names = plugins.filter((plugin) => plugin.kind === kind).map(({ name }) => name);
  if (names.length === 0) return {};
  const known = names.map((name) => ({ const: name }));
  return {
    properties: { plugin: { anyOf: [...known, { type: "string" }] } },
    allOf: names.map((name) =>
      whereThen(
        { properties: { plugin: { const: name } }, required: ["plugin"] },
        { $ref: `#/definitions/settings_${name}` },
      ),
    ),
  };
}

/** A plugin refuses keys that it does not know; the host's own stand beside them. */
function openToHost(
  name: string,
  settings: JsonObject,
  plugins: readonly PluginSettingsSchema[],
): JsonObject {
  const kind = plugins.find((plugin) => name === `settings_${plugin.name}`)?.kind;
  if (kind === undefined) return settings;
  const own = Object.fromEntries(hostKeys[kind].map((key) => [key, {}]));
  return { ...settings, properties: { ...asMap(settings["properties"]), ...own } };
}

function asMap(value: Json | undefined): JsonObject {
  const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
  return isMap ? Object.fromEntries(Object.entries(value)) : {};
}
