import type { NetworkAct } from "#core/model/ports/simulator.ts";
import type { SampleName } from "./sample-files.ts";
import type { Deed, PlannedDeed } from "./world-plan.ts";

export const act = (it: Extract<PlannedDeed, { readonly kind: "act" }>["act"]): PlannedDeed => ({
  kind: "act",
  act: it,
});
export const say = (text: string): PlannedDeed => act({ kind: "text", text });
export const tap = (option: number): Deed => ({ kind: "tap", option });
export const vendor = (
  message: Extract<NetworkAct, { readonly kind: "vendor" }>["message"],
): PlannedDeed => act({ kind: "vendor", message });

/** A file with its word in the content and, where the kind has one, in the caption. */
export const file = (sample: SampleName, word: string, isTold = true): PlannedDeed => ({
  kind: "file",
  sample,
  word,
  isTold,
});
