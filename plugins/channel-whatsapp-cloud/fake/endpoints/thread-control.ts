import type { JsonObject } from "sapa/plugin";
import { type Answer, refuse, succeeded } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import {
  checkOptionalText,
  invalid,
  missing,
} from "#plugins/channel-whatsapp-cloud/fake/checks/check-parts.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";
import { findRecipient } from "#plugins/channel-whatsapp-cloud/fake/sends/recipient.ts";
import { objectOf, textOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

const maxMetadataChars = 2_000;
const roles = new Set([
  "customer_service",
  "marketing",
  "utility",
  "ctwa",
  "ai_agent",
  "escalation",
]);

export interface ThreadControlDeps {
  readonly people: People;
  /** True if our app is the one that may take threads back. */
  readonly isEscalationPartner: boolean;
}

/**
 * `POST /{phone number}/thread_control`: gives a thread to another app, lets go of it, or takes it.
 * None of them is told to our own app by a webhook. Source: reference 2.10.
 */
export function controlThread(deps: ThreadControlDeps, body: JsonObject): Answer {
  if (body["messaging_product"] !== "whatsapp") {
    return refuse({ code: 100, details: "The parameter messaging_product is required." });
  }
  const action = textOf(body["action"]);
  if (action === undefined) return refuse(missing("action"));
  const refusal = checkOptionalText(body["metadata"], "metadata", maxMetadataChars);
  if (refusal !== undefined) return refuse(refusal);
  const found = findRecipient(deps.people, body);
  if (found.kind === "refused") return found;
  switch (action) {
    case "pass":
    case "release":
      if (!isRoleKnown(body)) return refuse(invalid("control_pass.target_role"));
      found.person.owner = "other";
      return succeeded;
    case "take":
      if (!deps.isEscalationPartner) {
        const details = "Only the configured escalation partner may take a thread.";
        return refuse({ code: 2494191, details });
      }
      found.person.owner = "bot";
      return succeeded;
    default:
      return refuse(invalid("action must be pass, release or take"));
  }
}

/** Without a target the thread goes to the escalation partner. */
function isRoleKnown(body: JsonObject): boolean {
  const target = body["control_pass"];
  if (target === undefined) return true;
  return roles.has(textOf(objectOf(target)?.["target_role"]) ?? "");
}
