import { type ErrorEntries, reportBug, waitForNetwork } from "./error-entry.ts";

const register = "Register the phone number again with its PIN in WhatsApp Manager.";

/** Codes about the account and its phone number. Source: reference 4.7. */
export const accountErrors: ErrorEntries = {
  131005: {
    outcome: "paused",
    meaning: "Meta denies access: a permission is missing or was taken away.",
    action: "Check the token's permissions and the system user's assets in Business settings.",
  },
  131031: {
    outcome: "paused",
    meaning: "Meta has locked the account, or the PIN does not match.",
    action: "Open Account Quality in WhatsApp Manager and follow what it says.",
  },
  131037: {
    outcome: "paused",
    meaning: "The number's display name is not approved yet.",
    action: "Ask for approval of the display name in WhatsApp Manager.",
  },
  131042: {
    outcome: "paused",
    meaning: "There is a problem with the account's payment method.",
    action: "Add or mend the payment method in Meta's billing settings.",
  },
  131045: {
    outcome: "paused",
    meaning: "The phone number is not registered correctly.",
    action: register,
  },
  131048: {
    outcome: "paused",
    meaning: "Too many people reported or blocked this number; Meta has limited its sends.",
    action:
      "Look at the quality rating in WhatsApp Manager, send less and only to who asked for it.",
  },
  133000: {
    outcome: "paused",
    meaning: "The phone number was left half deregistered.",
    action: register,
  },
  133004: {
    outcome: "unknown",
    meaning: "A server at Meta is down for a moment; the message may have gone out.",
    action: waitForNetwork,
  },
  133005: { outcome: "paused", meaning: "The two-step PIN is wrong.", action: register },
  133006: {
    outcome: "paused",
    meaning: "The phone number must be verified again.",
    action: "Verify the number by SMS or call in WhatsApp Manager, then register it.",
  },
  133008: {
    outcome: "rejected",
    meaning: "The PIN was tried too often.",
    action: "Wait as long as Meta says, then register with the right PIN.",
  },
  133009: {
    outcome: "rejected",
    meaning: "The PIN was tried too fast.",
    action: "Wait as long as Meta says, then register with the right PIN.",
  },
  133010: {
    outcome: "paused",
    meaning: "The phone number is not registered with the Cloud API.",
    action: register,
  },
  133015: {
    outcome: "retry",
    meaning: "The phone number was deleted a moment ago.",
    action: waitForNetwork,
    afterMs: 300_000,
  },
  133016: {
    outcome: "paused",
    meaning: "The phone number was registered and deregistered too often.",
    action: "Wait 72 hours, then register it once.",
  },
  134011: {
    outcome: "paused",
    meaning: "The terms of WhatsApp payments are not accepted.",
    action: "Accept the terms in WhatsApp Manager, or send no payment messages.",
  },
  135000: {
    outcome: "rejected",
    meaning: "Meta refused the message for its parameters without saying which.",
    action: reportBug,
  },
  139100: {
    outcome: "rejected",
    meaning: "Some people could not be blocked or unblocked.",
    action: "Only people who wrote within the last 24 hours can be blocked.",
  },
  1752041: {
    outcome: "rejected",
    meaning: "The account is being set up already.",
    action: "Nothing to do.",
  },
  2494191: {
    outcome: "rejected",
    meaning: "This app may not take over the conversation.",
    action: "Set this app as the escalation partner in Conversation Routing.",
  },
};
