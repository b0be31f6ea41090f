import { createTestProvider, VirtualClock } from "sapa/plugin/testing";
import plugin from "#plugins/ai-openai/index.ts";

/** A provider with these settings beside a key and a model, as bot.yaml would make it. */
export function createTestedProvider(settings: object) {
  const config = plugin.config.parse({ key: "sk-test", model: "gpt-6-luna", ...settings });
  return createTestProvider(plugin, config, new VirtualClock(0));
}
