import { z } from "zod";
import { resolveSettings } from "#core/config/resolve-settings.ts";
import { findReferences } from "#core/config/setting.ts";
import type { CatalogAction } from "#core/flow/catalog.ts";
import { type JsonObject, jsonSchema } from "#core/lib/json.ts";
import type { LoadedActions } from "./load-plugins.ts";

const schemaSchema = z.record(z.string(), jsonSchema);

/** The actions of a plugin as the checker and editors know them. */
export function describeActions({ name, plugin, settings }: LoadedActions): CatalogAction[] {
  // What stands outside of bot.yaml differs from machine to machine; its shape does not.
  const names = findReferences(settings).flatMap(({ reference }) =>
    reference.kind === "env" ? [reference.name] : [],
  );
  const { settings: filled } = resolveSettings(settings, {
    variables: Object.fromEntries(names.map((variable) => [variable, "set"])),
    readFile: () => "set",
  });
  const hosts = plugin.hosts?.(filled);
  return plugin.actions.map((action) => ({
    name: `${name}.${action.name}`,
    about: action.about,
    input: toJsonSchema(action.input, "input"),
    output: toJsonSchema(action.output, "output"),
    isIdempotent: action.isIdempotent,
    ...(action.isReadOnly === undefined ? {} : { isReadOnly: action.isReadOnly }),
    ...(hosts === undefined ? {} : { hosts: hosts.map((host) => host.toLowerCase()) }),
  }));
}

/** What JSON Schema has no word for is anything. */
function toJsonSchema(schema: z.ZodType, io: "input" | "output"): JsonObject {
  return schemaSchema.parse(z.toJSONSchema(schema, { io, unrepresentable: "any" }));
}
