import type { JsonObject } from "sapa/plugin";
import type { GraphError } from "#plugins/channel-whatsapp-cloud/fake/graph-error.ts";
import { objectOf } from "#plugins/channel-whatsapp-cloud/read-json.ts";
import {
  checkNumber,
  checkOptionalText,
  checkText,
  checkUrl,
  firstError,
  invalid,
  missing,
} from "./check-parts.ts";

type CheckAction = (action: JsonObject) => GraphError | undefined;

const maxTtlMinutes = 43_200;

/** Refuses an action that is not called as it has to be. */
export function checkNamedAction(name: string): CheckAction {
  return (action) => {
    if (action["name"] === undefined) return missing("action.name");
    return action["name"] === name ? undefined : invalid(`action.name must be "${name}"`);
  };
}

/** Refuses the one button of a link. Source: reference 3.3. */
export function checkLink(action: JsonObject): GraphError | undefined {
  const parameters = objectOf(action["parameters"]);
  return firstError(
    () => checkNamedAction("cta_url")(action),
    () => checkText(parameters?.["display_text"], "Button text", 20),
    () => checkUrl(parameters?.["url"], "action.parameters.url"),
  );
}

/** Refuses a button that calls the business. */
export function checkVoiceCall(action: JsonObject): GraphError | undefined {
  const parameters = objectOf(action["parameters"]);
  const ttl = parameters?.["ttl_minutes"];
  return firstError(
    () => checkNamedAction("voice_call")(action),
    () => checkOptionalText(parameters?.["display_text"], "Button text", 20),
    () => (ttl === undefined ? undefined : checkNumber(ttl, "ttl_minutes", 1, maxTtlMinutes)),
    () => checkOptionalText(parameters?.["payload"], "Payload", 512),
  );
}

/** Refuses a request for an address: there is one in India alone. Source: reference 3.3. */
export function checkAddressRequest(action: JsonObject): GraphError | undefined {
  const country = objectOf(action["parameters"])?.["country"];
  return firstError(
    () => checkNamedAction("address_message")(action),
    () => checkText(country, "action.parameters.country", 2),
    () =>
      country === "IN" ? undefined : invalid("address_message is only available in India (IN)"),
  );
}
