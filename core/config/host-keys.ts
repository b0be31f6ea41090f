import { providerKeys } from "./provider-keys.ts";

/** The host's own keys of bot.yaml below what a plugin is used for; plugins never see them. */
export const hostKeys: Readonly<Record<"channel" | "provider" | "action", readonly string[]>> = {
  channel: ["plugin"],
  provider: ["plugin", ...Object.keys(providerKeys)],
  action: ["plugin"],
};
