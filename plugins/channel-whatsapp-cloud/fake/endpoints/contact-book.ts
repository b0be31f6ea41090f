import { type Answer, ok, refuse } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import type { People } from "#plugins/channel-whatsapp-cloud/fake/people.ts";

/**
 * `DELETE /{phone number}/contact_book`: Meta forgets which phone number goes with a BSUID. `deleted`
 * tells whether there was such a pair. Source: reference 2.2.
 */
export function deleteContact(people: People, query: URLSearchParams): Answer {
  if (query.get("messaging_product") !== "whatsapp") {
    return refuse({ code: 100, details: "The parameter messaging_product is required." });
  }
  const userId = query.get("bsuid");
  if (userId === null || userId === "") {
    return refuse({ code: 100, details: "The parameter bsuid is required." });
  }
  const deleted = people.find({ userId })?.phone !== undefined;
  return ok({ success: true, deleted });
}
