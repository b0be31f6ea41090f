import type { AiProvider, Transcriber } from "#core/model/ports/ai-provider.ts";
import { wasRefused } from "./cost.ts";
import type { Fee } from "./purse.ts";

/** No speech is written in less: Opus at 6 kbit/s. Source: RFC 6716, 2.1.1. */
const speechBytesPerSecond = 750;
/** A crafted file may be silence: a packet of one byte, and one for its length, plays 120 ms. Source: RFC 6716, 3.1. */
const leastBytesPerSecond = 16;
const noTokens = { input: 0, output: 0, cached: 0 };

/** A fee by the length of a sound, and how long it was. */
export interface VoiceFee extends Fee {
  /** What the vendor says of a sound that it heard. */
  readonly tell: (seconds: number | undefined) => void;
  /** As the vendor told it, else as it was measured, else the worst case. */
  seconds(): number;
}

/**
 * What it costs to have a sound written down. `sound.seconds` is what was measured, never what a file says
 * of itself. The worst is what its size could hold in speech, since a vendor may count otherwise; of what
 * could not be measured, what it could hold at all.
 */
export function voiceFee(
  { capabilities: { cost } }: Pick<AiProvider, "capabilities">,
  { model, price }: Transcriber,
  sound: { readonly seconds: number | undefined; readonly bytes: number },
): VoiceFee {
  const most =
    sound.seconds === undefined
      ? sound.bytes / leastBytesPerSecond
      : Math.max(sound.seconds, sound.bytes / speechBytesPerSecond);
  const perMinute = cost === "metered" ? price?.minuteMicroUsd : 0;
  const costOf = (seconds: number) => Math.ceil((seconds / 60) * (perMinute ?? 0));
  let told: number | undefined;
  const seconds = () => told ?? sound.seconds ?? most;
  return {
    model,
    isUnknown: perMinute === undefined,
    worst: () => costOf(most),
    used(attempt) {
      if (attempt.kind === "answered") {
        return { tokens: noTokens, microUsd: costOf(seconds()), isTold: told !== undefined };
      }
      const isFree = attempt.kind === "failed" && wasRefused(attempt);
      return { tokens: noTokens, microUsd: isFree ? 0 : costOf(most), isTold: false };
    },
    tell: (value) => void (told = value),
    seconds,
  };
}
