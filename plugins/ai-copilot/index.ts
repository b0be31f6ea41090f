import { definePlugin, pluginApiVersion } from "sapa/plugin";
import { configSchema } from "./config.ts";
import { createProvider } from "./create-provider.ts";

/** Microsoft 365 Copilot, as the employee who signed in: for that person, never for customers. */
export default definePlugin({
  kind: "provider",
  name: "ai-copilot",
  apiVersion: pluginApiVersion,
  config: configSchema,
  create: createProvider,
});
