import { createTestProvider, VirtualClock } from "sapa/plugin/testing";
import plugin from "#plugins/ai-ollama/index.ts";

/** A provider with these settings beside a model, as bot.yaml would make it. */
export function createTestedProvider(settings: object) {
  const config = plugin.config.parse({ model: "qwen3:4b", ...settings });
  return createTestProvider(plugin, config, new VirtualClock(0));
}
