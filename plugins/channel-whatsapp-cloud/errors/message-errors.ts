import { type ErrorEntries, reportBug, waitForNetwork } from "./error-entry.ts";

const noGroups = "Groups are not used by this bot: remove the group from the recipients.";

/** Codes about one message or its recipient. Source: reference 4.7. */
export const messageErrors: ErrorEntries = {
  130403: {
    outcome: "rejected",
    meaning: "The business has blocked this person.",
    action: "Unblock the person in WhatsApp Manager if they shall be written to.",
    effect: "unreachable",
  },
  130429: {
    outcome: "retry",
    meaning: "The phone number has sent too many messages in a second.",
    action: `${waitForNetwork} If it happens often, lower limits.account.sends.`,
    afterMs: 1_000,
  },
  130472: {
    outcome: "rejected",
    meaning: "Meta leaves this person out of marketing messages as part of an experiment.",
    action: "Nothing to do: other kinds of messages reach them.",
  },
  130497: {
    outcome: "rejected",
    meaning: "The business may not send messages to this person's country.",
    action: "See which countries the account's business category excludes.",
    effect: "unreachable",
  },
  131000: {
    outcome: "unknown",
    meaning: "Something failed at Meta; the message may have gone out.",
    action: waitForNetwork,
  },
  131008: {
    outcome: "rejected",
    meaning: "A required part of the message is missing.",
    action: reportBug,
  },
  131009: {
    outcome: "rejected",
    meaning: "A value in the message is not allowed: too long, repeated, or an unknown message id.",
    action: reportBug,
  },
  131016: {
    outcome: "unknown",
    meaning: "A service at Meta is overloaded; the message may have gone out.",
    action: waitForNetwork,
  },
  131020: { outcome: "rejected", meaning: "The group has a single member.", action: noGroups },
  131021: {
    outcome: "rejected",
    meaning: "The recipient is the business number itself.",
    action: "Write from another number: a number cannot write to itself.",
  },
  131026: {
    outcome: "rejected",
    meaning: "The person cannot be reached: not on WhatsApp, an old app, or terms not accepted.",
    action: "Ask the person by another way to open and update WhatsApp.",
    effect: "unreachable",
  },
  // The table calls for a pause; but only this recipient is refused, the others are not.
  131030: {
    outcome: "rejected",
    meaning: "A test number may only write to people on its list, and this person is not on it.",
    action: "Add the person's number under API setup in the app dashboard, or use a real number.",
    effect: "unreachable",
  },
  131041: { outcome: "rejected", meaning: "Meta does not know this group.", action: noGroups },
  131047: {
    outcome: "rejected",
    meaning: "More than 24 hours have passed since the person last wrote; free text is closed.",
    action: "Use an approved template, or wait until the person writes again.",
    effect: "window-closed",
  },
  131049: {
    outcome: "rejected",
    meaning: "Meta chose not to deliver it, to keep this person from too much marketing.",
    action: "Do not send it again within 24 hours; send marketing more rarely.",
  },
  131050: {
    outcome: "rejected",
    meaning: "The person has stopped marketing messages of this business.",
    action: "Nothing to do: it is recorded. Other messages may still go out.",
    effect: "marketing-stopped",
  },
  131051: {
    outcome: "rejected",
    meaning: "Meta does not support this type of message here.",
    action: reportBug,
  },
  131052: {
    outcome: "rejected",
    meaning: "The file that the person sent could not be fetched; it may be above 100 MB.",
    action: "Ask the person for a smaller file.",
  },
  131053: {
    outcome: "rejected",
    meaning: "The file could not be sent: its content does not fit its type, or it is too large.",
    action: "Convert the file to a type and size that WhatsApp takes.",
  },
  131055: {
    outcome: "rejected",
    meaning: "This way of sending takes marketing templates only.",
    action: reportBug,
  },
  131056: {
    outcome: "retry",
    meaning: "Too many messages went to this one person in a short time.",
    action: `${waitForNetwork} If it happens often, send fewer messages a turn.`,
    afterMs: 6_000,
  },
  131057: {
    outcome: "retry",
    meaning: "Meta is changing the account's throughput.",
    action: waitForNetwork,
    afterMs: 60_000,
  },
  131059: { outcome: "rejected", meaning: "A page of the group list is gone.", action: noGroups },
  131060: {
    outcome: "rejected",
    meaning: "WhatsApp withheld a message that the person sent.",
    action: "Ask the person to send it again.",
  },
  131062: {
    outcome: "rejected",
    meaning: "A one-time code needs a phone number, and this person hides theirs.",
    action: "Ask the person to share their number before sending a code.",
  },
  131063: {
    outcome: "rejected",
    meaning: "This message cannot be sent to a person who is known by user id alone.",
    action: "Ask the person to share their number.",
  },
  131064: {
    outcome: "retry",
    meaning: "A limit on this class of messages is reached for now.",
    action: waitForNetwork,
    afterMs: 600_000,
  },
  137000: {
    outcome: "rejected",
    meaning: "The person's identity key has changed: it may be another person or a new phone.",
    action: "Verify the person again before sending private data.",
  },
};
