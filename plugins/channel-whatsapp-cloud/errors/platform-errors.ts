import { type ErrorEntries, reportBug, waitForNetwork } from "./error-entry.ts";

const newToken =
  "Make a new system-user token in Business settings and put it into the bot's setting.";
const grantAccess =
  "Give the token's system user access to this WhatsApp account with both whatsapp_business permissions.";

/** Codes of the Graph API as a whole. Source: reference 4.7. */
export const platformErrors: ErrorEntries = {
  0: { outcome: "paused", meaning: "Meta does not accept the access token.", action: newToken },
  1: {
    outcome: "unknown",
    meaning: "Meta reports an error of its own without saying which.",
    action: waitForNetwork,
  },
  2: { outcome: "unknown", meaning: "Meta's API is down for a moment.", action: waitForNetwork },
  3: {
    outcome: "paused",
    meaning: "The app lacks a capability or permission that this call needs.",
    action: grantAccess,
  },
  4: {
    outcome: "retry",
    meaning: "The app has made too many calls in a short time.",
    action: waitForNetwork,
    afterMs: 30_000,
  },
  10: {
    outcome: "paused",
    meaning: "The app may not make this call, or is not eligible for it.",
    action: grantAccess,
  },
  33: {
    outcome: "paused",
    meaning: "Meta knows no phone number with this id, or the token cannot see it.",
    action: "Check phone_number_id against the app dashboard, and that the token belongs to it.",
  },
  100: {
    outcome: "rejected",
    meaning: "Meta found a parameter of the message invalid.",
    action: reportBug,
  },
  190: {
    outcome: "paused",
    meaning: "The access token has expired or was revoked.",
    action: newToken,
  },
  200: {
    outcome: "paused",
    meaning: "The token has no permission for this account.",
    action: grantAccess,
  },
  368: {
    outcome: "paused",
    meaning: "Meta has restricted the account for breaking a policy.",
    action: "Read the violation in Account Quality, mend it, and ask for a review there.",
  },
  80007: {
    outcome: "retry",
    meaning: "The WhatsApp account has made too many calls in a short time.",
    action: waitForNetwork,
    afterMs: 60_000,
  },
  2494100: {
    outcome: "retry",
    meaning: "The phone number is being maintained by Meta.",
    action: waitForNetwork,
    afterMs: 60_000,
  },
};
