import { definePlugin, pluginApiVersion } from "sapa/plugin";
import { configSchema } from "./config.ts";
import { createProvider } from "./create-provider.ts";

/** Models on this machine or in your network, by Ollama. */
export default definePlugin({
  kind: "provider",
  name: "ai-ollama",
  apiVersion: pluginApiVersion,
  config: configSchema,
  create: createProvider,
});
