import { definePlugin, pluginApiVersion } from "sapa/plugin";
import { configSchema } from "./config.ts";
import { createProvider } from "./create-provider.ts";

/** A provider that answers by rules: no model, no network, the same answer every time. */
export default definePlugin({
  kind: "provider",
  name: "ai-scripted",
  apiVersion: pluginApiVersion,
  isScripted: true,
  config: configSchema,
  create: createProvider,
});
