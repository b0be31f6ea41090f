import type { TemplateCategory, TemplateQuality, TemplateStatus } from "sapa/plugin";

/** Meta's statuses and the events that lead to them. `FLAGGED` alone changes nothing yet. Reference 2.9, 3.5. */
const statuses: ReadonlyMap<string, TemplateStatus> = new Map([
  ["APPROVED", "approved"],
  ["REINSTATED", "approved"],
  ["UNARCHIVED", "approved"],
  ["PENDING", "pending"],
  ["IN_APPEAL", "pending"],
  ["REJECTED", "rejected"],
  ["PAUSED", "paused"],
  ["DISABLED", "disabled"],
  ["DELETED", "deleted"],
  ["PENDING_DELETION", "deleted"],
]);

/** A status or an event of Meta's; undefined for what says nothing about sends. */
export function readStatusWord(word: string): TemplateStatus | undefined {
  return word === "FLAGGED" ? undefined : (statuses.get(word) ?? "other");
}

const qualities: ReadonlyMap<string, TemplateQuality> = new Map([
  ["GREEN", "green"],
  ["YELLOW", "yellow"],
  ["RED", "red"],
  ["UNKNOWN", "unknown"],
]);

export function readQualityWord(word: string): TemplateQuality | undefined {
  return qualities.get(word);
}

const categories: ReadonlyMap<string, TemplateCategory> = new Map([
  ["UTILITY", "utility"],
  ["MARKETING", "marketing"],
  ["AUTHENTICATION", "authentication"],
]);

export function readCategoryWord(word: string): TemplateCategory | undefined {
  return categories.get(word);
}
