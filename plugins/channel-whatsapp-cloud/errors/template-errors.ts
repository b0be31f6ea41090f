import { type ErrorEntries, fixTemplate, waitForNetwork } from "./error-entry.ts";

const editTemplate = "Edit the template in WhatsApp Manager, or use another one.";

/**
 * Codes about templates and forms. Where the table calls for a pause, one template is meant and not
 * the account: the others still go out. Source: reference 4.7.
 */
export const templateErrors: ErrorEntries = {
  132000: {
    outcome: "rejected",
    meaning: "The template has another number of variables than were filled in.",
    action: fixTemplate,
  },
  132001: {
    outcome: "rejected",
    meaning: "There is no approved template with this name in this language.",
    action: "Create it in WhatsApp Manager and wait for approval, or correct name and language.",
  },
  132005: {
    outcome: "rejected",
    meaning: "With its variables filled in the template is too long.",
    action: "Shorten the values or the template.",
  },
  132007: {
    outcome: "rejected",
    meaning: "The content breaks a policy of WhatsApp.",
    action: "Change the template's text to what WhatsApp's policy allows before it is sent again.",
  },
  132008: {
    outcome: "rejected",
    meaning: "A variable of the template has a value that is not allowed.",
    action: fixTemplate,
  },
  132012: {
    outcome: "rejected",
    meaning: "A variable of the template has another format than was approved.",
    action: fixTemplate,
  },
  132015: {
    outcome: "rejected",
    meaning: "Meta has paused this template because people did not like it.",
    action: `${editTemplate} It may run again by itself after some hours.`,
  },
  132016: {
    outcome: "rejected",
    meaning: "Meta has disabled this template for good.",
    action: "Create a new template with other content.",
  },
  132018: {
    outcome: "rejected",
    meaning: "The template's parameters do not fit its definition.",
    action: fixTemplate,
  },
  132068: {
    outcome: "rejected",
    meaning: "The form is blocked.",
    action: "See the form's health in WhatsApp Manager and mend it.",
  },
  132069: {
    outcome: "retry",
    meaning: "The form may only be sent ten times an hour until it is mended.",
    action: "See the form's health in WhatsApp Manager and mend it.",
    afterMs: 360_000,
  },
  134100: {
    outcome: "rejected",
    meaning: "This way of sending takes marketing templates only.",
    action: editTemplate,
  },
  134101: {
    outcome: "retry",
    meaning: "The template is still being made ready at Meta.",
    action: waitForNetwork,
    afterMs: 600_000,
  },
  134102: {
    outcome: "rejected",
    meaning: "The template cannot be used this way.",
    action: editTemplate,
  },
};
