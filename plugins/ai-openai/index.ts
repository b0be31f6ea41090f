import { definePlugin, pluginApiVersion } from "sapa/plugin";
import { configSchema } from "./config.ts";
import { createProvider } from "./create-provider.ts";

/** OpenAI, Azure, and every server that speaks their API: OpenRouter, Groq, vLLM, LM Studio … */
export default definePlugin({
  kind: "provider",
  name: "ai-openai",
  apiVersion: pluginApiVersion,
  config: configSchema,
  create: createProvider,
});
