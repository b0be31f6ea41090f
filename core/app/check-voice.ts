import type { BotConfig } from "#core/config/bot-schema.ts";
import type { probeProvider } from "./describe-providers.ts";

/** What is wrong with who is to write voice notes down, as `checkAi` reports it. */
export interface VoiceTrouble {
  readonly code: string;
  readonly message: string;
  readonly hint: string;
}

/** Holds `ai.voice` against the provider that it names. */
export function checkVoice(
  name: string,
  probes: ReturnType<typeof probeProvider>,
  { ai }: Pick<BotConfig, "ai">,
  hasBudget: boolean,
): readonly VoiceTrouble[] {
  if (ai.voice?.provider !== name) return [];
  const ears = probes.flatMap(({ transcriber }) => (transcriber === undefined ? [] : transcriber));
  if (ears.length === 0) {
    const message = `${name} cannot write voice notes down`;
    const hint =
      "name one that can: ai-openai with transcription_model, at OpenAI or any server that speaks its API";
    return [{ code: "BOT_VOICE_UNHEARD", message, hint }];
  }
  const found: VoiceTrouble[] = [];
  if (ai.localOnly && probes.every(({ capabilities }) => capabilities.dataLeavesHost)) {
    const message = `${name} is not on this machine, and ai.local_only refuses it: no voice note is listened to`;
    const hint = "name a server here, or let text leave: local_only: false";
    found.push({ code: "BOT_PROVIDER_LEAVES", message, hint });
  }
  const isMetered = probes.every(({ capabilities }) => capabilities.cost === "metered");
  const unknown = ears.find(({ price }) => price === undefined);
  if (hasBudget && isMetered && unknown !== undefined) {
    const message = `there is a budget, and nobody knows what listening costs with ${unknown.model}: no voice note would be listened to`;
    const hint = "write transcription_price under the provider, or take limits.budget away";
    found.push({ code: "BOT_PRICE_UNKNOWN", message, hint });
  }
  return found;
}
