import type { Slot } from "#core/flow/compile/slot.ts";
import { isSlotValue } from "#core/flow/parse-slot/parse-slot.ts";
import type { Json } from "#core/lib/json.ts";
import type { Facts } from "#core/model/facts.ts";
import { profileKey } from "./contact-memory.ts";

/**
 * The slots of a run's beginning: what is remembered of a kept one, if it still fits the slot's
 * type, else the default.
 */
export function initialSlots(
  slots: ReadonlyMap<string, Slot>,
  facts: Facts,
): Readonly<Record<string, Json>> {
  const values: Record<string, Json> = {};
  const { profile } = facts.contact;
  for (const slot of slots.values()) {
    const key = profileKey(slot, facts);
    const kept = slot.keep !== undefined && Object.hasOwn(profile, key) ? profile[key] : undefined;
    const isGood = kept !== undefined && kept !== null && isSlotValue(slot.type, kept);
    values[slot.name] = isGood ? kept : slot.initial;
  }
  return values;
}
