import type { TemplateCategory, TemplateQuality, TemplateStatus } from "sapa/plugin";

/** Meta's statuses and the events that lead to them. `FLAGGED` alone changes nothing yet. Reference 2.9, 3.5. */
const statuses: Readonly<Record<string, TemplateStatus>> = {
  APPROVED: "approved",
  REINSTATED: "approved",
  UNARCHIVED: "approved",
  PENDING: "pending",
  IN_APPEAL: "pending",
  REJECTED: "rejected",
  PAUSED: "paused",
  DISABLED: "disabled",
  DELETED: "deleted",
  PENDING_DELETION: "deleted",
};

/** A status or an event of Meta's; undefined for what says nothing about sends. */
export function readStatusWord(word: string): TemplateStatus | undefined {
  return word === "FLAGGED" ? undefined : (statuses[word] ?? "other");
}

const qualities: Readonly<Record<string, TemplateQuality>> = {
  GREEN: "green",
  YELLOW: "yellow",
  RED: "red",
  UNKNOWN: "unknown",
};

export function readQualityWord(word: string): TemplateQuality | undefined {
  return qualities[word];
}

const categories: Readonly<Record<string, TemplateCategory>> = {
  UTILITY: "utility",
  MARKETING: "marketing",
  AUTHENTICATION: "authentication",
};

export function readCategoryWord(word: string): TemplateCategory | undefined {
  return categories[word];
}
