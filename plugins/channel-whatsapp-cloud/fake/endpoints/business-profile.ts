import type { JsonObject } from "sapa/plugin";
import { type Answer, ok, refuse, succeeded } from "#plugins/channel-whatsapp-cloud/fake/answer.ts";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { listOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";

/** Greatest lengths, in UTF-16 units. Source: reference 4.8. */
const maxChars: Readonly<Record<string, number>> = {
  about: 139,
  address: 256,
  description: 256,
  email: 128,
};
const maxWebsites = 2;
const maxWebsiteChars = 256;
const verticals = new Set(
  "OTHER AUTO BEAUTY APPAREL EDU ENTERTAIN EVENT_PLAN FINANCE GROCERY GOVT HOTEL HEALTH NONPROFIT PROF_SERVICES RETAIL TRAVEL RESTAURANT ALCOHOL ONLINE_GAMBLING PHYSICAL_GAMBLING OTC_DRUGS UNDEFINED".split(
    " ",
  ),
);

/** What people see when they tap on the business's name. */
export class BusinessProfile {
  #profile: JsonObject = { about: "Simulator", vertical: "OTHER" };

  /** `GET /{phone number}/whatsapp_business_profile`: the fields that were asked for. */
  show(query: URLSearchParams): Answer {
    const wanted = query.get("fields")?.split(",") ?? [];
    const shown = Object.entries(this.#profile).filter(([name]) => wanted.includes(name));
    return ok({ data: [{ ...Object.fromEntries(shown), messaging_product: "whatsapp" }] });
  }

  /** `POST /{phone number}/whatsapp_business_profile`: changes what is named and nothing else. */
  change(body: JsonObject): Answer {
    const { messaging_product: product, ...changes } = body;
    if (product !== "whatsapp") {
      return refuse({ code: 100, details: "The parameter messaging_product is required." });
    }
    const refusal = checkProfile(changes);
    if (refusal !== undefined) return refuse(refusal);
    const { profile_picture_handle: picture, ...texts } = changes;
    const url = { profile_picture_url: "https://pps.whatsapp.example/picture" };
    this.#profile = { ...this.#profile, ...texts, ...(picture === undefined ? {} : url) };
    return succeeded;
  }
}

function checkProfile(changes: JsonObject): GraphError | undefined {
  for (const [name, value] of Object.entries(changes)) {
    if (!isFine(name, value)) return { code: 100, details: `Invalid parameter: ${name}` };
  }
  return undefined;
}

function isFine(name: string, value: JsonObject[string]): boolean {
  const max = Object.hasOwn(maxChars, name) ? maxChars[name] : undefined;
  if (max !== undefined) {
    const min = name === "about" ? 1 : 0;
    return typeof value === "string" && value.length >= min && value.length <= max;
  }
  if (name === "vertical") return typeof value === "string" && verticals.has(value);
  if (name === "profile_picture_handle") return typeof value === "string";
  if (name !== "websites") return false;
  const sites = listOf(value);
  return (
    Array.isArray(value) &&
    sites.length <= maxWebsites &&
    sites.every((site) => typeof site === "string" && site.length <= maxWebsiteChars)
  );
}
